"""The part of the settings form about who learns whose name."""

from typing import Any

from wtforms import BooleanField

from lti_tools.web.locale import lazy


def author_hidden_field() -> Any:
    return BooleanField(
        lazy("Reviewers do not learn whose work it is"),
        default=True,
        description=lazy("Names in files are taken out too. Students read this before they hand in."),
    )


def reviewer_hidden_field() -> Any:
    return BooleanField(
        lazy("Authors do not learn who reviewed"),
        default=True,
        description=lazy("You always see who wrote what."),
    )


def reveal_field() -> Any:
    return BooleanField(
        lazy("I may tell the names once reviewing is over"),
        description=lazy("Nothing is told by itself, and what is told cannot be taken back. Students read this first."),
    )
