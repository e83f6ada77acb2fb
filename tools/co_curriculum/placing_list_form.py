"""A student's list of topics as a form: a menu for each choice, or a rating for each topic."""

from collections.abc import Mapping
from typing import Any

from wtforms import RadioField, SelectField

from lti_tools.web.forms import CheckboxesField, Form
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.co_curriculum.placing_rules import MOST_STARS

RATE = "rate_"
"""Begins the name of a topic's own field."""
CANNOT = "0"
"""In place of a rating."""


def _topic_id(text: Any) -> int:
    """A topic's id as a browser sent it; 0, which no topic has, for what is none."""
    text = str(text)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0


class ListForm(Form):
    """A student's list: one menu for each choice, and what they cannot do."""

    cannot = CheckboxesField(
        lazy("Topics that I cannot do"),
        coerce=_topic_id,
        validate_choice=False,
        description=lazy("For a reason such as an allergy or a belief. You are not placed there."),
    )


def list_form(titles: Mapping[int, str], length: int, formdata: Any = None, **data: Any) -> ListForm:
    """A form with `length` menus, "choice-1" and so on; `topics` and `cannot` are what they show at first."""

    class _Sized(ListForm):
        pass

    menu = {0: _("– choose –"), **titles}
    chosen = list(data.get("topics", ()))
    for number in range(1, length + 1):
        field = SelectField(
            _("Choice %(number)s", number=number),
            choices={str(key): title for key, title in menu.items()},
            coerce=_topic_id,
            validate_choice=False,
            default=chosen[number - 1] if number <= len(chosen) else 0,
        )
        setattr(_Sized, f"choice_{number}", field)
    form = _Sized(formdata, cannot=list(data.get("cannot", ())))
    form.cannot.choices = {str(topic): title for topic, title in titles.items()}
    return form


def listed(form: Form, length: int) -> list[int]:
    """The topics chosen, best first; 0 for a menu that was left."""
    return [form[f"choice_{number}"].data for number in range(1, length + 1)]


def rating_form(
    titles: Mapping[int, str], formdata: Any = None, ratings: Mapping[str, int] | None = None, cannot: Any = ()
) -> Form:
    """A form with a scale for each topic; `ratings` (topic id as text -> 1..5) and `cannot` are what stands first."""
    scale = {str(stars): str(stars) for stars in range(1, MOST_STARS + 1)} | {CANNOT: _("I cannot do it")}
    known = dict.fromkeys(map(str, cannot), CANNOT) | {topic: str(stars) for topic, stars in (ratings or {}).items()}
    fields = {
        f"{RATE}{topic}": RadioField(title, choices=scale, validate_choice=False, default=known.get(str(topic)))
        for topic, title in titles.items()
    }
    made: type[Form] = type("RatingForm", (Form,), fields)
    return made(formdata)


def rated(form: Form) -> tuple[dict[int, int], list[int]]:
    """(topic -> rating, topics that cannot be done), as sent; 99 for a rating that is none."""
    said = {int(field.name.removeprefix(RATE)): field.data for field in form if field.name.startswith(RATE)}
    stars = {topic: _topic_id(value) or 99 for topic, value in said.items() if value not in (None, "None", "", CANNOT)}
    return stars, [topic for topic, value in said.items() if value == CANNOT]
