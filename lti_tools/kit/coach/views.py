"""The coach's one address: looks at a text while it is typed. Nothing is stored, nothing is logged."""

from flask import Blueprint, Response, jsonify, request

from lti_tools.kit.audit.deeds import harmless
from lti_tools.kit.coach.hints import LONGEST, Ask, advise
from lti_tools.launches import Role, require_role


def make_blueprint() -> Blueprint:
    blueprint = Blueprint("kit-coach", __name__)
    blueprint.add_url_rule("/look", "look", look, methods=["POST"])
    return blueprint


@require_role(*Role)
@harmless("reads a text and keeps nothing of it")
def look() -> Response:
    """`text`, `ask` and any number of `rubric` -> {"hints": [{"text", "tone"}], "harsh": bool}."""
    asked = request.form.get("ask", "")
    ask = Ask(asked) if asked in list(Ask) else Ask.FEEDBACK
    advice = advise(request.form.get("text", "")[:LONGEST], ask, request.form.getlist("rubric"))
    hints = [{"text": hint.text, "tone": hint.tone} for hint in advice.hints]
    return jsonify(hints=hints, harsh=advice.harsh)
