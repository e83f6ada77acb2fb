"""Conditions: read, written, held, explained, and checked before anybody meets them."""

from datetime import UTC, datetime, timedelta

import pytest

from tools.gamification.domain.conditions.condition import ALWAYS, Badge, Condition, Done, Level, QuestDone, Xp
from tools.gamification.domain.conditions.explaining import explain
from tools.gamification.domain.conditions.linting import Fault, Finding, Item, lint
from tools.gamification.domain.conditions.reading import ConditionInvalid, read, read_monotone, write
from tools.gamification.domain.facts import ALL_SKILLS, Achieved, Facts

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
FACTS = Facts(
    NOW,
    objectives={
        "essay": Achieved(times=2, best=80, tries=3, first_at=NOW - timedelta(days=2), feedback_read=True),
        "quiz": Achieved(times=0, best=30, tries=2),
    },
    quests_done={"start": NOW - timedelta(days=1)},
    xp={ALL_SKILLS: 120, "maths": 40},
    level=2,
    badges=frozenset({"helper"}),
)
CASES = [
    ({"done": "essay"}, True),
    ({"done": "essay", "times": 3}, False),
    ({"done": "essay", "by": "2026-03-18T12:00:01+00:00"}, True),
    ({"done": "essay", "by": "2026-03-18T12:00:00+00:00"}, False),
    ({"done": "unheard-of"}, False),
    ({"quest": "start"}, True),
    ({"quest": "start", "by": "2026-03-01T00:00:00+00:00"}, False),
    ({"score": "essay", "at_least": 80}, True),
    ({"score": "essay", "at_least": 81}, False),
    ({"score": "quiz", "at_least": 1}, False),
    ({"xp": 120}, True),
    ({"xp": 41, "skill": "maths"}, False),
    ({"level": 2}, True),
    ({"badge": "helper"}, True),
    ({"feedback_read": "essay"}, True),
    ({"feedback_read": "quiz"}, False),
    ({"after": "2026-03-20T12:00:00+00:00"}, True),
    ({"before": "2026-03-20T12:00:00+00:00"}, False),
    ({"failed": "quiz", "below": 50, "tries": 2}, True),
    ({"failed": "quiz", "below": 50, "tries": 3}, False),
    ({"failed": "essay", "below": 50}, False),
    ({"all": [{"level": 2}, {"badge": "helper"}]}, True),
    ({"any": [{"level": 3}, {"badge": "helper"}]}, True),
    ({"at_least": 2, "of": [{"level": 3}, {"badge": "helper"}, {"xp": 500}]}, False),
    ({"not": {"level": 3}}, True),
]


@pytest.mark.parametrize(("value", "holds"), CASES, ids=str)
def test_a_condition_holds_or_not_and_is_written_as_it_was_read(value, holds):
    condition = read(value)
    assert condition.holds(FACTS) is holds
    assert write(condition) == value
    assert explain(condition, FACTS).met is holds


@pytest.mark.parametrize("value", [{"before": NOW.isoformat()}, {"not": {"level": 2}}, {"failed": "quiz", "below": 50}])
def test_what_can_turn_false_again_is_no_rule_for_badges_or_grades(value):
    with pytest.raises(ConditionInvalid, match="not-monotone at /0"):
        read_monotone({"any": [value]})


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (None, "no-condition"), ([], "no-condition"), ({}, "unknown-kind"), ({"wish": 1}, "unknown-kind"),
        ({"done": ""}, "no-key"), ({"done": 7}, "no-key"), ({"done": "a", "times": 0}, "number-outside"),
        ({"done": "a", "extra": 1}, "unknown-field"), ({"score": "a", "at_least": 101}, "number-outside"),
        ({"score": "a"}, "number-outside"), ({"xp": True}, "number-outside"), ({"level": 1}, "number-outside"),
        ({"after": "soon"}, "no-instant"), ({"after": "2026-01-01T00:00:00"}, "no-zone"), ({"all": []}, "no-parts"),
        ({"all": {}}, "no-parts"), ({"at_least": 3, "of": [{"level": 2}]}, "number-outside"),
        ({"not": {"not": 5}}, "no-condition"),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_no_condition_is_refused_with_a_reason(value, code):
    with pytest.raises(ConditionInvalid) as caught:
        read(value)
    assert caught.value.code == code


def test_a_condition_too_deep_or_too_large_is_refused():
    deep: object = {"level": 2}
    for _ in range(20):
        deep = {"not": deep}
    for value in (deep, {"any": [{"level": 2}] * 500}):
        with pytest.raises(ConditionInvalid, match="too-large"):
            read(value)


def test_an_explanation_counts_what_is_still_open():
    found = explain(read({"all": [{"badge": "helper"}, {"score": "quiz", "at_least": 60}, {"xp": 200}]}), FACTS)
    assert (found.reached, found.wanted, found.open) == (1, 3, 2)
    assert [(part.reached, part.wanted, part.open) for part in found.open_parts] == [(30, 60, 30), (120, 200, 80)]


def quest(key: str, opens: Condition = ALWAYS, **more: object) -> Item:
    return Item(key, opens, {f"{key}-task": 1}, xp={ALL_SKILLS: 50}, **more)  # type: ignore[arg-type]


def test_quests_that_wait_for_each_other_are_a_circle_and_what_waits_for_them_is_out_of_reach():
    items = [
        quest("a"),
        quest("b", QuestDone("d")),
        quest("c", Done("b-task")),
        quest("d", read({"all": [{"quest": "c"}, {"quest": "a"}]})),
        quest("e", QuestDone("b")),
    ]
    assert lint(items, levels=5) == [Finding(Fault.CIRCLE, ("b", "c", "d")), Finding(Fault.UNREACHABLE, ("e",))]


def test_a_second_way_round_a_circle_is_no_circle():
    items = [quest("a"), quest("b", read({"any": [{"quest": "c"}, {"quest": "a"}]})), quest("c", QuestDone("b"))]
    assert lint(items, levels=5) == []


@pytest.mark.parametrize(
    "opens",
    [
        Xp(101), Level(6), Done("a-task", times=2),
        read({"all": [{"quest": "a"}, {"not": {"quest": "a"}}]}),
        read({"all": [{"after": "2026-05-02T00:00:00+00:00"}, {"before": "2026-05-01T00:00:00+00:00"}]}),
    ],
    ids=str,
)  # fmt: skip
def test_what_can_never_hold_is_found(opens):
    assert lint([quest("a"), quest("b", opens)], levels=5) == [Finding(Fault.IMPOSSIBLE, ("b",))]


def test_names_that_the_questline_does_not_have_are_told():
    items = [quest("a", read({"any": [{"done": "nothing"}, {"badge": "gone"}, {"quest": "a"}]}))]
    assert lint(items, levels=5)[0] == Finding(Fault.UNKNOWN, ("a",), ("gone", "nothing"))


def test_a_quest_that_waits_for_a_badge_of_its_own_points_is_a_circle():
    items = [quest("a", Badge("rich")), Item("rich", Xp(10), badge=True)]
    assert [one.fault for one in lint(items, levels=5)] == [Fault.UNREACHABLE, Fault.UNREACHABLE]
