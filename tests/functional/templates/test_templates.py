"""Teachers take an activity along, start from templates, share their own, and take back what they loaded."""

import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from lti_tools.kit.activity_file import files
from lti_tools.kit.activity_file.tables import Template, TemplateComment, TemplateCredit, TemplateUse
from lti_tools.privacy.erasing import erase_person
from lti_tools.privacy.exporting import export_person
from lti_tools.store.tables.activities import Activity
from tests.functional.templates.conftest import other_school, second_course
from tests.support.pages import Page, faults
from tests.support.sessions import suite_of

PAGE = "-/templates/"
SOON = datetime.now(UTC) + timedelta(minutes=1)


@pytest.fixture
def teacher(course):
    return course.join("Tom Teacher", "instructor")


def exported(visitor, **query):
    answer = visitor.get(f"{PAGE}file", query_string=query)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return json.loads(answer.data)


def version(course):
    with course.database.read() as db:
        return db.get(Activity, course.school.activity_id).version


def settings(course):
    with course.database.read() as db:
        return db.get(Activity, course.school.activity_id).settings


def load(course, visitor, raw=None, **fields):
    data = {"version": version(course), **fields}
    if raw is not None:
        data["file"] = (io.BytesIO(raw), "x.json")
    return visitor.post(f"{PAGE}file", data, content_type="multipart/form-data")


def publish(visitor, title="Bees and rivers", summary="For any class"):
    answer = visitor.post(f"{PAGE}publish", {"title": title, "summary": summary})
    assert answer.status_code == 303, answer.text
    return answer.location.partition("template=")[2].partition("&")[0]


def test_a_downloaded_activity_loaded_elsewhere_is_the_same(course, teacher):
    course.set_up(question="**Which?**", most=2, results="live", points=7, graded=True)
    file = exported(teacher)
    other = second_course(course)
    colleague = other.join("Ursula", "instructor")
    assert load(other, colleague, json.dumps(file).encode()).status_code == 303
    assert exported(colleague) == file
    assert settings(other)["phases"]["vote"]["start"] == "hand"


def test_nobody_is_in_the_file(course, teacher):
    course.join("Ana Learner")
    course.vote("Ana Learner", "Bees")
    text = json.dumps(exported(teacher))
    assert not any(word in text for word in ("Ana", "Tom", "learner", "example", "person"))


def test_loading_is_taken_back_whole(course, teacher):
    course.set_up(closes_at="2031-05-06T07:08:00+00:00", results="live")
    before = settings(course)
    assert load(course, teacher, template="assignment-format").status_code == 303
    assert settings(course)["title"] == "How do we show what we have learnt?"
    page = Page(teacher.get(PAGE))
    assert "Take that back" in page.words
    answer = teacher.post("-/audit/undo", {**page.form("/audit/undo").data, "confirmed": "1"})
    assert "That is taken back" in teacher.follow(answer).text
    assert settings(course) == before
    assert "Take that back" not in Page(teacher.get(PAGE)).words


def test_what_somebody_changed_since_is_not_taken_back(course, teacher):
    load(course, teacher, template="assignment-format")
    form = Page(teacher.get(PAGE)).form("/audit/undo").data
    course.set_up(title="Changed by hand")
    answer = teacher.post("-/audit/undo", {**form, "confirmed": "1"})
    assert answer.status_code == 409
    assert settings(course)["title"] == "Changed by hand"


def test_a_page_from_before_a_colleagues_change_replaces_nothing(course, teacher):
    course.set_up(title="Changed by a colleague")
    data = {"version": version(course) - 1, "template": "assignment-format"}
    answer = teacher.post(f"{PAGE}file", data)
    assert answer.status_code == 409
    assert settings(course)["title"] == "Changed by a colleague"


@pytest.mark.parametrize("raw", [b"", b"not a file", b'{"format": "lti-tools/quests"}', b"x" * 2000])
def test_a_bad_file_changes_nothing_and_says_why(course, teacher, raw, monkeypatch):
    monkeypatch.setattr(files, "LARGEST", 1500)
    before = settings(course), version(course)
    answer = load(course, teacher, raw)
    assert answer.status_code == 422
    assert faults(Page(answer)) == []
    assert (settings(course), version(course)) == before


def test_a_file_does_not_replace_what_people_voted_on(course, teacher):
    course.vote("Ana", "Bees")
    before = settings(course)
    answer = load(course, teacher, template="assignment-format")
    assert answer.status_code in (409, 422)
    assert "these can be neither removed nor reworded" in Page(answer).words
    assert settings(course) == before


def test_a_published_template_is_there_for_the_platforms_teachers_and_for_nobody_else(course, teacher):
    key = publish(teacher)
    colleague = second_course(course).join("Ursula", "instructor")
    page = Page(colleague.get(PAGE))
    assert "Bees and rivers" in page.words
    assert "By Tom Teacher" in page.words
    assert colleague.get(f"{PAGE}one?template={key}").status_code == 200
    stranger = other_school(course).join("Sid", "instructor")
    assert "Bees and rivers" not in Page(stranger.get(PAGE)).words
    for path in ("one", "file"):
        assert stranger.get(f"{PAGE}{path}?template={key}").status_code == 404
    for path in ("file", "fork", "retire", "comment", "practice"):
        answer = stranger.post(f"{PAGE}{path}", {"template": key, "text": "Hello", "title": "Mine", "version": 1})
        assert answer.status_code == 404, path
    for role in ("learner", "observer"):
        visitor = course.join(f"Some {role}", role)
        assert visitor.get(f"{PAGE}one?template={key}").status_code == 403
        assert visitor.get(PAGE).status_code == 403


