"""Pages for teachers: this activity as a file, templates of the tool and of the platform, one template."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from lti_tools.activities import activity_of
from lti_tools.errors import NotFound
from lti_tools.kit.activity_file import files, library, practice_views, refusals, store
from lti_tools.kit.activity_file.forms import CommentForm, ForkForm, PublishForm
from lti_tools.kit.activity_file.library import Chosen
from lti_tools.kit.activity_file.tables import TemplateComment
from lti_tools.kit.audit.deeds import deed, done, harmless
from lti_tools.launches import STAFF, Role, current_launch, now, require_role
from lti_tools.store.tables.activities import Activity
from lti_tools.suite import current_suite
from lti_tools.tool import Tool
from lti_tools.web.files import download
from lti_tools.web.locale import lazy
from lti_tools.web.notices import Notice, announce
from lti_tools.web.numbers import whole_number

NOTICES = {
    "template-loaded": Notice(lazy("The activity has the settings of the file now. Look them over, then go on.")),
    "template-published": Notice(lazy("The template is there for the teachers of your school.")),
    "template-forked": Notice(lazy("This copy is yours. The names of its authors stay with it.")),
    "template-retired": Notice(lazy("The template is not offered any more. Activities made from it go on.")),
    "template-said": Notice(lazy("Your comment is there.")),
}
MOST_COMMENTS = 50
"""Of one person on one template."""


def make_blueprint() -> Blueprint:
    """The routes; a template is named in the query, because it belongs to the platform and not to the activity."""
    blueprint = Blueprint("kit-templates", __name__)
    announce(blueprint, NOTICES)
    blueprint.before_request(_only_with_files)
    blueprint.add_url_rule("/", "home", home)
    blueprint.add_url_rule("/file", "export", export)
    blueprint.add_url_rule("/file", "load", load, methods=["POST"])
    blueprint.add_url_rule("/publish", "publish", publish)
    blueprint.add_url_rule("/publish", "send", send, methods=["POST"])
    blueprint.add_url_rule("/one", "one", one)
    blueprint.add_url_rule("/fork", "fork", fork, methods=["POST"])
    blueprint.add_url_rule("/retire", "retire", retire, methods=["POST"])
    blueprint.add_url_rule("/comment", "comment", comment, methods=["POST"])
    blueprint.add_url_rule("/comment/remove", "remove_comment", remove_comment, methods=["POST"])
    practice_views.add_to(blueprint)
    return blueprint


def _only_with_files() -> None:
    """The pages belong to tools whose activities can be kept in files; in a practice class its desk alone."""
    launch = current_launch()
    tool = current_suite().tool(launch.tool)
    in_practice = request.endpoint in practice_views.INSIDE
    if tool is None or tool.content is None or launch.practice != in_practice:
        raise NotFound


def _tool() -> Tool:
    return current_suite().tools[current_launch().tool]


def _chosen(db: Session) -> Chosen:
    key = request.form.get("template", "") or request.args.get("template", "")
    return library.choose(db, current_launch(), _tool(), key)


@require_role(*STAFF)
def home() -> str:
    launch, tool = current_launch(), _tool()
    with current_suite().database.read() as db:
        mine = library.published(db, launch, tool)
        undo = store.undo_of(db, launch.activity)
    return render_template(
        "lti/kit/templates/home.html",
        tool=tool,
        pictured=bool(files.content_of(tool).pictures),
        shipped=library.shipped(tool),
        published=mine,
        undo=undo if undo and undo.version_after == launch.activity_version else None,
    )


@require_role(*STAFF)
def export() -> Response:
    """The activity, or a template, as a download."""
    launch, tool = current_launch(), _tool()
    with current_suite().database.read() as db:
        if request.args.get("template"):
            file = _chosen(db).file
        else:
            file = files.dump(db, tool, activity_of(db, launch.context_id, launch.activity))
    return download(files.write(tool, file), f"{file.title[:80]}.{tool.slug}.json")


@require_role(Role.INSTRUCTOR)
@deed(library.LOADED)
def load() -> AnyResponse:
    """Replace the activity's settings by those of a file that was sent, or of a template."""
    tool = _tool()
    template_id = None
    if request.form.get("template"):
        with current_suite().database.read() as db:
            chosen = _chosen(db)
        file, template_id = chosen.file, chosen.template_id
    else:
        sent = request.files.get("file")
        raw = sent.read(files.LARGEST_WITH_PICTURES + 1) if sent else b""
        if sent:
            sent.close()
        if not raw:
            raise refusals.no_file()
        file = files.parse(tool, raw)
    with current_suite().database.write() as db:
        number = library.use(db, current_launch(), tool, _held(db), file, now(), template_id)
    return done("setup.edit", "template-loaded", number)


