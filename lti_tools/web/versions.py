"""Two tabs, or two people, with the same form: nobody's text is lost, and only what both changed is asked about.

A form carries what it was made from: the version of the thing and a digest of each field (`made_from`). When it comes
back to a newer version, `settle` takes over what the other one changed and this person did not touch, keeps what only
this person changed, and returns the fields that both changed. The page shows those side by side
(`lti/macros/versions.html`) and keeps what was typed in the form, to choose or to put together.

    stored = SettingsForm(data=...)                      # as it is stored now
    clashes = settle(form, stored, read_of(request.form), version, request.form.getlist(TAKE))
    if clashes:
        return render_template(..., clashes=clashes, made_from=made_from(stored, version)), 409
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import wtforms
from wtforms.fields.core import Field

from lti_tools.web.formats import format_instant
from lti_tools.web.locale import gettext as _

FIELD, TAKE = "version", "take"
"""The hidden field with what the form was made from; the ticked names of fields whose stored value shall stand."""
_MOST_FIELDS = 300


@dataclass(frozen=True)
class Read:
    """What a form was made from; without digests every field that differs counts as changed by both."""

    version: int
    digests: Mapping[str, str] = field(default_factory=dict)


UNKNOWN = Read(-1)


@dataclass(frozen=True)
class Clash:
    """One field that both changed: how it is stored now, and what this person typed."""

    name: str
    label: str
    theirs: str
    mine: str


def made_from(form: wtforms.form.BaseForm, version: int) -> str:
    """For the hidden field of a form that shows what is stored as `version`. `form` has no draft filled in."""
    return f"{version}:" + ",".join(f"{one.name}={_digest(one)}" for one in form if one.name)


def read_of(said: Mapping[str, str]) -> Read | None:
    """What came back in the hidden field, None where there was none; nonsense is a version that nothing has."""
    if FIELD not in said:
        return None
    version, _colon, listed = said.get(FIELD, "").partition(":")
    if not (version.isascii() and version.isdigit() and len(version) < 10):
        return UNKNOWN
    pairs = [one.partition("=") for one in listed.split(",")[:_MOST_FIELDS]]
    return Read(int(version), {name: digest for name, sign, digest in pairs if sign})


def settle(
    form: wtforms.form.BaseForm,
    stored: wtforms.form.BaseForm,
    read: Read | None,
    version: int,
    take: Collection[str] = (),
) -> list[Clash]:
    """Bring a form that came back in line with what is stored as `version`; the fields that both changed.

    Changes `form`: fields in `take`, and those that only the other one changed, get the stored value. Call it before
    `validate`. `read` None: the form says nothing of its origin and is taken as it came.
    """
    clashes = []
    for one in form:
        theirs = stored[one.name]
        if one.name in take:
            adopt(one, theirs)
        elif read is not None and read.version != version and _digest(one) != _digest(theirs):
            before = read.digests.get(one.name)
            if before == _digest(one):
                adopt(one, theirs)
            elif before != _digest(theirs):
                clashes.append(Clash(one.name, str(one.label.text), _shown(theirs), _shown(one)))
    return clashes


def adopt(one: Field, theirs: Field) -> None:
    """Give a field the value of its stored twin, as if it had come so."""
    one.process(None, theirs.data)
    one.raw_data = [theirs._value()] if hasattr(theirs, "_value") else None


def _digest(one: Field) -> str:
    return hashlib.sha256(json.dumps(_plain(one.data), sort_keys=True).encode()).hexdigest()[:12]


def _plain(value: Any) -> Any:
    """One spelling of what means the same: nothing, instants, lists."""
    if value is None or value is False or value == "" or value == []:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="minutes")
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    return value if isinstance(value, (bool, int, str)) else str(value)


def _shown(one: Field) -> str:
    value = one.data
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return format_instant(value)
    chosen = value if isinstance(value, (list, tuple)) else [value]
    words = _choices(one)
    return "\n".join(words.get(str(each), str(each)) for each in chosen if each not in (None, "")) or "–"


def _choices(one: Field) -> dict[str, str]:
    """Value -> words of a field that chooses among some."""
    if not isinstance(one, wtforms.SelectFieldBase) or not getattr(one, "choices", None):
        return {}
    return {str(option.data): str(option.label.text) for option in one}
