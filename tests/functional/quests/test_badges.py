"""Badges from their design to somebody outside who verifies them."""

import io
import json
from datetime import UTC, datetime

import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from lti_tools.web.csrf import FIELD, issue
from tests.support.sessions import suite_of
from tools.gamification.badges import store
from tools.gamification.openbadges.baking import unbake
from tools.gamification.openbadges.shape import BadgeRefused, Flaw
from tools.gamification.openbadges.verifying import Unreached, verify
from tools.gamification.service import ledger, teaching

DESIGN = {
    "name": "Helper",
    "description": "Helps others to learn.",
    "criteria": "The first quest, and twenty points.",
    "shape": "shield",
    "colour": "green",
    "symbol": "heart",
}


@pytest.fixture
def designed(course):
    """A badge for the talk in class: 30 points."""
    teacher = course.join("Tess", "instructor")
    answer = teacher.post("quests/badges/new", {**DESIGN, "points": "25"})
    assert answer.status_code == 303, answer.text
    course.join("Ann")
    return course


def tick(course, name: str, key: str = "talk") -> str:
    with course.database.write() as db:
        uid, _ = teaching.tick_off(
            db, course.activity, [course.people[name]], key, "", course.people["Tess"], datetime.now(UTC)
        )
    return uid


def awards(course, name: str) -> list[store.Held]:
    with course.database.read() as db:
        return store.held_by(db, course.activity, course.people[name])


def outside(course):
    """Fetching as anybody in the world would."""
    client = course.app.test_client()

    def fetch(url: str) -> bytes:
        assert url.startswith("https://tools.example/open/quests/"), url
        answer = client.get(url.removeprefix("https://tools.example"), headers={"Accept": "text/plain"})
        if answer.status_code != 200:
            raise Unreached(url)
        return answer.data

    return fetch


def test_a_badge_is_won_taken_along_and_verified_outside(designed):
    tick(designed, "Ann")
    (held,) = awards(designed, "Ann")
    ann = designed.join("Ann")
    page = ann.get(f"quests/badges/own/{held.award.id}").text
    assert "Nobody sees this badge" in page
    fetch, now = outside(designed), datetime.now(UTC)
    for kind in ("png", "svg", "jwt"):
        file = ann.get(f"quests/badges/own/{held.award.id}/{kind}")
        found = verify(unbake(file.data), fetch, now)
        assert found.achievement["name"] == "Helper"
        assert found.credential["issuer"]["name"] == "North"
        assert "Ann" not in json.dumps(found.credential)
    for address in (found.credential["issuer"]["id"], found.achievement["id"]):
        assert json.loads(fetch(address))["id"] == address
    assert Image.open(io.BytesIO(fetch(found.achievement["image"]["id"]))).size == (400, 400)


def test_a_badge_is_private_until_it_is_shown_and_old_links_die(designed):
    tick(designed, "Ann")
    (held,) = awards(designed, "Ann")
    ann, fetch = designed.join("Ann"), outside(designed)
    address = f"https://tools.example/open/quests/credentials/{held.award.uid}"
    with pytest.raises(Unreached):
        fetch(address)
    ann.post(f"quests/badges/own/{held.award.id}/show")
    first = link(ann, held)
    assert verify(fetch(address).decode(), fetch, datetime.now(UTC)).credential["id"] == address
    visitor = designed.app.test_client()
    page = visitor.get(first)
    assert "This badge is genuine" in page.text
    assert "Ann" not in page.text
    assert visitor.get(f"{first}/png").status_code == 200
    assert (
        visitor.get(address.removeprefix("https://tools.example"), headers={"Accept": "text/html"}).status_code == 303
    )
    ann.post(f"quests/badges/own/{held.award.id}/show")
    assert (visitor.get(first).status_code, visitor.get(link(ann, held)).status_code) == (404, 200)
    second = link(ann, held)
    ann.post(f"quests/badges/own/{held.award.id}/hide")
    assert visitor.get(second).status_code == 404
    ann.post(f"quests/badges/own/{held.award.id}/show")
    assert (visitor.get(second).status_code, visitor.get(link(ann, held)).status_code) == (404, 200)


def link(person, held) -> str:
    text = person.get(f"quests/badges/own/{held.award.id}").text
    return text.split("<code>https://tools.example")[1].split("</code>")[0]