def test_an_activity_made_from_a_template_publishes_with_its_authors(course, teacher):
    key = publish(teacher)
    other = second_course(course)
    colleague = other.join("Ursula", "instructor")
    load(other, colleague, template=key)
    assert "Its authors are named with yours" in Page(colleague.get(f"{PAGE}publish")).words
    again = publish(colleague, "Bees for beginners")
    assert "By Tom Teacher, Ursula" in Page(teacher.get(f"{PAGE}one?template={again}")).words
    with course.database.read() as db:
        assert db.get(Template, int(again)).forked_from_id == int(key)


def test_a_copy_keeps_the_authors_and_can_be_retired_by_who_made_it(course, teacher):
    key = publish(teacher)
    colleague = second_course(course).join("Ursula", "instructor")
    answer = colleague.post(f"{PAGE}fork", {"template": key, "title": "Mine"})
    page = Page(colleague.follow(answer))
    assert page.heading == "Mine"
    assert "By Tom Teacher, Ursula" in page.words
    assert colleague.post(f"{PAGE}retire", {"template": key}).status_code == 404
    assert teacher.post(f"{PAGE}retire", {"template": key}).status_code == 303
    assert [one for one in Page(colleague.get(PAGE)).words.split("By ") if "Bees and rivers" in one] == []
    assert "not offered any more" in Page(teacher.get(f"{PAGE}one?template={key}")).words


def test_teachers_comment_and_remove_their_own(course, teacher):
    key = publish(teacher)
    colleague = second_course(course).join("Ursula", "instructor")
    assert colleague.post(f"{PAGE}comment", {"template": key, "text": "Worked <b>well</b>"}).status_code == 303
    page = teacher.get(f"{PAGE}one?template={key}").text
    assert "Worked &lt;b&gt;well&lt;/b&gt;" in page
    with course.database.read() as db:
        comment = db.scalar(select(TemplateComment.id))
    teacher.post(f"{PAGE}comment/remove", {"template": key, "comment": comment})
    assert "Worked" in teacher.get(f"{PAGE}one?template={key}").text
    colleague.post(f"{PAGE}comment/remove", {"template": key, "comment": comment})
    assert "Worked" not in teacher.get(f"{PAGE}one?template={key}").text


def test_publishing_warns_of_names_in_the_texts(course, teacher):
    course.join("Ana Learner")
    assert "name people of the course" not in Page(teacher.get(f"{PAGE}publish")).words
    course.set_up(question="Ask Ana Learner if you are not sure.")
    assert "Ana Learner" in Page(teacher.get(f"{PAGE}publish")).words


def test_assistants_look_and_download_and_change_nothing(course, teacher):
    key = publish(teacher)
    assistant = course.join("Alma", "assistant")
    for path in ("", "file", f"one?template={key}"):
        assert assistant.get(PAGE + path).status_code == 200
    before = settings(course)
    for path in ("file", "publish", "fork", "retire"):
        assert assistant.post(PAGE + path, {"template": key, "title": "x"}).status_code == 403
    assert settings(course) == before


def test_erasing_an_author_takes_the_name_and_leaves_the_template(course, teacher):
    key = publish(teacher)
    teacher.post(f"{PAGE}comment", {"template": key, "text": "Mine"})
    suite, tom = suite_of(course.app), course.people["Tom Teacher"]
    told = export_person(suite, tom)["kit"]["templates"]
    assert [one["title"] for one in told["templates"]] == ["Bees and rivers"]
    assert [one["text"] for one in told["comments"]] == ["Mine"]
    erase_person(suite, tom, SOON, actor="test")
    with course.database.read() as db:
        assert db.get(Template, int(key)).published_by is None
        assert db.scalar(select(func.count()).select_from(TemplateCredit)) == 0
        assert db.scalar(select(func.count()).select_from(TemplateComment)) == 0
    assert "Bees and rivers" in Page(course.join("Ursula", "instructor").get(PAGE)).words


def test_a_first_set_up_starts_from_a_template(course, teacher):
    with course.database.write() as db:
        activity = db.get(Activity, course.school.activity_id)
        activity.configured_at = None
        activity.settings = {}
    fresh = course.join("Tom Teacher", "instructor")
    page = Page(fresh.get("-/settings"))
    (address,) = (link for link in page.links if "template=assignment-format" in link)
    form = Page(fresh.get(address)).form("/-/settings")
    assert "A podcast" in dict(form.fields)["options"]
    answer = fresh.post("-/settings", form.data)
    assert answer.status_code == 303, answer.text
    assert settings(course)["options"][0] == "A written report"
    with course.database.read() as db:
        assert db.scalar(select(TemplateUse.template_id)) is None
