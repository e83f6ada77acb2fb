"""The coach against comments that people labelled: it may miss some, it must seldom be wrong."""

import pytest

from lti_tools.pure.coach.coach import LANGUAGES, look
from tests.support.coach_corpus import LABELS, PARTS, comments, count

CASES = [(language, part, label) for language in LANGUAGES for part in PARTS for label in LABELS]


def test_the_coach_reads_the_four_languages():
    assert LANGUAGES == ("en", "es", "ru", "uz")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_its_comments(language: str):
    both = [comment for part in PARTS for comment in comments(language, part)]
    assert len(both) >= 200
    assert len({comment.text for comment in both}) == len(both)
    for part in PARTS:
        assert sum(comment.vague for comment in comments(language, part)) >= 25
        assert sum(comment.harsh for comment in comments(language, part)) >= 15


@pytest.mark.parametrize(("language", "part", "label"), CASES)
def test_the_coach_meets_its_targets(language: str, part: str, label: str):
    counts = count(language, part, label)
    assert counts.precision >= 0.8, counts
    assert counts.recall >= 0.5, counts


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_harsh_is_shown_where_it_stands(language: str):
    for comment in comments(language, "tuned"):
        found = look(comment.text, language)
        for finding in found.findings if found else ():
            if finding.end:
                assert 0 <= finding.start < finding.end <= len(comment.text)
                assert comment.text[finding.start : finding.end].strip()
