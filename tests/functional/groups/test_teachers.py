from io import BytesIO

from lti_tools.kit.groups import groups, store
from lti_tools.store.groups import ToldGroup, keep_groups
from tests.functional.groups.conftest import NAMES
from tests.support.pages import Page, faults
from tests.support.sessions import add_named, as_person, suite_of


def groups_on(page):
    """Group -> names of its members, as a teacher's page shows them."""
    cards = page.tree.xpath("//section[contains(@class, 'card')]")
    return {
        card.xpath("string(.//*[contains(@class, 'card-title')])").strip(): [
            " ".join(item.text_content().split()) for item in card.xpath("./ul/li")
        ]
        for card in cards
    }


def set_id(at):
    return int(at.rpartition("/")[2])


def move(course, at, **wanted):
    """Move students by their place in `NAMES` to groups by their number, 0 for none."""
    with suite_of(course.app).database.read() as db:
        places = store.places_in(db, set_id(at))
        groups = [0, *(group.id for group in store.groups_in(db, set_id(at)))]
    fields = {}
    for who, group in wanted.items():
        person = course.ids[int(who[1:])]
        fields |= {f"was-{person}": places.get(person, 0), f"person-{person}": groups[group]}
    return course.post(course.teacher, f"{at}/people", **fields)


def test_a_set_is_made_filled_by_hand_and_undone(course):
    at = course.new_set()
    page = move(course, at, s0=1, s1=1, s2=2)
    assert "The students have moved." in page.words
    page = course.page(course.teacher, f"{at}/")
    assert faults(page) == []
    shown = groups_on(page)
    assert [name.split()[0] for name in shown["Group 1"]] == ["Ana", "Ben"]
    assert "3 students are in no group" in page.words
    assert "Facilitator" in page.words
    course.post(course.teacher, f"{at}/undo")
    assert groups_on(course.page(course.teacher, f"{at}/")) == {"Group 1": [], "Group 2": []}
    log = course.page(course.teacher, f"{at}/changes")
    assert "Ana Ruiz: from – to Group 1" in log.words
    assert "(Amara Teacher)" in log.words
    assert log.words.count("Undone") >= 2
    assert "no change left" in course.post(course.teacher, f"{at}/undo").words


def test_of_two_forms_at_once_the_later_one_moves_nobody_back(course):
    at = course.new_set()
    with suite_of(course.app).database.read() as db:
        first, second = (group.id for group in store.groups_in(db, set_id(at)))
    ana = course.ids[0]
    course.post(course.teacher, f"{at}/people", **{f"was-{ana}": 0, f"person-{ana}": first})
    page = course.post(course.teacher, f"{at}/people", **{f"was-{ana}": 0, f"person-{ana}": second})
    assert "moved by somebody else meanwhile" in page.words
    with suite_of(course.app).database.read() as db:
        assert store.places_in(db, set_id(at)) == {ana: first}


def test_a_stranger_cannot_be_put_into_a_group(course):
    at = course.new_set()
    course.post(course.teacher, f"{at}/people", **{"was-9999": 0, "person-9999": 1, "person-x": 1})
    with suite_of(course.app).database.read() as db:
        assert store.places_in(db, set_id(at)) == {}


def test_a_list_is_looked_at_before_it_is_taken_over(course):
    at = course.new_set()
    table = "Name;Group\nAna Ruiz;Reds\nokoro, ben;Reds\ns2;Group 1\nNobody Known;Reds\nAna Ruiz;Blues\nEli Sokol;\n"
    page = course.post(course.teacher, f"{at}/import", table=table)
    assert faults(page) == []
    for text in ("No student of this course is called that", "in another group further up", "No group stands in this"):
        assert text in page.words
    assert "Not in the list: Ben Okoro, Dina Karim, Eli Sokol, Fay Moss" in page.words
    assert groups_on(course.page(course.teacher, f"{at}/")) == {"Group 1": [], "Group 2": []}
    course.post(course.teacher, f"{at}/import", table=table, apply="1")
    shown = groups_on(course.page(course.teacher, f"{at}/"))
    assert {name: [who.split()[0] for who in people] for name, people in shown.items()} == {
        "Group 1": ["Chen"],
        "Group 2": [],
        "Reds": ["Ana"],
    }
    course.post(course.teacher, f"{at}/undo")
    assert groups_on(course.page(course.teacher, f"{at}/")) == {"Group 1": [], "Group 2": []}


