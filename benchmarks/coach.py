"""The writing coach: precision and recall on the labelled comments, by language and part; what a long one costs."""

import time
from collections.abc import Iterator

from benchmarks.figures import Figure
from lti_tools.pure.coach.coach import LANGUAGES, look
from lti_tools.pure.coach.languages import language_of
from tests.support.coach_corpus import LABELS, PARTS, Counts, comments, count

PRECISION, RECALL = 0.8, 0.5
LONG = 5000
"""Characters of a long comment."""
ROUNDS = 200
SLOWEST = 100.0
"""Milliseconds, 95th percentile."""


def run() -> Iterator[Figure]:
    for language in LANGUAGES:
        for part in PARTS:
            yield Figure(f"{language} {part}: comments", len(comments(language, part)), "")
            for label in LABELS:
                yield from _shares(f"{language} {part} {label}", count(language, part, label))
    for language in LANGUAGES:
        yield Figure(f"{language}: a comment of {LONG} characters, p95", _p95(language), "ms", most=SLOWEST)


def _shares(name: str, counts: Counts) -> Iterator[Figure]:
    yield Figure(f"{name}: precision", counts.precision, "", least=PRECISION)
    yield Figure(f"{name}: recall", counts.recall, "", least=RECALL)


def _p95(language: str) -> float:
    """Milliseconds to tell the language of a long text and look at it; each round another text."""
    texts = [comment.text for comment in comments(language, "tuned")]
    times = []
    for number in range(ROUNDS):
        turned = texts[number % len(texts) :] + texts[: number % len(texts)]
        long = " ".join(turned)[:LONG]
        began = time.perf_counter()
        look(long, language_of(long, language), ["structure and sources", "clear argument"])
        times.append(time.perf_counter() - began)
    return sorted(times)[int(0.95 * ROUNDS)] * 1000
