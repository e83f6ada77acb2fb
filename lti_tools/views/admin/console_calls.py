"""Which calls the console offers: form, words, what it asks before a write, and what runs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from lti_tools.admin.console import calls
from lti_tools.admin.console.calls import Desk
from lti_tools.errors import NotFound
from lti_tools.store.console import Item
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import Person
from lti_tools.views.admin import console_forms as forms
from lti_tools.views.admin.console_forms import CallForm, Known
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy

T = TypeVar("T")


@dataclass(frozen=True)
class Asked:
    """A form that is filled in rightly, with the rows that its choices stand for."""

    form: CallForm
    known: Known

    def __getitem__(self, name: str) -> Any:
        return self.form[name].data

    def item(self, name: str = "item") -> Item:
        return _one(item for item in self.known.items if item.key == self[name])

    def link(self, name: str = "link") -> Activity:
        return _one(link for link in self.known.links if str(link.id) == self[name])

    def learner(self, name: str = "learner") -> Person:
        return _one(person for person in self.known.learners if str(person.id) == self[name])

    @property
    def resource_link_id(self) -> str:
        return self.link("any_link").resource_link_id if self["any_link"] else ""


def _one(found: Iterable[T]) -> T:
    for row in found:
        return row
    raise NotFound


@dataclass(frozen=True)
class Call:
    """`question` is what a write asks before; reads have none. `service` is "ags", "nrps" or "" for both."""

    title: str
    numbers: str
    text: str
    form: type[CallForm]
    run: Callable[[Desk, Asked], str]
    button: str
    service: str = "ags"
    question: Callable[[Asked], tuple[str, str]] | None = None


def _tokens(desk: Desk, asked: Asked) -> str:
    return calls.ask_tokens(desk, calls.scopes_of(desk.place))


def _items(desk: Desk, asked: Asked) -> str:
    return calls.read_items(
        desk,
        tag=asked["tag"],
        resource_id=asked["resource_id"],
        resource_link_id=asked.resource_link_id,
        limit=asked["limit"],
    )


def _create(desk: Desk, asked: Asked) -> str:
    return calls.create_item(desk, activity_id=asked.link().id, label=asked["label"], maximum=asked["maximum"])


def _update(desk: Desk, asked: Asked) -> str:
    return calls.update_item(desk, asked.item("own_item"), label=asked["label"], maximum=asked["maximum"])


def _score(desk: Desk, asked: Asked) -> str:
    return calls.post_score(
        desk,
        asked.item(),
        sub=asked.learner().sub,
        score=asked["score"],
        maximum=asked["maximum"],
        comment=asked["comment"],
    )


def _results(desk: Desk, asked: Asked) -> str:
    sub = asked.learner("any_learner").sub if asked["any_learner"] else ""
    return calls.read_results(desk, asked.item(), sub=sub)


def _members(desk: Desk, asked: Asked) -> str:
    return calls.read_members(desk, role=asked["role"], resource_link_id=asked.resource_link_id, limit=asked["limit"])


def _create_question(asked: Asked) -> tuple[str, str]:
    return (
        _("Make a line item in the gradebook?"),
        _("Teachers of the course see the new column “%(label)s” until you delete it here.", label=asked["label"]),
    )


def _update_question(asked: Asked) -> tuple[str, str]:
    return _("Change this line item?"), _("It was made here, so no activity depends on it.")


def _delete_question(asked: Asked) -> tuple[str, str]:
    return _("Delete this line item?"), _("It was made here. Scores in it go with it.")


def _score_question(asked: Asked) -> tuple[str, str]:
    person = asked.learner()
    who = person.name or _("Person %(number)s", number=person.id)
    item = asked.item()
    if item.own:
        detail = _("%(name)s may see it in the column “%(label)s”, which was made here.", name=who, label=item.label)
    else:
        detail = _(
            "This is a real activity: the grade of %(name)s in the column “%(label)s” is replaced.",
            name=who,
            label=item.label,
        )
    return _("Send this score?"), detail


CALLS: dict[str, Call] = {
    "tokens": Call(
        lazy("Access tokens"),
        "C44, C45, C51",
        lazy("One token for each scope that launches have told."),
        forms.TokensForm,
        _tokens,
        lazy("Ask for tokens"),
        service="",
    ),
    "items": Call(
        lazy("List line items"),
        "C53, C58",
        lazy("All pages, filtered by the platform. Moodle takes no limit well."),
        forms.ItemsForm,
        _items,
        lazy("Read the list"),
    ),
    "item": Call(
        lazy("Read a line item"),
        "C54, C58",
        lazy("One that a launch told or that was made here."),
        forms.ItemForm,
        lambda desk, asked: calls.read_item(desk, asked.item()),
        lazy("Read it"),
    ),
    "create": Call(
        lazy("Make a line item"),
        "C52, C58",
        lazy("A column of its own, tied to no activity's link."),
        forms.CreateForm,
        _create,
        lazy("Make it"),
        question=_create_question,
    ),
    "update": Call(
        lazy("Change a line item"),
        "C54, C58",
        lazy("Reads it, changes what you say and sends everything back. Only items made here."),
        forms.UpdateForm,
        _update,
        lazy("Change it"),
        question=_update_question,
    ),
    "score": Call(
        lazy("Send a score"),
        "C55, C57, C58",
        lazy("At once and by hand, past the outbox."),
        forms.ScoreForm,
        _score,
        lazy("Send it"),
        question=_score_question,
    ),
    "results": Call(
        lazy("Read results"),
        "C56, C57, C58",
        lazy("What the gradebook holds, of everybody or of one learner."),
        forms.ResultsForm,
        _results,
        lazy("Read them"),
    ),
    "delete": Call(
        lazy("Delete a line item"),
        "C54",
        lazy("Only items made here."),
        forms.DeleteForm,
        lambda desk, asked: calls.delete_item(desk, asked.item("own_item")),
        lazy("Delete it"),
        question=_delete_question,
    ),
    "members": Call(
        lazy("Read the roster"),
        "C42–C49",
        lazy("Names and roles, all pages."),
        forms.MembersForm,
        _members,
        lazy("Read the roster"),
        service="nrps",
    ),
}
