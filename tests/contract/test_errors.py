"""Every error that people can meet has words."""

from collections.abc import Iterator

import pytest

from lti_tools import errors
from lti_tools.errors import SuiteError
from lti_tools.views.error_texts import TEXTS, UNKNOWN
from lti_tools.views.errors import words_of

LATER = (errors.SettingInvalid, errors.RotationUnderWay, errors.SchemaUnfit)
"""Told to operators at the command line, never on a page."""


def classes_below(kind: type[SuiteError]) -> Iterator[type[SuiteError]]:
    for one in kind.__subclasses__():
        if one.__module__.startswith("lti_tools"):
            yield one
            yield from classes_below(one)


@pytest.mark.parametrize(
    "kind", sorted(set(classes_below(SuiteError)), key=lambda one: one.code), ids=lambda one: one.code
)
def test_every_error_has_words(kind: type[SuiteError]):
    if kind not in LATER and not issubclass(kind, errors.Refusal):
        assert (
            kind.code in ("launch-refused", "session-refused", "access-refused", "registration-refused")
            or words_of(kind) is not UNKNOWN
        )


def test_no_words_are_left_for_errors_that_are_gone():
    codes = {kind.code for kind in classes_below(SuiteError)}
    assert {code for code in TEXTS if not code.startswith("http-")} - codes == set()