def test_a_list_can_come_as_a_file_in_a_spreadsheets_own_code(course):
    at = course.new_set()
    for content in ("Name;Group\nAna Ruiz;Niños".encode("cp1252"), "Name\tGroup\nAna Ruiz\tNiños".encode("utf-16")):
        fields = {"table": "", "file": (BytesIO(content), "groups.csv")}
        page = Page(course.teacher.post(f"{at}/import", fields, content_type="multipart/form-data"))
        assert "Niños" in page.words


def test_assistants_look_on_and_see_the_people_of_their_groups_alone(course):
    at = course.new_set()
    move(course, at, s0=1, s1=1, s2=2)
    tutor = add_named(course.app, course.school, "tutor", "assistant", "Tutor")
    assistant = as_person(course.app, course.school, tutor, role="assistant")
    page = course.page(assistant, f"{at}/")
    assert faults(page) == []
    assert "Ben Okoro" in page.words
    assert page.tree.xpath("//main//form") == []
    assert assistant.get(f"{at}/people").status_code == 403
    with suite_of(course.app).database.write() as db:
        keep_groups(db, course.school.context_id, [ToldGroup("1", "Mine", "", frozenset({"tutor", "s0"}))])
    for path in (f"{at}/", f"{at}/changes"):
        words = course.page(assistant, path).words
        assert "Ana Ruiz" in words
        assert "Ben Okoro" not in words


def test_who_is_in_which_group_can_be_downloaded(course):
    at = course.new_set()
    move(course, at, s0=1, s2=2)
    page = course.page(course.teacher, "-/exports/")
    assert "One row for each student in a group" in page.words
    answer = course.teacher.post("-/exports/file", {"table": "groups", "kind": "csv"})
    assert "Ana Ruiz" in answer.text
    assert "Group 2" in answer.text


def test_the_group_maker_shows_a_plan_with_its_report_and_takes_over_just_that(course):
    at = course.new_set()
    facts = "name,maths,role\n" + "\n".join(
        f"{name},{level},{role}" for name, level, role in zip(NAMES, range(6), ["codes", "draws"] * 3, strict=True)
    )
    assert "It is noted." in course.post(course.teacher, f"{at}/facts", table=facts).words
    recipe = {
        "by": "count", "count": 2, "least": 3, "most": 3, "seed": "s", "fact-maths": "even", "fact-role": "even",
        "together": "Ana Ruiz, Fay Moss", "apart": "Ana Ruiz, s1\nAna Ruiz, Ben Okoro, Chen Wei",
    }  # fmt: skip
    page = course.post(course.teacher, f"{at}/make", **recipe)
    assert faults(page) == []
    assert "maths about equally strong" in page.words
    assert "Drawn with the seed s" in page.words
    assert "there are fewer groups than students to keep apart" in page.words
    plan = groups_on(page)
    together = next(people for people in plan.values() if "Ana Ruiz" in people)
    assert "Fay Moss" in together
    (digest,) = page.tree.xpath("//input[@name='plan']/@value")
    page = course.post(course.teacher, f"{at}/make", **recipe, apply="1", plan="another plan")
    assert "The plan" in page.words
    page = course.post(course.teacher, f"{at}/make", **recipe, apply="1", plan=digest)
    shown = groups_on(page)
    assert {frozenset(" ".join(who.split()[:2]) for who in people) for people in shown.values()} == {
        frozenset(people) for people in plan.values()
    }


def test_a_rule_about_nobody_known_is_told_beside_the_form(course):
    at = course.new_set()
    page = course.post(course.teacher, f"{at}/make", by="size", least=3, most=3, together="Ana Ruiz, Zoe")
    assert page.status == 422
    assert "“Zoe” in a rule is no student of this course" in page.words
    page = course.post(course.teacher, f"{at}/make", by="size", least=4, most=3)
    assert "cannot be larger" in page.words
    page = course.post(course.teacher, f"{at}/make", by="count", count="many")
    assert "whole numbers from 1" in page.words