def test_evidence_that_is_taken_back_takes_the_badge_back_everywhere(designed):
    uid = tick(designed, "Ann")
    (held,) = awards(designed, "Ann")
    jws = designed.join("Ann").get(f"quests/badges/own/{held.award.id}/jwt").text
    fetch = outside(designed)
    verify(jws, fetch, datetime.now(UTC))
    with designed.database.write() as db:
        teaching.retract(db, designed.activity, designed.people["Ann"], uid, "", None, datetime.now(UTC))
    assert awards(designed, "Ann") == []
    with pytest.raises(BadgeRefused) as refused:
        verify(jws, fetch, datetime.now(UTC))
    assert refused.value.flaw is Flaw.REVOKED
    tick(designed, "Ann")
    (again,) = awards(designed, "Ann")
    assert again.award.uid != held.award.uid


def test_a_badge_given_by_hand_stays_and_the_giving_can_be_undone(designed):
    teacher = designed.join("Tess", "instructor")
    with designed.database.read() as db:
        (badge,) = store.badges_of(db, designed.activity)
    given = teacher.post(
        f"quests/badges/{badge.id}/give", {"who": "some", "people": [str(designed.people["Ann"])], "reason": "For all."}
    )
    assert [one.award.reason for one in awards(designed, "Ann")] == ["For all."]
    uid = tick(designed, "Ann")
    with designed.database.write() as db:
        teaching.retract(db, designed.activity, designed.people["Ann"], uid, "", None, datetime.now(UTC))
    assert len(awards(designed, "Ann")) == 1
    number = given.location.split("undo=")[1].split("&")[0]
    teacher.post("-/audit/undo", {"number": number, "confirmed": "1"})
    assert awards(designed, "Ann") == []


def test_a_new_badge_is_given_to_who_has_earned_it_already_and_one_put_away_to_nobody(designed):
    tick(designed, "Ann")
    teacher = designed.join("Tess", "instructor")
    added = teacher.post("quests/badges/new", {**DESIGN, "name": "Late", "points": "1"})
    assert added.status_code == 303, added.text
    assert {one.badge.name for one in awards(designed, "Ann")} == {"Helper", "Late"}
    with designed.database.read() as db:
        late = next(one for one in store.badges_of(db, designed.activity) if one.name == "Late")
    teacher.post(f"quests/badges/{late.id}/retire")
    designed.join("Bob")
    tick(designed, "Bob")
    assert {one.badge.name for one in awards(designed, "Bob")} == {"Helper"}
    assert {one.badge.name for one in awards(designed, "Ann")} == {"Helper", "Late"}


def test_a_teacher_takes_a_badge_back_after_being_asked(designed):
    tick(designed, "Ann")
    teacher = designed.join("Tess", "instructor")
    with designed.database.read() as db:
        (badge,) = store.badges_of(db, designed.activity)
    address = f"quests/badges/{badge.id}/take/{designed.people['Ann']}"
    assert "Take this badge back?" in teacher.post(address).text
    assert len(awards(designed, "Ann")) == 1
    assert teacher.post(address, {"confirmed": "1"}).status_code == 303
    assert awards(designed, "Ann") == []


def png(side: int, noise: bool = False) -> bytes:
    out = io.BytesIO()
    picture = Image.effect_noise((side, side), 90) if noise else Image.new("RGB", (side, side // 2), "red")
    picture.save(out, "PNG")
    return out.getvalue()


def test_a_picture_of_the_teachers_own_is_taken_squared_and_baked(designed):
    teacher = designed.join("Tess", "instructor")
    with designed.database.read() as db:
        (badge,) = store.badges_of(db, designed.activity)
    saved = {**DESIGN, "points": "25", "picture": (io.BytesIO(png(900)), "own.png")}
    assert teacher.post(f"quests/badges/{badge.id}", saved).status_code == 303
    tick(designed, "Ann")
    (held,) = awards(designed, "Ann")
    ann = designed.join("Ann")
    shown = Image.open(io.BytesIO(ann.get(f"/open/quests/pictures/{badge.uid}").data))
    assert (shown.size, shown.getpixel((200, 200)), shown.getpixel((200, 2))[3]) == ((400, 400), (255, 0, 0, 255), 0)
    for kind in ("png", "svg"):
        verify(unbake(ann.get(f"quests/badges/own/{held.award.id}/{kind}").data), outside(designed), datetime.now(UTC))


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (png(2400, noise=True), "own.png", "This file is larger than 2"),
        (b"<svg/>", "own.svg", "Choose a file of one of these kinds"),
        (b"no picture", "own.png", "This is no PNG, JPEG or WebP picture."),
    ],
)
def test_a_picture_that_does_not_go_is_refused_with_a_clear_message(course, content, name, said):
    teacher = course.join("Tess", "instructor")
    fields = {**DESIGN, FIELD: issue(teacher.secret), "picture": FileStorage(io.BytesIO(content), name)}
    boundary, body = encode_multipart(fields)
    kind = f"multipart/form-data; boundary={boundary}"
    answer = teacher.client.post(
        f"{teacher.base}/quests/badges/new", data=body, content_type=kind, base_url="https://tools.example"
    )
    assert answer.status_code == 422
    assert said in answer.text
    assert "Helps others to learn." in answer.text


