"""The part of the settings form about how works and reviews follow each other."""

from typing import Any

from wtforms import BooleanField, RadioField
from wtforms import Form as AnyForm

from lti_tools.web.forms import WholeNumberField
from lti_tools.web.locale import lazy
from tools.peer_review import flow as known


def continuous_field() -> Any:
    return BooleanField(
        lazy("Reviewing starts by itself while others still hand in"),
        description=lazy("As soon as enough works are in. Who comes later gets reviews and reviewers at once."),
    )


def start_with_field() -> Any:
    return WholeNumberField(
        lazy("With how many works does it start?"),
        required=False,
        least=2,
        most=known.MOST_WORKS,
        description=lazy("Left empty: twice the reviews that everybody writes, and one."),
    )


def reviewers_again_field() -> Any:
    return RadioField(
        lazy("Who reviews a revised work?"),
        choices={
            known.OTHERS: lazy("Others, who do not know it yet"),
            known.SAME: lazy("Those who reviewed it before"),
        },
        default=known.OTHERS,
        description=lazy("Whoever revises is reviewed again. The newer reviews make the mark once there are enough."),
    )


def flow_settings(form: AnyForm) -> dict[str, Any]:
    """The valid form -> settings as stored."""
    data = form.data
    return {
        "continuous": bool(data.get("continuous")),
        "start_with": data.get("start_with") or 0,
        "reviewers_again": data.get("reviewers_again") or known.OTHERS,
    }
