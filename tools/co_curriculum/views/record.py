"""The published vote: what everybody may take along, check and count again, and the receipts."""

import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from flask import Response, render_template, request

from lti_tools.errors import NotFound
from lti_tools.kit.audit.deeds import harmless
from lti_tools.launches import Role, current_launch, require_role
from lti_tools.suite import current_suite
from lti_tools.web.locale import gettext as _
from tools.co_curriculum import refusals
from tools.co_curriculum.domain import recount as recounting
from tools.co_curriculum.domain.ballot_files import formats
from tools.co_curriculum.service.reading import Vote, published
from tools.co_curriculum.service.sealing import receipt_hash
from tools.co_curriculum.views.current import current_vote

COURSE = (Role.INSTRUCTOR, Role.ASSISTANT, Role.LEARNER)
LARGEST = 5_000_000
"""Bytes of a file that is brought to be counted again."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The same content makes the same zip, whenever it is taken."""


def _record() -> tuple[Vote, Mapping[str, Any]]:
    launch = current_launch()
    with current_suite().database.read() as db:
        vote = current_vote(db)
        document = published(db, launch.activity, vote)
    if document is None:
        raise refusals.not_over()
    return vote, document


def _page(status: int = 200, **more: Any) -> tuple[str, int]:
    vote, document = _record()
    page = render_template(
        "topic-vote/record.html", vote=vote, document=document, formats=formats.offered(document), **more
    )
    return page, status


@require_role(*COURSE)
def show() -> tuple[str, int]:
    return _page()


@require_role(*COURSE)
def file() -> Response:
    """A zip with the published vote and the script that counts it again, or (`?as=blt`) the ballots for a program."""
    vote, document = _record()
    wanted = request.args.get("as", "")
    if wanted:
        return _for_programs(vote, document, wanted)
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, text in (
            ("vote.json", json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)),
            ("recount.py", Path(recounting.__file__).read_text("utf-8")),
        ):
            archive.writestr(ZipInfo(name, _EPOCH), text)
    return Response(
        content.getvalue(),
        mimetype="application/zip",
        headers={"Content-Disposition": 'attachment; filename="vote.zip"'},
    )


def _for_programs(vote: Vote, document: Mapping[str, Any], ending: str) -> Response:
    """The ballots in a format of others, as far as they are published."""
    wanted = next((one for one in formats.offered(document) if one.value == ending), None)
    if wanted is None:
        raise NotFound
    return Response(
        formats.WRITERS[wanted](formats.published(document, vote.settings.title)),
        mimetype="text/plain",
        headers={"Content-Disposition": f'attachment; filename="ballots.{wanted.value}"'},
    )


@require_role(*COURSE)
@harmless("compares a code with the published list, writes nothing")
def receipt() -> tuple[str, int]:
    """Whether the ballot of a receipt is in the published list. Nothing is written."""
    code = request.form.get("receipt", "")[:100]
    _vote, document = _record()
    found = bool(code.strip()) and receipt_hash(code) in document["receipts"]
    return _page(receipt_found=found)


@require_role(*COURSE)
@harmless("counts a file again, writes nothing")
def recount() -> tuple[str, int]:
    """Count the published vote again, or a file that somebody brought, by the script in the download."""
    brought = request.files.get("file")
    try:
        if brought is not None and brought.filename:
            content = brought.read(LARGEST + 1)
            if len(content) > LARGEST:
                raise recounting.Wrong
            document = recounting.read(content)
        else:
            document = json.loads(json.dumps(_record()[1]))
        findings = recounting.check(document)
    except recounting.Wrong:
        return _page(422, problem=_("This file cannot be counted again: it is no published vote, or it is damaged."))
    names = [document["card"]["options"][option] for option in document["result"]["winners"]]
    own = document.get("hash") == _record()[1]["hash"]
    return _page(findings=[(good, words(said)) for good, said in findings], recounted=names, own=own)


def words(said: str) -> str:
    """A finding of the script in the reader's language."""
    return {
        "The file is unchanged: its fingerprint fits its content.": _(
            "The file is unchanged: its fingerprint fits its content."
        ),
        "The rule card is unchanged.": _("The rule card is unchanged."),
        "The lot follows from the seed.": _("The lot follows from the seed."),
        "There are no more receipts than ballots.": _("There are no more receipts than ballots."),
        "Every ballot keeps the rules.": _("Every ballot keeps the rules."),
        "The number of ballots is right.": _("The number of ballots is right."),
        "The ballots, counted again, give the same winners.": _("The ballots, counted again, give the same winners."),
        "The published tables fit together, and the winners follow from them.": _(
            "The published tables fit together, and the winners follow from them."
        ),
        "So few people voted, or all alike, that only the winner is published.": _(
            "So few people voted, or all alike, that only the winner is published."
        ),
    }.get(said, said)
