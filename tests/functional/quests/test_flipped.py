"""The flipped cycle of the template: at home, ready, the challenge in class, revision that never costs anything."""

import json
import re
from pathlib import Path

import pytest

import tools.gamification
from tools.gamification.store import entries

HOME = "quests/"
TEMPLATE = Path(tools.gamification.__file__).parent / "starters" / "en" / "flipped-unit.json"


@pytest.fixture
def teacher(course):
    course.publish(json.loads(TEMPLATE.read_text("utf-8"))["content"]["line"])
    return course.join("Tom", "instructor")


def test_the_cycle_from_home_to_the_challenge_in_class_to_a_better_second_version(course, teacher):
    ana = course.join("Ana")

    def hand_in(key, **fields):
        return ana.post(f"{HOME}objectives/{key}", {f"{key}-{name}": value for name, value in fields.items()})

    def answer(score):
        (work,) = re.findall(r"/queue/(\d+)/accept", teacher.get(HOME + "queue").text)
        teacher.post(f"{HOME}queue/{work}/accept", {f"w{work}-score": str(score)})

    def stand(objective):
        return re.search(rf'data-stand="(\w+)" id="{objective}"', ana.get(HOME + "quests/flip-here").text)[1]

    assert hand_in("flip-question", text="Too early").status_code == 422
    hand_in("flip-note", text="Three sentences.")
    assert "I have read it" not in ana.get(f"{HOME}quests/flip-watch").text
    ana.post(f"{HOME}objectives/flip-word/code", {"flip-word-code": "Lighthouse"})
    assert stand("flip-code") == "locked"
    hand_in("flip-question", text="Clear: the eggs. Not clear: the ice.")
    answer(60)
    assert (stand("flip-code"), stand("flip-challenge")) == ("open", "locked")
    teacher.post(f"{HOME}check-in/flip-code")
    code = re.search(r"([A-Z0-9]{3}) ([A-Z0-9]{3})</p>", teacher.get(HOME + "check-in/flip-code").text)
    ana.post(f"{HOME}objectives/flip-code/check-in", {"flip-code-code": code[1] + code[2]})
    assert (stand("flip-code"), stand("flip-challenge")) == ("done", "open")
    me = course.people["Ana"]
    teacher.post(f"{HOME}tick-off", {"people": [me], "objective": "flip-challenge"})
    hand_in("flip-better", text="The ice floats, so the eggs below are warm enough.")
    with course.database.read() as db:
        before = entries.standings(db, course.activity)[me].xp
    (work,) = re.findall(r"/queue/(\d+)/return", teacher.get(HOME + "queue").text)
    teacher.post(f"{HOME}queue/{work}/return", {f"w{work}-comment": "Say why it floats."})
    with course.database.read() as db:
        assert entries.standings(db, course.activity)[me].xp == before
    hand_in("flip-better", text="Ice is lighter than water, so it floats and keeps the cold above.")
    answer(100)
    hand_in("flip-reflect", text="Next time I would watch the film twice.")
    with course.database.read() as db:
        done = entries.standings(db, course.activity)[me]
    assert {"flip-watch", "flip-ready", "flip-here", "flip-revise"} <= done.quests
