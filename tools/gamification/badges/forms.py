"""The forms of badges: designing one, giving it by hand, verifying one."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import wtforms
from wtforms import validators

from lti_tools.web.files import UploadField
from lti_tools.web.forms import CheckboxesField, Form, LongTextField, TextField, WholeNumberField
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from lti_tools.web.pictures import PictureRefused, redraw
from tools.gamification.badges import words
from tools.gamification.badges.pictures import SIDE, squared
from tools.gamification.domain.conditions.condition import (
    Level,
    Monotone,
    MonotoneAtLeast,
    QuestDone,
    Xp,
)

PICTURE_BYTES = 2_000_000
BADGE_BYTES = 5_000_000


class BadgeForm(Form):
    """One badge. What wins it is joined by "and"; with nothing chosen a teacher gives it by hand."""

    name = TextField(lazy("Name"), max_length=100)
    description = LongTextField(
        lazy("What it says about whoever holds it"), max_length=1000, rows=3, description=lazy("For readers outside.")
    )
    criteria = LongTextField(
        lazy("What has to be shown for it"),
        max_length=4000,
        rows=4,
        description=lazy("Stands in the badge, so that others can judge what it is worth."),
    )
    shape = wtforms.SelectField(lazy("Shape"), choices=words.SHAPES)
    colour = wtforms.SelectField(lazy("Colour"), choices=words.COLOURS)
    symbol = wtforms.SelectField(lazy("Symbol"), choices=words.SYMBOLS)
    picture = UploadField(
        lazy("A picture of your own instead"),
        most_bytes=PICTURE_BYTES,
        endings=(".png", ".jpg", ".jpeg", ".webp"),
        required=False,
        description=lazy("PNG, JPEG or WebP, up to 2 MB. It is drawn anew without what cameras write into it."),
    )
    drawn = wtforms.BooleanField(lazy("Use the drawing again instead of the picture"))
    quests = CheckboxesField(lazy("Won by these quests"), coerce=str)
    enough = WholeNumberField(
        lazy("So many of them are enough"), least=1, most=1000, required=False, description=lazy("Empty: all of them.")
    )
    points = WholeNumberField(lazy("And at least so many points"), least=1, most=1_000_000, required=False)
    level = WholeNumberField(lazy("And at least level"), least=1, most=100, required=False)

    def __init__(self, quests: Sequence[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.quests.choices = dict(quests)
        self.png = b""

    def validate_picture(self, field: UploadField) -> None:
        if field.data is None:
            return
        try:
            self.png = squared(redraw(field.data.content, SIDE).content)
        except PictureRefused as refused:
            reasons = {
                "kind": _("This is no PNG, JPEG or WebP picture."),
                "size": _("This picture has too many pixels."),
                "broken": _("This picture is damaged."),
            }
            raise validators.ValidationError(reasons[refused.reason]) from refused

    def validate_enough(self, field: Any) -> None:
        if field.data and self.quests.data and field.data > len(self.quests.data):
            raise validators.ValidationError(_("That is more than the quests you chose."))

    def condition(self) -> Monotone | None:
        """What wins the badge, from a valid form."""
        parts: list[Monotone] = []
        if chosen := [QuestDone(key) for key in self.quests.data or ()]:
            number = int(self.enough.data or len(chosen))
            parts.append(chosen[0] if len(chosen) == 1 else MonotoneAtLeast(number, tuple(chosen)))
        if self.points.data:
            parts.append(Xp(int(self.points.data)))
        if (self.level.data or 1) > 1:  # everybody has level 1
            parts.append(Level(int(self.level.data or 1)))
        if not parts:
            return None
        return parts[0] if len(parts) == 1 else MonotoneAtLeast(len(parts), tuple(parts))


def condition_fields(condition: Monotone | None) -> dict[str, Any]:
    """What `BadgeForm` shows for a condition that it made."""
    parts: tuple[Monotone, ...] = () if condition is None else (condition,)
    if isinstance(condition, MonotoneAtLeast) and not all(isinstance(one, QuestDone) for one in condition.parts):
        parts = condition.parts
    found: dict[str, Any] = {"quests": []}
    for part in parts:
        match part:
            case QuestDone(quest):
                found["quests"] = [quest]
            case MonotoneAtLeast(number, quests):
                found["quests"] = [one.quest for one in quests if isinstance(one, QuestDone)]
                found["enough"] = number if number < len(quests) else None
            case Xp(at_least):
                found["points"] = at_least
            case Level(at_least):
                found["level"] = at_least
    return found


class GiveForm(Form):
    """Who gets a badge by hand."""

    shown_when: ClassVar[Mapping[str, str]] = {"people": "who=some"}
    who = wtforms.RadioField(
        lazy("Who gets it?"),
        choices={"all": lazy("Every student of the course"), "some": lazy("Those chosen here")},
        validators=[validators.InputRequired()],
    )
    people = CheckboxesField(lazy("Students"))
    reason = LongTextField(lazy("Why"), max_length=1000, rows=2, required=False)

    def __init__(self, people: Sequence[tuple[int, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.people.choices = {str(one): name for one, name in people}
        self._everybody = {one for one, _name in people}

    @property
    def chosen(self) -> set[int]:
        """The people of a valid form."""
        return self._everybody if self.who.data == "all" else {int(one) for one in self.people.data or ()}

    def validate_people(self, field: Any) -> None:
        if self.who.data == "some" and not field.data:
            raise validators.ValidationError(_("Choose at least one student."))


class VerifyForm(Form):
    """A badge to verify."""

    badge = UploadField(
        lazy("The picture of the badge"),
        most_bytes=BADGE_BYTES,
        endings=(".png", ".svg", ".jwt", ".txt"),
        required=False,
    )
    text = LongTextField(lazy("Or its text"), max_length=200_000, rows=3, required=False)
    email = TextField(
        lazy("E-mail address of the holder"),
        max_length=254,
        required=False,
        description=lazy("Only where you want to know whether it was given to this address."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        held = super().validate(extra_validators)
        if held and not self.text.data and self.badge.data is None:
            self.text.errors = [_("Choose a picture or paste the text of a badge.")]
            return False
        return held
