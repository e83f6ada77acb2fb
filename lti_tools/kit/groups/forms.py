"""Forms of groups: a new set, a set's settings, a list to import, facts about students."""

from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, RadioField

from lti_tools.kit.groups.terms import Source
from lti_tools.web.forms import Form, LocalDateTimeField, LongTextField, TextField, WholeNumberField
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy, reader

LONGEST_LIST = 300_000
OLD_CODES = {"ru": "cp1251", "uz": "cp1251"}
"""How spreadsheets write files that are no UTF-8, by the reader's language; elsewhere cp1252."""
LMS = "lms:"
"""Begins the choice of one of the LMS's sets."""


def sent_table() -> MultiDict[str, str]:
    """This request's form; a file that was chosen stands in for what is typed in `table`."""
    fields = MultiDict(request.form)
    file = request.files.get("file")
    content = file.read(4 * LONGEST_LIST + 1) if file is not None else b""
    if content:
        fields["table"] = decoded(content)
    return fields


def decoded(content: bytes) -> str:
    """The text of a file in the codes that spreadsheets write."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode(OLD_CODES.get(reader().language, "cp1252"), "replace")


class NewSetForm(Form):
    """A new set of groups."""

    name = TextField(lazy("Name of the set"), max_length=100, description=lazy("For example “Project teams”."))
    source = RadioField(lazy("Who puts students into groups?"), default=Source.HAND)
    groups = WholeNumberField(lazy("How many groups?"), least=0, most=200, required=False, default=4)
    capacity = WholeNumberField(
        lazy("Places in each group"),
        least=1,
        most=500,
        required=False,
        description=lazy("Leave this empty for no limit."),
    )

    def __init__(self, lms_sets: list[str], formdata: Any = None) -> None:
        super().__init__(formdata)
        self.source.choices = {
            Source.HAND: _("I do: by hand, from a list, or with the group maker"),
            Source.SIGN_UP: _("Students sign up themselves"),
            **{
                LMS + name: _("The LMS: its groups “%(name)s”, kept in step", name=name)
                if name
                else _("The LMS: its groups, kept in step")
                for name in lms_sets
            },
        }


class SettingsForm(Form):
    """What holds for a whole set; its groups and roles are rows of their own on the page."""

    name = TextField(lazy("Name of the set"), max_length=100)
    signup_open = BooleanField(
        lazy("Students may sign up, change and leave"),
        description=lazy("Who comes when a group is full waits in line and moves up by itself."),
    )
    signup_until = LocalDateTimeField(
        lazy("Sign-up closes"), description=lazy("Leave this empty to close sign-up by hand.")
    )
    more = WholeNumberField(lazy("Add so many groups"), least=0, most=100, required=False)
    weekly = BooleanField(
        lazy("Roles go on to the next person every Monday"),
        description=lazy("Otherwise they go on when you say so."),
    )


class ImportForm(Form):
    """A list of students with their groups."""

    table = LongTextField(
        lazy("The list"),
        max_length=LONGEST_LIST,
        rows=10,
        description=lazy(
            "One student a line: e-mail, name or LMS id, then the group, with a comma, semicolon or tab between. A "
            "first line with the names of the columns may be there. Copied from a spreadsheet it works too."
        ),
    )
    others_leave = BooleanField(lazy("Students who are not in the list leave their group"))


class FactsForm(Form):
    """A table of what is known about students."""

    table = LongTextField(
        lazy("What do you know about your students?"),
        max_length=LONGEST_LIST,
        rows=6,
        description=lazy(
            "A table with names of columns in the first line: e-mail, name or LMS id, then a column for each fact, "
            "such as maths, role, district. Numbers are balanced, words are spread. Only teachers see this."
        ),
    )
