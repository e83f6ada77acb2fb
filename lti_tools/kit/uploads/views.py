"""Sending files in pieces or by a plain form, and giving them out again to who may see them."""

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as AnyResponse

from lti_tools.errors import NotFound, Refusal
from lti_tools.kit.audit.deeds import harmless
from lti_tools.kit.uploads import files, pages_store, reading, serving, store
from lti_tools.kit.uploads.answers import answers_json
from lti_tools.kit.uploads.kinds import KINDS, Family
from lti_tools.kit.uploads.rules import Sight, State, StoredFile
from lti_tools.kit.uploads.showing import id_in, shown_files, token_of
from lti_tools.launches import Role, current_launch, now, require_role
from lti_tools.suite import current_suite
from lti_tools.web.confirm import ask, confirmed
from lti_tools.web.files import FileStore
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from lti_tools.web.notices import Notice, Tone, announce
from lti_tools.web.origin import local_path

SENDERS = (Role.LEARNER, Role.INSTRUCTOR, Role.ASSISTANT)
OWN_FILE = "a file is its sender's own; what follows from it is the deed of the tool that asked for it"
NOTICES = {
    "uploads-sent": Notice(lazy("The file is here.")),
    "uploads-waiting": Notice(lazy("The file is here. The copy for others is being made."), Tone.INFO),
    "uploads-removed": Notice(lazy("The file is removed.")),
    "uploads-none": Notice(lazy("Choose a file first."), Tone.WARN),
}


def make_blueprint() -> Blueprint:
    """The routes of files, below the address that the suite gives the kit."""
    blueprint = Blueprint("kit-uploads", __name__)
    announce(blueprint, NOTICES)
    blueprint.add_url_rule("/begin", "begin", begin, methods=["POST"])
    blueprint.add_url_rule("/piece/<token>", "piece", piece, methods=["POST"])
    blueprint.add_url_rule("/finish/<token>", "finish", finish, methods=["POST"])
    blueprint.add_url_rule("/standing/<token>", "standing", standing)
    blueprint.add_url_rule("/send", "send", send, methods=["POST"])
    blueprint.add_url_rule("/remove/<token>", "remove", remove, methods=["POST"])
    blueprint.add_url_rule("/file/<token>", "file", file)
    blueprint.add_url_rule("/original/<token>", "original", original)
    blueprint.add_url_rule("/view/<token>", "page", page)
    blueprint.add_url_rule("/drawn/<token>/<int:number>", "drawn", drawn)
    return blueprint


# -- in


@require_role(*SENDERS)
@harmless(OWN_FILE)
@answers_json
def begin() -> ResponseReturnValue:
    """Announce a file; the answer says where its pieces go."""
    launch, form = current_launch(), request.form
    size = form.get("size", "")
    stored = files.begin(
        current_suite(),
        launch,
        form.get("place", ""),
        form.get("thing", ""),
        form.get("name", ""),
        int(size) if size.isascii() and size.isdigit() and len(size) < 16 else 0,
        form.get("alt", ""),
        now(),
    )
    token = token_of(current_suite(), launch, stored.id)
    addresses = {name: url_for(f".{name}", token=token) for name in ("piece", "finish", "standing")}
    return jsonify(at=0, **addresses), 201


@require_role(*SENDERS)
@harmless(OWN_FILE)
@answers_json
def piece(token: str) -> ResponseReturnValue:
    """Take one piece; the answer says where to go on, whether this one counted or not."""
    at = request.args.get("at", "")
    if (request.content_length or 0) > files.MOST_PIECE or not (at.isascii() and at.isdigit() and len(at) < 16):
        raise Refusal(_("This piece of the file does not fit. Send the file again."))
    reached = files.append(current_suite(), current_launch(), _id(token), int(at), request.get_data(cache=False))
    return jsonify(at=reached)


@require_role(*SENDERS)
@harmless(OWN_FILE)
@answers_json
def finish(token: str) -> ResponseReturnValue:
    stored = files.finish(current_suite(), current_launch(), _id(token), now())
    return jsonify(state=stored.state, said=_said(stored))


@require_role(*Role)
@answers_json
def standing(token: str) -> ResponseReturnValue:
    """How far a file is: for going on with it, and for the page that waits for its copy."""
    found, _sight = _visible(token)
    return jsonify(state=found.state, at=found.received)


@require_role(*SENDERS)
@harmless(OWN_FILE)
def send() -> AnyResponse:
    """A whole file by a plain form, for browsers without scripts."""
    sent, back = request.files.get("file"), _back(request.form.get("next", ""))
    if sent is None or not sent.filename:
        return redirect(_with(back, "uploads-none"), 303)
    form = request.form
    stored = files.send(
        current_suite(),
        current_launch(),
        form.get("place", ""),
        form.get("thing", ""),
        sent.filename,
        sent.stream,  # type: ignore[arg-type]
        form.get("alt", ""),
        now(),
    )
    return redirect(_with(back, _said(stored)), 303)