def test_settings_rename_groups_add_places_and_roles(course):
    at = course.new_set()
    page = course.page(course.teacher, f"{at}/settings")
    assert faults(page) == []
    form = next(form for form in page.forms if form.action.endswith("/settings"))
    fields = dict(form.fields)
    first = next(name for name in fields if name.startswith("name-"))
    changed = {**fields, "name": "Labs", first: "Ferns", "more": "1", "role-name-0": "Captain", "role-name-1": ""}
    assert "It is saved." in course.post(course.teacher, f"{at}/settings", **changed).words
    page = course.page(course.teacher, f"{at}/")
    assert page.heading == "Labs"
    assert list(groups_on(page)) == ["Ferns", "Group 2", "Group 3"]
    move(course, at, s0=1)
    page = course.page(course.teacher, f"{at}/")
    assert "Captain" in page.words
    assert "Checker" not in page.words
    late = course.post(course.teacher, f"{at}/settings", **changed)
    assert late.status == 422
    assert "Somebody changed this set while you were typing" in late.words
    wrong = course.page(course.teacher, f"{at}/settings")
    fields = dict(next(form for form in wrong.forms if form.action.endswith("/settings")).fields)
    fields[first.replace("name", "capacity")] = "-3"
    assert "whole number from 1 to 500" in course.post(course.teacher, f"{at}/settings", **fields).words


def test_roles_go_on_by_hand(course):
    at = course.new_set(groups=1)
    move(course, at, s0=1)
    move(course, at, s1=1)
    before = groups_on(course.page(course.teacher, f"{at}/"))["Group 1"]
    assert before[0].startswith("Ana Ruiz Facilitator")
    course.post(course.teacher, f"{at}/turn")
    after = groups_on(course.page(course.teacher, f"{at}/"))["Group 1"]
    assert after[1].startswith("Ben Okoro Facilitator")


def test_groups_of_the_lms_are_shown_and_cannot_be_edited_here(course):
    with suite_of(course.app).database.write() as db:
        keep_groups(db, course.school.context_id, [ToldGroup("1", "Ferns", "Labs", frozenset({"s0", "s1"}))])
    at = course.new_set(source="lms:Labs")
    page = course.page(course.teacher, f"{at}/")
    assert [who.split()[0] for who in groups_on(page)["Ferns"]] == ["Ana", "Ben"]
    assert not any(link.endswith(("/people", "/make")) for link in page.links)
    move(course, at, s0=0)
    course.post(course.teacher, f"{at}/sync")
    assert [who.split()[0] for who in groups_on(course.page(course.teacher, f"{at}/"))["Ferns"]] == ["Ana", "Ben"]
    assert course.teacher.get(f"{at}/make").status_code == 303


def test_removing_a_set_asks_and_says_what_is_lost(course):
    at = course.new_set()
    move(course, at, s0=1)
    page = course.post(course.teacher, f"{at}/remove")
    assert "Students who lose their group" in page.words
    page = course.post(course.teacher, f"{at}/remove", confirmed="1")
    assert "The set is removed." in page.words
    assert "was removed" in course.page(course.teacher, f"{at}/").words
    with suite_of(course.app).database.read() as db:
        assert groups.groups_of(db, course.school.activity_id) == []
    undo = next(form for form in page.forms if form.action.endswith("/audit/undo"))
    course.post(course.teacher, undo.action, **dict(undo.fields))
    with suite_of(course.app).database.read() as db:
        assert groups.group_of(db, course.school.activity_id, course.ids[0]).name == "Group 1"


def test_a_teachers_pages_cost_a_constant_number_of_queries(course):
    from sqlalchemy import event

    def count(path):
        seen = []
        engine = suite_of(course.app).database.engine
        listen = lambda *args: seen.append(args[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listen)
        course.teacher.get(path)
        event.remove(engine, "before_cursor_execute", listen)
        return len(seen)

    at = course.new_set(groups=1)
    paths = [f"{at}/", f"{at}/people", f"{at}/changes", "-/groups/"]
    few = [count(path) for path in paths]
    more = course.new_set(name="More", groups=9)
    move(course, more, s0=1, s1=2, s2=3, s3=4, s4=5)
    assert [count(path.replace(at, more)) for path in paths] == few
