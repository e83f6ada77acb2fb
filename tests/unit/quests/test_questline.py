"""The questline as a value: read and written, changed, drawn, played, graded."""

import copy
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import tools.gamification
from lti_tools.kit.activity_file.files import parse
from tests.support.questlines import RIVER, objective, quest
from tools.gamification.domain.conditions.condition import ALWAYS, After, Failed, QuestDone
from tools.gamification.domain.conditions.linting import Fault
from tools.gamification.domain.evidence import Entry, Kind
from tools.gamification.domain.ledger import replay
from tools.gamification.domain.questline import editing
from tools.gamification.domain.questline.line import (
    CapRule,
    GradeRule,
    GradeWay,
    Objective,
    Quest,
    Way,
)
from tools.gamification.domain.questline.mapping import draw
from tools.gamification.domain.questline.playing import Stand, states, what_next, what_now
from tools.gamification.domain.questline.reading import LineInvalid, read
from tools.gamification.domain.questline.ruling import (
    cap_faults,
    counts_against,
    findings,
    grade_of,
    levels_of,
    most_xp,
    rules_of,
)
from tools.gamification.domain.questline.writing import without_dates, write
from tools.gamification.domain.rules import Window
from tools.gamification.service.building import faults_of
from tools.gamification.tool import tool

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
STARTERS = sorted((Path(tools.gamification.__path__[0]) / "starters").rglob("*.json"))


def done(key, at=NOW, score=100):
    return Entry(f"e-{key}-{at.isoformat()}-{score}", at, Kind.ACCEPTED, key, score)


def facts_of(line, *entries, now=NOW):
    return replay(rules_of(line, 1, "UTC"), entries, now).facts


def quests_of(line, *entries, works=None, now=NOW):
    return {one.quest.key: one for one in states(line, facts_of(line, *entries, now=now), works or {})}


# -- values


def test_a_questline_survives_the_way_through_json():
    line = read(RIVER)
    assert read(write(line)) == line
    assert write(read(write(line))) == write(line)


@pytest.mark.parametrize("path", STARTERS, ids=[f"{path.parent.name}-{path.stem}" for path in STARTERS])
def test_every_shipped_template_can_be_published_as_it_is(path):
    values = parse(tool, path.read_bytes()).values
    line = read(values["line"])
    faults = faults_of(line)
    assert (faults.findings, faults.caps, faults.empty) == ([], [], [])
    assert line.bosses, "a goal of all comes first"
    assert write(without_dates(line)) == write(line)


@pytest.mark.parametrize("path", STARTERS, ids=[f"{path.parent.name}-{path.stem}" for path in STARTERS])
def test_the_levels_of_a_template_lie_within_what_it_gives(path):
    line = read(parse(tool, path.read_bytes()).values["line"])
    third, *_, highest = levels_of(line).thresholds[2:]
    assert third <= most_xp(line) // 2
    assert highest <= most_xp(line)


def test_templates_are_the_same_questline_in_every_language():
    shapes = {}
    for path in STARTERS:
        line = read(parse(tool, path.read_bytes()).values["line"])
        keys = [(one.key, one.way, one.points) for _, one in line.objectives()]
        assert shapes.setdefault(path.stem, keys) == keys, path
    assert len(shapes) == 5


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda one: one.update(chapters={}), "chapters"),
        (lambda one: one.update(surprise=1), "surprise"),
        (lambda one: one["chapters"][0].pop("title"), "chapters/1/title"),
        (lambda one: one["chapters"][0].update(title=7), "chapters/1/title"),
        (lambda one: one["chapters"][0]["quests"][0].update(due_at="soon"), "chapters/1/quests/1/due_at"),
        (lambda one: one["chapters"][0]["quests"][0].update(due_at="2026-01-01T10:00"), "chapters/1/quests/1/due_at"),
        (lambda one: one["chapters"][0]["quests"][0].update(unlock={"if": 1}), "chapters/1/quests/1/unlock/"),
        (lambda one: one["chapters"][0]["quests"][0]["objectives"][0].update(way="wish"), "way"),
        (lambda one: one["chapters"][0]["quests"][0]["objectives"][0].update(points=-1), "points"),
        (lambda one: one["chapters"][0]["quests"][0]["objectives"][0].update(points=True), "points"),
        (lambda one: one["chapters"][1].update(key="home"), "key"),
        (lambda one: one["bosses"][0].update(most=60), "bosses/1/health_each"),
        (lambda one: one.update(levels={"curve": "hand", "thresholds": [0, 5, 5]}), "levels/thresholds"),
        (lambda one: one.update(grade={"way": "steps", "steps": [[10, 50], [20, 40]]}), "grade/steps"),
    ],
)
def test_what_is_no_questline_is_refused_and_the_place_is_named(change, path):
    values = copy.deepcopy(RIVER)
    change(values)
    with pytest.raises(LineInvalid) as refused:
        read(values)
    assert path in refused.value.path