def test_what_wins_a_badge_is_shown_again_as_it_was_typed(course):
    teacher = course.join("Tess", "instructor")
    typed = {**DESIGN, "quests": ["watch", "ready", "field"], "enough": "2", "points": "7", "level": "2"}
    teacher.post("quests/badges/new", typed)
    with course.database.read() as db:
        (badge,) = store.badges_of(db, course.activity)
    assert badge.condition == {
        "all": [
            {"at_least": 2, "of": [{"quest": "watch"}, {"quest": "ready"}, {"quest": "field"}]},
            {"xp": 7},
            {"level": 2},
        ]
    }
    page = teacher.get(f"quests/badges/{badge.id}").text
    assert page.count("checked") == 3
    assert teacher.post("quests/badges/new", {**typed, "enough": "4"}).status_code == 422


def test_the_verification_page_reads_pictures_and_text_and_says_what_is_wrong(designed):
    tick(designed, "Ann")
    (held,) = awards(designed, "Ann")
    ann, visitor = designed.join("Ann"), designed.app.test_client()
    baked = ann.get(f"quests/badges/own/{held.award.id}/png").data
    jws = ann.get(f"quests/badges/own/{held.award.id}/jwt").text

    def told(**fields) -> str:
        return visitor.post("/open/quests/verify", data=fields).text

    assert "This badge is genuine" in told(badge=(io.BytesIO(baked), "b.png"))
    assert "This badge is genuine" in told(text=jws)
    assert "The signature does not fit" in told(text=jws[:-6] + "AAAAAA")
    assert "There is no badge in this picture" in told(badge=(io.BytesIO(png(20)), "b.png"))
    assert "neither a PNG" in told(text="hello")
    assert "Choose a picture or paste" in told()


def test_keys_that_have_been_rotated_still_verify_old_badges_and_their_lists(designed):
    tick(designed, "Ann")
    (held,) = awards(designed, "Ann")
    ann, fetch = designed.join("Ann"), outside(designed)
    old = ann.get(f"quests/badges/own/{held.award.id}/jwt").text
    keys = suite_of(designed.app).keys.beside("badges")
    first = keys.signing_kid(datetime.now(UTC))
    keys.ensure(datetime(2020, 1, 1, tzinfo=UTC))
    times = json.loads((keys.folder / "keys.json").read_text())
    for number, row in enumerate(times["keys"]):
        row["published_at"] = f"2020-01-0{number + 1}T00:00:00+00:00"
        row["signs_from"] = f"2020-02-0{number + 1}T00:00:00+00:00"
    (keys.folder / "keys.json").write_text(json.dumps(times))
    assert keys.signing_kid(datetime.now(UTC)) != first
    new = ann.get(f"quests/badges/own/{held.award.id}/jwt").text
    assert old != new
    for jws in (old, new):
        assert verify(jws, fetch, datetime.now(UTC)).credential["id"].endswith(held.award.uid)


def test_nobody_opens_somebody_elses_badge(designed):
    tick(designed, "Ann")
    (held,) = awards(designed, "Ann")
    bob = designed.join("Bob")
    for path in ("", "/png"):
        assert bob.get(f"quests/badges/own/{held.award.id}{path}").status_code == 404
    for deed in ("show", "hide"):
        assert bob.post(f"quests/badges/own/{held.award.id}/{deed}").status_code == 404


def test_replaying_everything_gives_the_same_badges(designed):
    tick(designed, "Ann")
    before = [one.award.uid for one in awards(designed, "Ann")]
    with designed.database.write() as db:
        from tools.gamification.store import lines

        ledger.recompute(db, lines.published(db, designed.activity), datetime.now(UTC))
    assert [one.award.uid for one in awards(designed, "Ann")] == before
