"""The part of the settings form about marks from comparisons."""

from typing import Any

from wtforms import Form as AnyForm

from lti_tools.web.forms import WholeNumberField
from lti_tools.web.locale import lazy
from tools.peer_review import comparing as known


def compare_middle_field() -> Any:
    return WholeNumberField(
        lazy("Where works are compared: what a middling work gets, percent"),
        required=False,
        least=known.LEAST_MIDDLE,
        most=known.MOST_MIDDLE,
        default=known.USUAL.middle,
        description=lazy("Comparing tells which work is better, never how good the class is. That is your word."),
    )


def compare_step_field() -> Any:
    return WholeNumberField(
        lazy("Where works are compared: what one step is worth, percent"),
        required=False,
        least=1,
        most=known.MOST_STEP,
        default=known.USUAL.step,
        description=lazy("A work that is one step stronger than another is preferred nearly three times of four."),
    )


def comparing_settings(form: AnyForm) -> dict[str, Any]:
    """The valid form -> settings as stored; what is left empty gets its usual value."""
    usual = known.write_comparing(known.USUAL)
    return {name: usual[name] if form.data[name] is None else form.data[name] for name in usual}
