"""The forms of the conformance console. Choices are keys of recorded rows; nothing in them is an address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import SelectField

from lti_tools.lti.roles import MEMBERSHIP
from lti_tools.store.console import Item
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import Person
from lti_tools.web.forms import DecimalField, Form, TextField, WholeNumberField
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy


@dataclass(frozen=True)
class Known:
    """What can be chosen."""

    items: Sequence[Item]
    links: Sequence[Activity]
    learners: Sequence[Person]

    @property
    def own(self) -> list[Item]:
        return [item for item in self.items if item.own]


class CallForm(Form):
    """A form of one call; `offer` fills in what can be chosen."""

    def offer(self, known: Known) -> None:
        choices: Mapping[str, list[tuple[str, str]]] = {
            "item": [(item.key, _item_name(item)) for item in known.items],
            "own_item": [(item.key, item.label) for item in known.own],
            "link": [(str(link.id), _link_name(link)) for link in known.links],
            "any_link": [("", _("All")), *((str(link.id), _link_name(link)) for link in known.links)],
            "learner": [(str(person.id), _person_name(person)) for person in known.learners],
            "any_learner": [("", _("Everybody")), *((str(one.id), _person_name(one)) for one in known.learners)],
        }
        for name, found in choices.items():
            if name in self:
                self[name].choices = found  # type: ignore[attr-defined]

    @property
    def empty(self) -> bool:
        """Whether something has to be chosen of which there is none."""
        return any(isinstance(field, SelectField) and not field.choices for field in self)


def _limit() -> Any:
    return WholeNumberField(lazy("At most so many a page"), least=1, most=1000, required=False)


class TokensForm(CallForm):
    pass


class ItemsForm(CallForm):
    tag = TextField(lazy("Tag"), required=False, max_length=200)
    resource_id = TextField(lazy("Resource ID"), required=False, max_length=200)
    any_link = SelectField(lazy("Resource link"))
    limit = _limit()


class ItemForm(CallForm):
    item = SelectField(lazy("Line item"))


class CreateForm(CallForm):
    label = TextField(lazy("Label"), max_length=100, default=lazy("Conformance check"))
    maximum = WholeNumberField(lazy("Highest score"), least=1, most=1000, default=10)
    link = SelectField(
        lazy("Kept with the activity"), description=lazy("Here only; its link in the LMS stays as it is.")
    )


class UpdateForm(CallForm):
    own_item = SelectField(lazy("Line item"))
    label = TextField(lazy("New label"), max_length=100)
    maximum = WholeNumberField(lazy("Highest score"), least=1, most=1000, default=10)


class DeleteForm(CallForm):
    own_item = SelectField(lazy("Line item"))


class ScoreForm(CallForm):
    item = SelectField(lazy("Line item"))
    learner = SelectField(lazy("Learner"))
    score = DecimalField(lazy("Score"), least=0, most=1000)
    maximum = WholeNumberField(lazy("Out of"), least=1, most=1000, default=10)
    comment = TextField(lazy("Comment"), required=False, max_length=500)


class ResultsForm(CallForm):
    item = SelectField(lazy("Line item"))
    any_learner = SelectField(lazy("Learner"))


class MembersForm(CallForm):
    role = SelectField(
        lazy("Role"),
        choices={
            "": lazy("All"),
            f"{MEMBERSHIP}#Learner": lazy("Learner (address)"),
            f"{MEMBERSHIP}#Instructor": lazy("Instructor (address)"),
            "Learner": lazy("Learner (short, for Moodle)"),
            "Instructor": lazy("Instructor (short, for Moodle)"),
        },
    )
    any_link = SelectField(lazy("Resource link"))
    limit = _limit()


def _item_name(item: Item) -> str:
    label = item.label or _("without a name")
    return _("%(label)s (made here)", label=label) if item.own else label


def _link_name(link: Activity) -> str:
    return link.title or _("Activity %(number)s", number=link.id)


def _person_name(person: Person) -> str:
    return person.name or _("Person %(number)s", number=person.id)
