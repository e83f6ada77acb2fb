"""The teacher's page of pictures: one for each option, or none."""

from flask import get_template_attribute, render_template
from markupsafe import Markup

from lti_tools.kit.uploads.files import field_of
from lti_tools.launches import Right, current_launch, require_right
from lti_tools.suite import current_suite
from lti_tools.web.locale import gettext as _
from tools.co_curriculum.option_pictures import PLACE, pictures_of
from tools.co_curriculum.views.current import current_vote


def beside_options() -> dict[str, Markup]:
    """Option -> its picture, small, as the ballot's form puts hints beside its choices."""
    launch, suite = current_launch(), current_suite()
    with suite.database.read() as db:
        pictures = pictures_of(suite, db, launch)
    draw = get_template_attribute("lti/macros/uploads.html", "picture")
    return {str(option): draw(file) for option, file in pictures.items()}


@require_right(Right.SETTINGS)
def show() -> str:
    launch, suite = current_launch(), current_suite()
    with suite.database.read() as db:
        vote = current_vote(db)
        pictures = pictures_of(suite, db, launch)
    labels = {option: _("Another picture instead") if option in pictures else _("A picture") for option in vote.options}
    fields = {option: field_of(suite, launch, PLACE, str(option), label) for option, label in labels.items()}
    return render_template("topic-vote/pictures.html", vote=vote, pictures=pictures, fields=fields)
