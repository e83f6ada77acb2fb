"""Comments under the options of a vote as people meet them: writing, the pause, reporting, deciding, appealing."""

import json
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise

import pytest
from sqlalchemy import event, select

from lti_tools.kit.comments.tables import Comment
from lti_tools.kit.pseudonyms.pseudonyms import Veil
from lti_tools.web import csrf
from tests.support.pages import Page
from tests.support.sessions import suite_of


@pytest.fixture
def talking(course):
    """The course's vote with comments on; the address of the thread below its first option."""
    course.set_up(comments=True)
    (option,) = course.ids("Robots")
    return f"-/comments/on/option/{option}"


def say(visitor, thread, text, **more):
    """Send a comment through the form of the thread's page; the page after it."""
    form = Page(visitor.get(thread)).form(thread)
    return visitor.post(form.action, {**form.data, "text": text, **more}, token=False)


def press(visitor, page, action, **values):
    form = Page(page).form(action)
    return visitor.follow(visitor.post(form.action, {**form.data, **values}, token=False))


def test_options_lead_to_what_is_said_about_them_with_numbers(course, talking):
    ana = course.join("Ana")
    assert "Write the first comment" in ana.get("topic-vote/").text
    page = ana.follow(say(ana, talking, "Robots, because the kits are here already."))
    assert "Your comment is there for everybody." in page.text
    assert "1 comment" in course.join("Ben").get("topic-vote/").text
    assert "1 comment" in course.join("Tom", "instructor").get("topic-vote/").text
    shown = Page(course.join("Ben").get(talking))
    assert "Ana" in shown.words
    assert "because the kits are here already" in shown.words


def test_a_teacher_can_leave_comments_out(course, talking):
    course.set_up(comments=False)
    ana = course.join("Ana")
    assert "What people say" not in ana.get("topic-vote/").text
    assert ana.get(talking).status_code == 404


def test_before_the_vote_opens_students_read_nothing(course):
    course.set_up(open_now=False, comments=True)
    (option,) = course.ids("Bees")
    assert course.join("Ana").get(f"-/comments/on/option/{option}").status_code == 404
    assert course.join("Tom", "instructor").get(f"-/comments/on/option/{option}").status_code == 200


def test_guests_read_no_comments(course, talking):
    assert course.join("Gus", "observer").get(talking).status_code == 403


def test_a_vague_comment_is_sent_and_gets_a_thought_on_the_next_page(course, talking):
    ana = course.join("Ana")
    page = ana.follow(say(ana, talking, "Good idea!"))
    assert "Give a reason or a proposal" in page.text
    assert "Give a reason or a proposal" not in ana.get(talking).text
    page = ana.follow(say(ana, talking, "Robots, because the kits from last year are in room 12."))
    assert "Give a reason or a proposal" not in page.text


def test_a_harsh_comment_is_offered_ten_minutes_and_can_be_sent_now(course, talking):
    ana, ben = course.join("Ana"), course.join("Ben")
    asked = say(ana, talking, "Only idiots want robots.")
    assert asked.status_code == 200
    assert "Do you want to take ten minutes?" in asked.text
    assert "idiots" in asked.text
    assert "idiots" not in ben.get(talking).text
    page = press(ana, asked, talking, when="later")
    assert "Nobody but you sees this yet" in page.text
    assert "idiots" not in ben.get(talking).text
    press(ana, page, "/send")
    assert "idiots" in ben.get(talking).text
    page = press(ana, say(ana, talking, "Stupid idea."), talking, when="now")
    assert "Stupid idea." in ben.get(talking).text


def test_what_waits_can_be_changed_or_not_sent(course, talking):
    ana = course.join("Ana")
    page = press(ana, say(ana, talking, "Only idiots want robots."), talking, when="later")
    form = Page(ana.get(next(link for link in Page(page).links if link.endswith("/change")))).form("/change")
    changed = ana.follow(ana.post(form.action, {**form.data, "text": "I do not want robots."}, token=False))
    assert "I do not want robots." in changed.text
    asked = ana.post(Page(changed).form("/delete").action)
    assert "I do not want robots." not in press(ana, asked, "/delete").text


def test_a_report_goes_from_hiding_to_a_decision_to_an_appeal_and_everybody_is_told(course, talking):
    ana, ben, tom = course.join("Ana"), course.join("Ben"), course.join("Tom", "instructor")
    say(ana, talking, "Only idiots want robots.", when="now")
    form = Page(ben.get(next(link for link in Page(ben.get(talking)).links if link.endswith("/report")))).form(
        "/report"
    )
    sent = ben.follow(ben.post(form.action, {**form.data, "why": "hurts", "words": "that is me"}, token=False))
    assert "with your teacher now" in sent.text
    assert "hidden until a teacher has looked" in course.join("Cem").get(talking).text
    assert "A teacher looks at it" in ben.get("-/moderation/mine").text
    assert "Nothing is decided yet" in ana.get("-/moderation/mine").text
    queue = tom.get("-/moderation/")
    assert "Only idiots want robots." in queue.text
    assert "that is me" in queue.text
    decided = press(tom, queue, "/decide", deed="remove", words="Say it about the topic.")
    assert "Your decision is saved" in decided.text
    assert "Say it about the topic." in ben.get("-/moderation/mine").text
    mine = ana.get("-/moderation/mine")
    assert "Say it about the topic." in mine.text
    assert "Ben" not in Page(mine).words
    press(ana, mine, "/appeal", words="I meant nobody here.")
    queue = tom.get("-/moderation/")
    assert "I meant nobody here." in queue.text
    press(tom, queue, "/decide", deed="keep", **{"reason-keep": "1"})
    assert "Only idiots want robots." in course.join("Cem").get(talking).text
    assert "Shown again after an appeal" in ana.get("-/moderation/mine").text
    assert "Removed what somebody wrote" in tom.get("-/audit/").text


