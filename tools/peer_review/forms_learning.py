"""The part of the settings form about what people learn beside the reviews."""

from typing import Any

from wtforms import Form as AnyForm

from lti_tools.web.forms import WholeNumberField
from lti_tools.web.locale import lazy
from tools.peer_review import learning as known


def escalate_field() -> Any:
    return WholeNumberField(
        lazy("Hours before reviewing ends at which you are told of works with too few reviews"),
        least=0,
        most=known.MOST_HOURS,
        default=24,
        description=lazy("Then there is still time to act. 0 for never. Slow reviewers are reminded a day before."),
    )


def learning_settings(form: AnyForm) -> dict[str, Any]:
    """The valid form -> settings as stored."""
    data = form.data
    return {
        "escalate_hours": data["escalate_hours"] or 0,
        "examples_first": bool(data.get("examples_first")),
        "contribution": data.get("contribution") or known.NONE,
    }
