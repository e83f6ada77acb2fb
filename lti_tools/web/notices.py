"""What a page says after a redirect ("Your vote is saved"): a code in the address, its sentence in a table of the tool.

A code rather than a stored message: it needs no session, is gone with the next click, and cannot be used to put foreign
words on our pages. `notices.js` takes it out of the address so that a reload does not repeat it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask import Blueprint, current_app, request
from flask.sansio.app import App
from flask.sansio.blueprints import BlueprintSetupState

PARAMETER = "said"
"""`redirect(url_for(".home", said="vote-saved"))`."""
UNDO = "undo"
"""Beside `said`: the number of the record's entry that the toast offers to take back."""
_KEY = "lti_tools.notices"


class Tone(StrEnum):
    """How a message feels; colour, icon and role follow."""

    GOOD = "good"
    INFO = "info"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True)
class Notice:
    """A sentence shown once at the top of a page. `text` is `lazy(...)`, so it speaks the reader's language."""

    text: str
    tone: Tone = Tone.GOOD


def announce(blueprint: Blueprint, notices: Mapping[str, Notice]) -> None:
    """Make the codes of a blueprint's notices known to the app that registers it. Codes begin with the tool's slug."""

    @blueprint.record
    def add(state: BlueprintSetupState) -> None:
        known_notices(state.app).update(notices)


def known_notices(app: App) -> dict[str, Notice]:
    """The app's table of notices."""
    table: dict[str, Notice] = app.extensions.setdefault(_KEY, {})
    return table


def current_notices() -> list[Notice]:
    """The notices that this request's address names; unknown codes say nothing."""
    table = known_notices(current_app)
    return [table[code] for code in request.args.getlist(PARAMETER)[:3] if code in table]


def undo_number() -> str:
    """The entry that this address offers to take back, as its digits; empty for none."""
    number = request.args.get(UNDO, "")
    return number if number.isascii() and number.isdigit() and len(number) < 10 else ""
