"""The base form of the suite: our words for every error, texts that databases can hold, a summary above the form."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import wtforms
from wtforms.fields.core import Field
from wtforms.meta import DefaultMeta

from lti_tools.errors import Refusal, SettingsRefused
from lti_tools.web.fields import (
    CheckboxesField,
    DecimalField,
    LinesField,
    LocalDateTimeField,
    LongTextField,
    TextField,
    WholeNumberField,
    clean_text,
)
from lti_tools.web.form_texts import Translations
from lti_tools.web.locale import gettext

__all__ = [
    "CheckboxesField",
    "DecimalField",
    "Form",
    "FormError",
    "LinesField",
    "LocalDateTimeField",
    "LongTextField",
    "Section",
    "TextField",
    "WholeNumberField",
    "clean_text",
    "error_summary",
    "refusals_shown_in",
    "sections_of",
]

LONGEST_TEXT = 20_000
"""For fields that set no limit of their own, in characters."""


class _Meta(DefaultMeta):
    csrf = False

    def get_translations(self, form: wtforms.form.BaseForm) -> Translations:
        return Translations()


class Form(wtforms.Form):
    """What every form of the suite extends. CSRF is checked before a view runs, not here (`web/csrf.py`)."""

    Meta = _Meta

    form_errors: list[str]

    shown_when: ClassVar[Mapping[str, str]] = {}
    """Field -> "other=value value": it matters only while the other field has one of the values, "on" or "off" for a
    checkbox; of several conditions, joined by "&", all hold. A script hides it else, and what stood in
    it is sent and kept all the same."""

    sections: ClassVar[tuple["Section", ...]] = ()
    """Parts of a long form, in the order of their fields; what stands in none comes as it is."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field that applies; texts that no database can hold and boundless ones are refused first.

        What cannot be stored and does not apply becomes the field's default.
        """
        super().validate(extra_validators)
        for field in self:
            problem = _unfit(field)
            if problem:
                field.errors = [problem]
            if field.errors and not self.applies(field.name):
                field.data, field.errors = field.object_data, []
        return not any(field.errors for field in self)

    def applies(self, name: str) -> bool:
        """Whether the field matters as the form is filled in (`shown_when`); of conditions joined by "&" all hold."""
        conditions = self.shown_when.get(name, "")
        return not conditions or all(self._holds(one) for one in conditions.split("&"))

    def _holds(self, condition: str) -> bool:
        other, _, values = condition.partition("=")
        value = self[other].data
        return ({True: "on", False: "off"}[value] if isinstance(value, bool) else str(value or "")) in values.split(" ")


@dataclass(frozen=True)
class Section:
    """A part of a long form under a title, folded away while none of `open_while` is ticked or filled in."""

    title: str
    """A `lazy` message."""
    fields: tuple[str, ...]
    open_while: tuple[str, ...] = ()
    """Names of fields, "vote-used" for one within a group."""


def sections_of(form: wtforms.form.BaseForm) -> list[tuple[str, list[Field], bool]]:
    """(title, fields, whether it is open) in the order of the form; fields of no section come under an empty title."""
    homes = {name: section for section in getattr(form, "sections", ()) for name in section.fields}
    found: list[tuple[str, list[Field], bool]] = []
    for field in form:
        section = homes.get(field.short_name)
        title = str(section.title) if section else ""
        if not found or found[-1][0] != title:
            found.append((title, [], section is None or _is_open(form, section)))
        found[-1][1].append(field)
    return found


def _is_open(form: wtforms.form.BaseForm, section: Section) -> bool:
    return any(form[name].errors for name in section.fields) or any(
        field_named(form, name).data for name in section.open_while
    )


@contextmanager
def refusals_shown_in(form: wtforms.form.BaseForm) -> Iterator[None]:
    """Turn a `Refusal` of the block into errors of `form`, beside the fields that it names; then look at `form.errors`.

    Put it around a transaction, which is rolled back.
    """
    try:
        yield
    except Refusal as refusal:
        named = refusal.fields if isinstance(refusal, SettingsRefused) else {}
        for name, text in named.items():
            field_named(form, name).errors = [text]
        if not named:
            form.form_errors = [refusal.reason]


def field_named(form: wtforms.form.BaseForm, name: str) -> Field:
    """A field of the form, or of a form within it: "vote-opens_at". Raises `KeyError`."""
    outer, _, inner = name.partition("-")
    field = form[outer]
    return field_named(field.form, inner) if inner and isinstance(field, wtforms.FormField) else form[name]


class FormError(NamedTuple):
    """One line of the error summary: the control to jump to (empty: the form as a whole) and what to mend."""

    target: str
    label: str
    text: str


def error_summary(form: wtforms.form.BaseForm) -> list[FormError]:
    """Every error of `form` in the order of its fields, nested forms and lists included."""
    whole = [FormError("", "", str(text)) for text in getattr(form, "form_errors", ())]
    return [*whole, *(error for field in form for error in _errors(field))]


def _errors(field: Field) -> Iterator[FormError]:
    inner: Iterable[Field] | None = None
    if isinstance(field, wtforms.FormField):
        inner = field.form
    elif isinstance(field, wtforms.FieldList):
        inner = field.entries
    for entry in inner or ():
        yield from _errors(entry)
    if isinstance(field.errors, dict):
        return
    for text in field.errors:
        if isinstance(text, (str, Exception)):
            yield FormError(target_of(field), str(field.label.text), str(text))


def target_of(field: Field) -> str:
    """The id of the first control of `field`: options of a group have ids of their own."""
    grouped = isinstance(field, (wtforms.RadioField, wtforms.FieldList)) or (
        isinstance(field, wtforms.SelectMultipleField) and not isinstance(field.widget, wtforms.widgets.Select)
    )
    return f"{field.id}-0" if grouped else str(field.id)


def _unfit(field: Field) -> str:
    texts = [value for value in field.raw_data or () if isinstance(value, str)]
    if any("\x00" in text or any("\ud800" <= char <= "\udfff" for char in text) for text in texts):
        return gettext("This text has a character that cannot be stored. Remove it, or type the text anew.")
    if any(len(text) > getattr(field, "max_length", LONGEST_TEXT) * 2 + 1000 for text in texts):
        return gettext("This text is too long.")
    return ""
