"""An entry in words: what happened, by whom, and each value as it was and became."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lti_tools.kit.audit.actions import Action, Entry
from lti_tools.kit.audit.own import FILLED_IN, SETTINGS
from lti_tools.launches import current_launch
from lti_tools.suite import current_suite
from lti_tools.web.formats import format_instant, format_number
from lti_tools.web.locale import gettext as _

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
LONGEST = 300
"""Characters of one value on the page."""


@dataclass(frozen=True)
class Change:
    """One value of an entry; `before` is None where there is only one side to tell."""

    label: str
    before: str | None
    after: str


@dataclass(frozen=True)
class Line:
    """One row of the page."""

    entry: Entry
    title: str
    who: str
    about: str
    changes: tuple[Change, ...]
    why_not: str
    """Empty where it can be taken back."""


def line_of(entry: Entry, known: Mapping[str, Action]) -> Line:
    """What the page shows of an entry; the code stands for the words of a tool that is gone."""
    action = known.get(entry.action)
    title, labels = (str(action.title), _labels(action)) if action else (entry.action, {})
    undone = known.get(entry.subject.get("action", "")) if entry.undoes else None
    if undone:
        title = _("Taken back: %(deed)s", deed=str(undone.title))
    return Line(
        entry=entry,
        title=title,
        who=_who(entry),
        about=_about(entry),
        changes=tuple(_changes(entry, labels)),
        why_not=str(action.why_not) if action and not action.undo else "" if action else _("Its tool is gone."),
    )


def _who(entry: Entry) -> str:
    if entry.doer_id is not None:
        return entry.doer or _("Person %(number)s", number=entry.doer_id)
    return _("By itself, at its time") if entry.by_clock else _("Erased person")


def _about(entry: Entry) -> str:
    if entry.about_id is not None:
        return entry.about or _("Person %(number)s", number=entry.about_id)
    return _("Erased person") if entry.about_erased else ""


def _labels(action: Action) -> dict[str, str]:
    if action.code in (SETTINGS, FILLED_IN):
        tool = current_suite().tool(current_launch().tool)
        return {field.name: str(field.label.text) for field in tool.settings_form()} if tool else {}
    return {name: str(label) for name, label in action.labels.items()}


def _changes(entry: Entry, labels: Mapping[str, str]) -> list[Change]:
    found = [Change(labels[name], None, show(value)) for name, value in entry.subject.items() if name in labels]
    for name in {**entry.before, **entry.after}:
        if name in labels:
            before = show(entry.before[name]) if name in entry.before else None
            found.append(Change(labels[name], before, show(entry.after.get(name))))
    return found


def show(value: Any) -> str:
    """A stored value for people: instants in their zone, yes and no, lists with semicolons."""
    if value is None or value == "" or value == []:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (int, float)):
        return format_number(value)
    if isinstance(value, list):
        return _short("; ".join(show(one) for one in value))
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        return format_instant(datetime.fromisoformat(value))
    return _short(str(value))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