def test_a_copy_depends_on_no_date():
    line = read(RIVER)
    dated = Quest(
        key="dated",
        title="Dated",
        opens_at=NOW,
        due_at=NOW,
        unlock=After(NOW),
        objectives=(Objective(key="x", title="X", way=Way.CODE, codes=("a",), codes_until=NOW),),
    )
    free = without_dates(editing.add_quest(line, "home", dated)).quest("dated")
    assert (free.opens_at, free.due_at, free.objectives[0].codes_until, free.unlock) == (None, None, None, ALWAYS)


# -- changes


def order(line):
    return [[quest.key for quest in chapter.quests] for chapter in line.chapters]


def test_a_quest_moves_within_its_chapter_and_at_the_edge_into_the_next():
    line = read(RIVER)
    assert order(line) == [["watch", "ready"], ["field", "side", "vote"]]
    assert order(editing.move(line, "ready", -1)) == [["ready", "watch"], ["field", "side", "vote"]]
    assert order(editing.move(line, "ready", 1)) == [["watch"], ["ready", "field", "side", "vote"]]
    assert order(editing.move(line, "field", -1)) == [["watch", "ready", "field"], ["side", "vote"]]
    assert editing.move(line, "watch", -1) == line
    assert order(editing.move(line, "class", -1)) == [["field", "side", "vote"], ["watch", "ready"]]


def test_a_quest_that_is_dragged_stands_where_it_was_put():
    line = read(RIVER)
    assert order(editing.move_into(line, "vote", "home", "ready")) == [["watch", "vote", "ready"], ["field", "side"]]
    assert order(editing.move_into(line, "watch", "class", "")) == [["ready"], ["field", "side", "vote", "watch"]]
    assert order(editing.move_into(line, "vote", "class", "field")) == [["watch", "ready"], ["vote", "field", "side"]]
    assert editing.move_into(line, "vote", "class", "vote") == line
    with pytest.raises(KeyError):
        editing.move_into(line, "vote", "nowhere", "")


def test_a_changed_part_keeps_what_is_in_it():
    line = read(RIVER)
    changed = editing.put(line, replace(line.quest("watch"), title="Look", objectives=()))
    assert changed.quest("watch").title == "Look"
    assert [one.key for one in changed.quest("watch").objectives] == ["notes", "word"]
    assert [one.key for one in editing.remove(line, "notes").quest("watch").objectives] == ["word"]
    assert editing.remove(line, "home").quest("watch") is None
    with pytest.raises(KeyError):
        editing.remove(line, "nothing")


# -- faults


def test_quests_that_wait_for_each_other_are_found_before_publishing():
    circle = {"chapters": [{"key": "c", "title": "C", "quests": [
        quest("a", objective("x"), unlock={"quest": "b"}),
        quest("b", objective("y"), unlock={"quest": "a"}),
        quest("d", objective("z"), unlock={"quest": "a"}),
    ]}]}  # fmt: skip
    found = findings(read(circle))
    assert [(one.fault, one.items) for one in found] == [(Fault.CIRCLE, ("a", "b")), (Fault.UNREACHABLE, ("d",))]
    assert faults_of(read(circle)).blocking


def test_a_limit_by_week_lies_over_what_can_be_repeated_and_leaves_the_rest():
    line = replace(read(RIVER), caps=(CapRule(points=5, window=Window.WEEK),))
    repeated = Objective(key="log", title="Log", way=Way.TEXT, points=5, once_per=Window.DAY)
    line = editing.add_objective(line, "watch", repeated)
    assert cap_faults(line) == []
    facts = facts_of(line, done("notes"), done("log"), done("log", NOW + timedelta(days=1)))
    assert facts.xp[""] == 15


# -- playing


def test_an_ordered_chapter_opens_quest_by_quest_and_says_what_is_missing():
    line = read(RIVER)
    before = quests_of(line)
    assert (before["watch"].stand, before["ready"].stand, before["field"].stand) == (
        Stand.OPEN,
        Stand.LOCKED,
        Stand.OPEN,
    )
    assert before["ready"].why.condition == QuestDone("watch")
    assert quests_of(line, done("notes"), done("word"))["ready"].stand is Stand.OPEN