def _held(db: Session) -> Activity:
    """The activity, held, as the page knew it; raises a `Refusal` where somebody changed it since."""
    launch = current_launch()
    activity = activity_of(db, launch.context_id, launch.activity, to_change=True)
    if request.form.get("version", "") != str(activity.version):
        raise refusals.changed_meanwhile()
    return activity


@require_role(Role.INSTRUCTOR)
def publish() -> str:
    return _publish_page(PublishForm(data={"title": current_launch().activity_title}))


@require_role(Role.INSTRUCTOR)
@harmless("adds a template for other teachers; nothing of the activity changes")
def send() -> AnyResponse | tuple[str, int]:
    launch, form = current_launch(), PublishForm(request.form)
    if not form.validate():
        return _publish_page(form), 422
    with current_suite().database.write() as db:
        activity = activity_of(db, launch.context_id, launch.activity)
        template = library.publish(db, launch, _tool(), activity, form.title.data or "", form.summary.data or "", now())
    return redirect(url_for(".one", template=template.id, said="template-published"), 303)


def _publish_page(form: PublishForm) -> str:
    launch, tool = current_launch(), _tool()
    with current_suite().database.read() as db:
        file = files.dump(db, tool, activity_of(db, launch.context_id, launch.activity))
        named = library.named(db, launch.context_id, file)
        source = store.source_of(db, launch.activity)
    return render_template("lti/kit/templates/publish.html", form=form, named=named, source=source)


@require_role(*STAFF)
def one() -> str | AnyResponse:
    if "template" not in request.args:
        return redirect(url_for(".home"), 303)
    return _one(CommentForm())


def _one(form: CommentForm) -> str:
    launch, tool = current_launch(), _tool()
    with current_suite().database.read() as db:
        chosen = _chosen(db)
        own = chosen.template is not None and chosen.template.published_by == launch.person_id
        authors = store.credits_of(db, [chosen.template.id]).get(chosen.template.id, []) if chosen.template else []
        comments = store.comments_of(db, chosen.template.id, launch.person_id) if chosen.template else []
    return render_template(
        "lti/kit/templates/one.html",
        chosen=chosen,
        authors=authors,
        comments=comments,
        form=form,
        fork_form=ForkForm(data={"title": chosen.file.title}),
        own=own,
        steps=files.content_of(tool).practice,
    )


@require_role(Role.INSTRUCTOR)
@harmless("adds a template for other teachers; nothing of the activity changes")
def fork() -> AnyResponse:
    form = ForkForm(request.form)
    with current_suite().database.write() as db:
        chosen = _chosen(db)
        title = (form.title.data if form.validate() else "") or chosen.file.title
        template = library.fork(db, current_launch(), _tool(), chosen, title, now())
    return redirect(url_for(".one", template=template.id, said="template-forked"), 303)


@require_role(Role.INSTRUCTOR)
@harmless("one's own template is not offered any more; activities made from it go on, and a copy brings it back")
def retire() -> AnyResponse:
    with current_suite().database.write() as db:
        chosen = _chosen(db)
        if chosen.template is None or not store.retire(db, chosen.template.id, current_launch().person_id, now()):
            raise NotFound
    return redirect(url_for(".home", said="template-retired"), 303)


@require_role(*STAFF)
@harmless("a word among teachers")
def comment() -> AnyResponse | tuple[str, int]:
    launch, form = current_launch(), CommentForm(request.form)
    if not form.validate():
        return _one(form), 422
    with current_suite().database.write() as db:
        template = _chosen(db).template
        if template is None:
            raise NotFound
        if store.count_comments(db, template.id, launch.person_id) >= MOST_COMMENTS:
            raise refusals.enough_comments()
        db.add(
            TemplateComment(template_id=template.id, person_id=launch.person_id, text=form.text.data, created_at=now())
        )
    return redirect(url_for(".one", template=template.id, said="template-said"), 303)


@require_role(*STAFF)
@harmless("one's own word among teachers")
def remove_comment() -> AnyResponse:
    number = whole_number(request.form.get("comment"))
    with current_suite().database.write() as db:
        template = _chosen(db).template
        if template is None:
            raise NotFound
        if number:
            store.remove_comment(db, number, template.id, current_launch().person_id)
    return redirect(url_for(".one", template=template.id), 303)
