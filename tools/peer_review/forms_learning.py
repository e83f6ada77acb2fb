"""The part of the settings form about what people learn beside the reviews."""

from typing import Any

from wtforms import BooleanField, RadioField
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


def examples_first_field() -> Any:
    return BooleanField(
        lazy("Whoever reviews has practised on your examples before"),
        description=lazy("You add the examples on the page “Examples”, each with your own review."),
    )


def contribution_field() -> Any:
    return RadioField(
        lazy("Do members of a group say what each of them did?"),
        choices={
            known.NONE: lazy("No"),
            known.SHARES: lazy("Yes, they divide 100 among them"),
            known.BEHAVIOUR: lazy("Yes, they say how often each does what a team needs"),
        },
        default=known.NONE,
        description=lazy("You read everything; each member reads their own mean, once you close it. It is in no mark."),
    )


def learning_settings(form: AnyForm) -> dict[str, Any]:
    """The valid form -> settings as stored."""
    data = form.data
    return {
        "escalate_hours": data["escalate_hours"] or 0,
        "examples_first": bool(data.get("examples_first")),
        "contribution": data.get("contribution") or known.NONE,
    }
