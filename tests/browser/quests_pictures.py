"""`python -m tests.browser.quests_pictures [folder] [--all] [--only=word]`: the pages of quests in the demo."""

from playwright.sync_api import Browser, expect

from lti_tools.demo.school import STUDENTS, TEACHER
from tests.support.pictures import Shot, main, visit
from tools.co_curriculum.demo_pictures import png

ANA, BEN, LAST = STUDENTS[0], STUDENTS[1], STUDENTS[5]
QUESTS = "The pond in spring"


def at(person: int, path: str, *, kept: bool = False, width: int = 1280) -> Shot:
    return Shot(person, f"/quests/{path}", QUESTS, kept, width)


PAGES = {
    # students
    "home": at(ANA, "", kept=True),
    "home-phone": at(ANA, "", kept=True, width=390),
    "home-begin": at(LAST, ""),
    "map": at(ANA, "map", kept=True),
    "quest": at(ANA, "quests/flip-ready", kept=True),
    "quest-closed": at(LAST, "quests/flip-here"),
    "team": at(ANA, "team", kept=True),
    "goal": at(ANA, "team/goals/flip-boss", kept=True),
    "goal-open": at(LAST, "team/goals/flip-boss"),
    "points": at(ANA, "points", kept=True),
    "what-if": at(ANA, "what-if?quest=flip-revise", kept=True),
    "my-badges": at(ANA, "badges", kept=True),
    "me": at(ANA, "me", kept=True),
    "classmates": at(BEN, "classmates"),
    "thanks": at(ANA, "thanks", kept=True),
    "help": at(ANA, "help"),
    # teachers
    "overview": at(TEACHER, "", kept=True),
    "queue": at(TEACHER, "queue", kept=True),
    "progress": at(TEACHER, "progress", kept=True),
    "battles": at(TEACHER, "battles", kept=True),
    "person": at(TEACHER, "people/4"),
    "award": at(TEACHER, "award", kept=True),
    "badges": at(TEACHER, "badges"),
    "badge-new": at(TEACHER, "badges/new", kept=True),
    "check-in": at(TEACHER, "check-in"),
    "class-code": at(TEACHER, "check-in/flip-code", kept=True),
    "grades": at(TEACHER, "grades", kept=True),
    "builder": at(TEACHER, "builder", kept=True),
    "chapter": at(TEACHER, "builder/chapters/flip-home"),
    "edit-quest": at(TEACHER, "builder/quests/flip-ready"),
    "opens": at(TEACHER, "builder/quests/flip-here/opens", kept=True),
    "objective": at(TEACHER, "builder/objectives/flip-question"),
    "goals": at(TEACHER, "builder/goals"),
    "edit-goal": at(TEACHER, "builder/goals/flip-boss"),
    "rules": at(TEACHER, "builder/rules", kept=True),
    "limits": at(TEACHER, "builder/limits"),
    "outside": at(TEACHER, "builder/outside"),
    "own-dates": at(TEACHER, "people/4/dates"),
    "preview": at(TEACHER, "builder/preview"),
    "publish": at(TEACHER, "builder/publish", kept=True),
    "results": at(TEACHER, "results"),
    "wall": Shot(TEACHER, "/-/overview/wall", QUESTS, True),
    "templates": Shot(TEACHER, "/-/templates/", QUESTS),
    "settings": Shot(TEACHER, "/-/settings", QUESTS),
}


def prepare(browser: Browser, lms: str) -> None:
    """The class code is shown, a chapter has a picture, and the draft is a little ahead of what is published."""
    with visit(browser, lms, TEACHER, activity=QUESTS) as teacher:
        frame = teacher.frame
        frame.goto(f"{teacher.base}/quests/check-in/flip-code")
        frame.locator("form[action$='/check-in/flip-code'] button").first.click()
        expect(frame.locator("form[action$='/hide'] button")).to_be_visible()
        frame.goto(f"{teacher.base}/quests/builder/chapters/flip-home")
        frame.locator("input[type=file]").set_input_files(
            {"name": "pond.png", "mimeType": "image/png", "buffer": png("stream")}
        )
        frame.get_by_label("What does the picture show?").fill("Drawing of water between two meadows")
        frame.get_by_role("button", name="Send").click()
        expect(frame.get_by_role("img", name="Drawing of water between two meadows")).to_be_visible()
        frame.goto(f"{teacher.base}/quests/builder/objectives/flip-note")
        frame.locator("input[name=points]").fill("12")
        frame.get_by_role("button", name="Save", exact=True).click()
        expect(frame.get_by_text("The draft is saved.")).to_be_visible()


if __name__ == "__main__":
    main("quests", PAGES, prepare)