@require_role(*SENDERS)
@harmless("takes away the own file, or a picture that staff keep together and can send again")
def remove(token: str) -> AnyResponse | str:
    found, _sight = _visible(token)
    back = _back(request.form.get("next", ""))
    if not confirmed():
        return ask(
            _("Remove this file?"),
            yes=_("Remove the file"),
            detail=_("It is deleted at once and cannot be brought back."),
            back_url=back,
            danger=True,
        )
    files.remove(current_suite(), current_launch(), found.id)
    return redirect(_with(back, "uploads-removed"), 303)


# -- out


@require_role(*Role)
def file(token: str) -> Response:
    """The scrubbed copy."""
    found, _sight = _visible(token)
    suite, kind = current_suite(), found.kind
    if found.state is not State.READY or kind is None:
        raise NotFound(f"file {found.id} has no copy yet")
    with suite.database.read() as db:
        _original, key = store.keys_of(db, found.id)
        small, small_size = store.small_of(db, found.id) if request.args.get("size") == "small" else ("", 0)
    size = small_size if small else found.copy_size
    content = FileStore(suite.settings.files).open(small or key)
    tag = (small or key).rpartition("/")[2]
    origins = current_launch().frame_origins
    return serving.shown(content, size, kind, found.neutral_name, tag, request, origins)


@require_role(*Role)
def original(token: str) -> Response:
    """The file as it came, for its owner and staff."""
    found, sight = _visible(token)
    if sight is not Sight.ALL or found.state is State.RECEIVING:
        raise NotFound(f"file {found.id} is not theirs")
    suite = current_suite()
    with suite.database.read() as db:
        key, _copy = store.keys_of(db, found.id)
    if not key:  # it came in an activity's file, and the worker has not been at it
        raise NotFound(f"file {found.id} is not in the store yet")
    return serving.original(FileStore(suite.settings.files).open(key), found.size, found.name, request)


@require_role(*Role)
def drawn(token: str, number: int) -> Response:
    """A page of a file as a small picture, for whoever may see the file."""
    found, _sight = _visible(token)
    suite = current_suite()
    with suite.database.read() as db:
        page = pages_store.page_of(db, found.id, number)
    if page is None:
        raise NotFound(f"no page {number} of file {found.id}")
    content, name = FileStore(suite.settings.files).open(page.key), f"file-{found.number}-{number}.webp"
    origins = current_launch().frame_origins
    return serving.shown(content, page.size, KINDS["webp"], name, page.key.rpartition("/")[2], request, origins)


@require_role(*Role)
def page(token: str) -> str:
    """A page of our own around a file: players, code with line numbers, a notebook as text."""
    found, _sight = _visible(token)
    suite, launch = current_suite(), current_launch()
    with suite.database.read() as db:
        (shown,) = shown_files(suite, db, launch, [found])
        _original, key = store.keys_of(db, found.id)
    if found.state is not State.READY or found.kind is None:
        raise NotFound(f"file {found.id} has no copy yet")
    read = None
    if found.kind.family in (Family.TEXT, Family.NOTEBOOK):
        with FileStore(suite.settings.files).open(key) as content:
            data = content.read(reading.MOST_TEXT * 4 if found.kind.family is Family.TEXT else -1)
        by_kind = found.kind.family is Family.TEXT
        read = reading.read_text(data, found.kind, found.ending) if by_kind else reading.read_pages(data)
    return render_template("lti/uploads/page.html", file=shown, read=read, back=_back(request.args.get("back", "")))


def _visible(token: str) -> tuple[StoredFile, Sight]:
    """The file that a token of this reader stands for, if they may see it; raises `NotFound`."""
    suite, launch = current_suite(), current_launch()
    with suite.database.read() as db:
        found = store.file_of(db, launch.activity, _id(token))
        sight = files.sight_of(suite, db, launch, found) if found else Sight.NOTHING
    if found is None or sight is Sight.NOTHING:
        raise NotFound("no such file for this person")
    return found, sight


def _id(token: str) -> int:
    found = id_in(current_suite(), current_launch(), token)
    if found is None:
        raise NotFound("no file of this person's addresses")
    return found


def _said(stored: StoredFile) -> str:
    return "uploads-sent" if stored.state is State.READY else "uploads-waiting"


def _back(path: str) -> str:
    """An address of this session to go back to."""
    home = url_for("session.home")
    base = home.partition("/-/")[0]
    return path if local_path(path, "").startswith(f"{base}/") else home


def _with(address: str, said: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}said={said}"