def test_a_decision_can_be_taken_back_from_the_record(course, talking):
    ana, tom = course.join("Ana"), course.join("Tom", "instructor")
    say(ana, talking, "Robots, because the kits are here.")
    link = next(link for link in Page(tom.get(talking)).links if link.endswith("/remove"))
    form = Page(tom.get(link)).form("/remove")
    page = tom.follow(tom.post(form.action, {**form.data, "reason": "2"}, token=False))
    assert "A teacher removed this comment." in course.join("Ben").get(talking).text
    press(tom, page, "/-/audit/undo")
    assert "because the kits are here" in course.join("Ben").get(talking).text


def test_the_form_keeps_what_was_typed_when_nothing_can_be_sent(course, talking):
    ana = course.join("Ana")
    answer = say(ana, talking, "x" * 5001)
    assert answer.status_code == 422
    assert "x" * 5001 in answer.text


def test_the_coach_answers_in_the_language_of_the_page_and_stores_nothing(course, talking):
    ana = course.join("Ana", locale="es")
    answer = ana.post("-/coach/look", {"text": "Este trabajo es una basura total", "ask": "feedback"})
    hints = json.loads(answer.text)
    assert hints["harsh"]
    assert "Esto puede doler" in hints["hints"][0]["text"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_coach_is_silent_where_it_does_not_know_the_language(course):
    ana = course.join("Ana")
    text = "Das ist eine sehr gute Arbeit, aber im zweiten Absatz fehlt leider die Quelle."
    assert json.loads(ana.post("-/coach/look", {"text": text}).text) == {"hints": [], "harsh": False}


def test_the_coach_wants_the_token_of_the_session(course):
    ana = course.join("Ana")
    assert ana.post("-/coach/look", {"text": "Good job!"}, token=False).status_code == 403
    headers = {csrf.HEADER: csrf.issue(ana.secret)}
    assert ana.post("-/coach/look", {"text": "Good job!"}, token=False, headers=headers).status_code == 200


def test_assistants_decide_about_the_people_within_their_reach(course, talking):
    ana, ben = course.join("Ana"), course.join("Ben")
    say(ana, talking, "Robots, because the kits are here.")
    form = Page(ben.get(next(link for link in Page(ben.get(talking)).links if link.endswith("/report")))).form(
        "/report"
    )
    ben.post(form.action, {**form.data, "why": "other"}, token=False)
    assert "because the kits are here" in course.join("Kim", "assistant").get("-/moderation/").text


def test_the_queue_costs_the_same_however_much_waits(course, talking):
    tom, names = course.join("Tom", "instructor"), ["Ana", "Ben", "Cem", "Dan"]
    people = [course.join(name) for name in names]
    costs = []
    for author, reader in pairwise(people):
        say(author, talking, f"Robots, because of the kits: {author.person_id}.")
        link = [link for link in Page(reader.get(talking)).links if link.endswith("/report")][-1]
        form = Page(reader.get(link)).form("/report")
        reader.post(form.action, {**form.data, "why": "other"}, token=False)
        costs.append(queries(course, lambda: tom.get("-/moderation/")))
    assert f"{people[2].person_id}." in tom.get("-/moderation/").text
    assert len(set(costs)) == 1


def queries(course, page):
    seen = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    event.listen(course.database.engine, "before_cursor_execute", note)
    assert page().status_code == 200
    event.remove(course.database.engine, "before_cursor_execute", note)
    return len(seen)


def test_who_is_answered_finds_the_way_to_the_thread(course, talking):
    ana, ben = course.join("Ana"), course.join("Ben")
    say(ana, talking, "Robots, because the kits are here already.")
    form = Page(ben.get(talking)).form(talking)
    (parent,) = course_comments(course)
    ben.post(form.action, {**form.data, "text": "Which kits do you mean?", "parent": str(parent)}, token=False)
    inbox = Page(ana.get("-/notices/"))
    assert "Somebody answered your comment" in inbox.words
    assert "Which kits" in press(ana, ana.get("-/notices/"), "/-/notices/go").text
    assert "Ben" not in inbox.words


def course_comments(course):
    with course.database.read() as db:
        return list(db.scalars(select(Comment.id)))


def test_authors_can_have_pseudonyms_that_nothing_on_the_page_undoes(course, talking):
    suite = suite_of(course.app)

    def names(db, activity_id, people):
        veil = Veil.over(db, lambda purpose, text: sha256(f"{purpose} {text}".encode()).hexdigest(), activity_id)
        return {person: veil.name(person) for person in people}

    known = suite.tools["topic-vote"]
    suite.tools["topic-vote"] = replace(known, comment_names=names)
    ana, ben = course.join("Ana"), course.join("Ben")
    say(ana, talking, "Robots, because the kits are here already.")
    say(ben, talking, "Robots, because we have won with them.")
    with course.database.read() as db, course.app.test_request_context():
        called = names(db, course.school.activity_id, [course.people["Ana"], course.people["Ben"]])
    assert len({*called.values(), "Somebody"}) == 3
    for visitor in (course.join("Cho"), course.join("Tom", "instructor")):
        page = Page(visitor.get(talking))
        assert all(name in page.words for name in called.values())
        assert "Ana" not in page.text
        assert "Ben" not in page.text
