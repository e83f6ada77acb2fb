"""DataPrivacyLaunchRequest: a person, or an administrator of the platform for them, reads or erases what is held."""

import json

from flask import Blueprint, Response, g, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from lti_tools.errors import MessageUnknown, NotFound
from lti_tools.launches import CurrentLaunch, current_launch, now
from lti_tools.lti.claims import DATA_PRIVACY_REQUEST
from lti_tools.privacy.erasing import erase_person
from lti_tools.privacy.exporting import export_person
from lti_tools.privacy.finding import person_of
from lti_tools.suite import current_suite
from lti_tools.web.confirm import ask, confirmed
from lti_tools.web.files import download
from lti_tools.web.locale import gettext as _

blueprint = Blueprint("privacy", __name__, url_prefix="/s/<launch_session>/-/privacy")
PRIVACY = "privacy launch"
"""Who did it, in the admin's audit log."""


@blueprint.get("")
def show() -> str:
    launch = _launch()
    person_id = _person(launch)
    data = export_person(current_suite(), person_id) if person_id else None
    return render_template("lti/privacy/show.html", data=data, own=person_id == launch.person_id)


@blueprint.get("/data.json")
def data() -> Response:
    person_id = _person(_launch())
    if person_id is None:
        raise NotFound
    content = json.dumps(export_person(current_suite(), person_id), indent=2, ensure_ascii=False)
    return download(content.encode(), "data.json")


@blueprint.post("/erase")
def erase() -> str | BaseResponse:
    person_id = _person(_launch())
    if person_id is None:
        raise NotFound
    if not confirmed():
        return ask(
            _("Erase everything for good?"),
            detail=_("Work, votes, drafts and names in these tools are deleted. Nobody can bring them back."),
            yes=_("Erase"),
            back_url=url_for("privacy.show"),
            danger=True,
        )
    erase_person(current_suite(), person_id, now(), actor=PRIVACY)
    g.pop("launch", None)
    g.pop("session_secret", None)
    return render_template(
        "lti/message.html",
        title=_("It is erased"),
        text=_("These tools hold nothing about this person any more. The learning platform keeps its own records."),
        picture="done",
    )


def _launch() -> CurrentLaunch:
    launch = current_launch()
    if launch.message_type != DATA_PRIVACY_REQUEST:
        raise MessageUnknown("no data privacy launch")
    return launch


def _person(launch: CurrentLaunch) -> int | None:
    with current_suite().database.read() as db:
        return person_of(db, launch.platform_id, launch.message.get("for_user", ""))