def test_what_somebody_has_begun_never_shuts_again():
    line = read(RIVER)
    assert quests_of(line, done("check"))["ready"].stand is Stand.OPEN


def test_objectives_in_order_open_one_after_the_other():
    line = editing.put(read(RIVER), replace(read(RIVER).quest("watch"), ordered=True))
    assert [one.stand for one in quests_of(line)["watch"].objectives] == [Stand.OPEN, Stand.LOCKED]
    assert [one.stand for one in quests_of(line, done("notes"))["watch"].objectives] == [Stand.DONE, Stand.OPEN]


def test_some_of_the_objectives_are_enough_where_the_teacher_says_so():
    line = editing.put(read(RIVER), replace(read(RIVER).quest("watch"), enough=1))
    assert quests_of(line, done("word"))["watch"].stand is Stand.DONE


def test_a_second_way_opens_for_who_has_tried_twice_and_shuts_with_success():
    line = editing.add_quest(
        read(RIVER), "class", Quest(key="aid", title="Aid", unlock=Failed("notes", 100, 2), objectives=())
    )
    tries = [Entry(f"t{number}", NOW, Kind.ATTEMPT, "notes", 0) for number in range(2)]
    assert quests_of(line, tries[0])["aid"].stand is Stand.LOCKED
    assert quests_of(line, *tries)["aid"].stand is Stand.OPEN
    assert quests_of(line, *tries, done("notes"))["aid"].stand is Stand.LOCKED


@pytest.mark.parametrize(
    ("window", "begins"),
    [("day", "2026-03-28T23:00+00:00"), ("week", "2026-03-29T22:00+00:00")],  # clocks change that night
)
def test_what_can_be_repeated_counts_again_from_the_next_day_or_week_of_the_course(window, begins):
    line = read({"chapters": [{"key": "c", "title": "C", "quests": [quest("q", objective("walk", once_per=window))]}]})
    saturday = datetime(2026, 3, 28, 9, tzinfo=UTC)
    again = datetime.fromisoformat(begins)
    for now, wanted in ((saturday + timedelta(minutes=1), again), (again, None)):
        (found,) = states(line, facts_of(line, done("walk", saturday), now=now), {}, "Europe/Madrid")
        assert (found.objectives[0].again_at, found.objectives[0].can_act) == (wanted, wanted is None)


def test_what_came_back_stands_first_and_then_what_is_due_first():
    line = read(RIVER)
    line = editing.put(line, replace(line.quest("vote"), due_at=NOW + timedelta(days=1)))
    found = states(line, facts_of(line), {"sample": Stand.RETURNED})
    assert [one.quest.key for one in what_now(found)] == ["field", "vote", "watch", "side"]
    assert [one.quest.key for one in what_next(found)] == ["ready"]


# -- goals, map, grade


def test_only_what_somebody_else_has_seen_counts_against_a_boss():
    line = read(RIVER)
    assert counts_against(line, line.bosses[0]) == {"notes", "sample", "talk", "help"}


def test_on_the_map_every_quest_stands_below_what_it_waits_for():
    plan = draw(read(RIVER))
    row = {node.key: node.row for node in plan.nodes}
    assert ("watch", "ready") in plan.edges
    assert all(row[start] < row[end] for start, end in plan.edges)
    places = [(node.row, node.column) for node in plan.nodes]
    assert len(set(places)) == len(places)


@pytest.mark.parametrize("way", list(GradeWay))
def test_more_evidence_never_lowers_a_grade(way):
    rng = random.Random(str(way))
    steps = ((10, 30), (40, 60), (80, 100))
    line = replace(read(RIVER), grade=GradeRule(way=way, enough=4, steps=steps))
    keys = [one.key for _, one in line.objectives()]
    for _ in range(60):
        entries, last = [], grade_of(line).share(facts_of(line))
        for number in range(12):
            at = NOW + timedelta(hours=rng.randint(0, 400))
            kind = rng.choice([Kind.ACCEPTED, Kind.ACCEPTED, Kind.ATTEMPT, Kind.AWARD])
            key = "" if kind is Kind.AWARD else rng.choice(keys)
            entries.append(Entry(f"{number}", at, kind, key, rng.choice([0, 40, 100]), points=5))
            share = grade_of(line).share(facts_of(line, *entries))
            assert share >= last, (way, entries)
            assert 0 <= share <= 1
            last = share
