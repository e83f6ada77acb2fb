import random
import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tools.pure.similarity import fingerprints, likenesses, normal_words, shared_passages

WORDS = ("river", "stone", "cloud", "maple", "engine", "signal", "theory", "garden", "bridge", "copper", "mirror")


def essay(seed: int, length: int = 120) -> str:
    rng = random.Random(seed)
    return " ".join(rng.choice(WORDS) + str(rng.randrange(30)) for _ in range(length))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Qoʻshiq — oʼquvchi maʼnosi", "QO'SHIQ: o‘quvchi, ma’nosi!"),
        ("Ёлка зелёная и высокая", "елка Зеленая И ВЫСОКАЯ"),
        ("El niño comió rápidamente", "EL NINO comio rapidamente"),
        ("the cоpied wоrd", "the copied word"),
        ("Ａ wide letter", "a wide letter"),
    ],
)
def test_a_word_is_the_same_however_it_is_typed(one: str, other: str):
    assert [word for word, _ in normal_words(one)] == [word for word, _ in normal_words(other)]


def test_short_i_of_russian_is_a_letter_of_its_own():
    assert [word for word, _ in normal_words("мой мои")] == ["мой", "мои"]
    assert normal_words(unicodedata.normalize("NFD", "мой"))[-1][0] == "мой"


def test_a_copied_half_is_found_and_unrelated_texts_are_not():
    own, other = essay(1), essay(2)
    half = " ".join(own.split()[:60]) + " " + essay(3, 60)
    found = likenesses([own, other, half])
    assert [(one.first, one.second) for one in found] == [(0, 2)]
    assert 0.4 < found[0].containment < 0.6
    assert 0.25 < found[0].jaccard < 0.4
    assert found[0].shared == 56


def test_what_the_task_says_counts_nowhere():
    task = essay(9, 40)
    works = [f"{task} {essay(seed, 30)}" for seed in range(3)]
    assert len(likenesses(works)) == 3
    assert likenesses(works, known=[task]) == []


def test_empty_and_short_texts_are_no_trouble():
    assert likenesses([]) == []
    assert likenesses(["", "", "one two", "One, two!"])[0].containment == 1
    assert len(likenesses(["", "", "one two", "One, two!"])) == 1
    assert len(fingerprints("")) == len(fingerprints("", window=4)) == 0
    assert shared_passages("", "anything at all") == ([], [])
    with pytest.raises(ValueError):
        fingerprints("x", size=0)


@given(st.integers(0, 10**6), st.integers(2, 8))
def test_winnowing_sees_every_shared_run_that_is_long_enough(seed: int, window: int):
    rng = random.Random(seed)
    run = essay(seed + 1, 5 + window - 1)
    texts = [f"{essay(seed + 2, rng.randrange(40))} {run} {essay(seed + 3, rng.randrange(40))}" for _ in range(2)]
    one, other = (fingerprints(text, window=window) for text in texts)
    assert len(np.intersect1d(one, other)) > 0


def test_shared_passages_are_shown_where_they_stand():
    first = "Here I begin. The quick brown fox jumps over the lazy dog! And I end."
    second = "Quite another start, “the quick, brown fox jumps over the lazy dog” it says"
    ours, theirs = shared_passages(first, second)
    assert [first[one.start : one.end] for one in ours] == ["The quick brown fox jumps over the lazy dog"]
    assert [second[one.start : one.end] for one in theirs] == ["the quick, brown fox jumps over the lazy dog"]
