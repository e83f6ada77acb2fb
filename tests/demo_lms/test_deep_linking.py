"""Deep linking: the request, how the answer is judged, what becomes of the items."""

from typing import Any

import pytest

from lti_tools.demo_lms.jwt import SigningKey
from lti_tools.demo_lms.terms import CANVAS, DL, LTI, TOOL_CONFIGURATION
from tests.demo_lms.probe import COURSE, STUDENT, TEACHER, Site, read, registration_body

SETTINGS = f"{DL}deep_linking_settings"
LINE = {"scoreMaximum": 20, "label": "Votes", "tag": "vote", "resourceId": "r1"}
ITEM = {
    "type": "ltiResourceLink",
    "title": "Vote",
    "text": "Choose",
    "url": "http://localhost:9999/launch?item=1",
    "custom": {"id": "u1"},
    "lineItem": LINE,
    "available": {"startDateTime": "2026-01-01T00:00:00Z", "endDateTime": "2026-02-01T00:00:00Z"},
    "submission": {"endDateTime": "2026-01-15T00:00:00Z"},
    "window": {"targetName": "_blank"},
}


def made(site: Site) -> list[Any]:
    return list(site.lms.activities.values())


def save(site: Site, page_url: str, **fields: object) -> Any:
    """Press Save on Moodle's form, its fields as they stand but for `fields`."""
    client = site.sign_in(TEACHER)
    page = read(client.get(page_url))
    data = dict(page.forms[-1].fields) | fields
    return client.post(page_url, data=data)


# -- the request


def test_moodles_settings(moodle: Site) -> None:
    _, claims = moodle.begin_selection()
    settings = claims[SETTINGS]
    assert settings["accept_types"] == ["ltiResourceLink"]
    assert settings["accept_multiple"] is True
    assert settings["auto_create"] is False
    assert set(settings["accept_presentation_document_targets"]) == {"frame", "iframe", "window"}
    assert "data" not in settings
    assert "&sesskey=" in settings["deep_link_return_url"]
    assert f"{LTI}resource_link" not in claims


@pytest.mark.parametrize(
    ("placement", "types", "several"),
    [
        ("assignment_selection", ["ltiResourceLink"], False),
        ("link_selection", ["ltiResourceLink"], True),
        ("editor_button", ["link", "file", "html", "ltiResourceLink", "image"], True),
        ("migration_selection", ["file"], False),
    ],
)
def test_canvas_settings_follow_the_placement(canvas: Site, placement: str, types: list[str], several: bool) -> None:
    _, claims = canvas.begin_selection(placement)
    assert claims[SETTINGS]["accept_types"] == types
    assert claims[SETTINGS]["accept_multiple"] is several
    assert claims["https://www.instructure.com/placement"] == placement


def test_deep_linking_is_offered_only_where_it_was_registered(either: Site) -> None:
    messages = [{"type": "LtiResourceLinkRequest", "placements": [f"{CANVAS}link_selection"]}]
    either.install(**{TOOL_CONFIGURATION: registration_body()[TOOL_CONFIGURATION] | {"messages": messages}})
    path = f"/courses/{COURSE}/add/{either.tool_number}/select/launch"
    assert either.sign_in(TEACHER).get(path).status_code == 404


@pytest.mark.parametrize("person", [4, STUDENT])
def test_only_a_teacher_selects(either: Site, person: int) -> None:
    path = f"/courses/{COURSE}/add/{either.tool_number}/select/launch"
    assert either.sign_in(person).get(path).status_code == 403


# -- the answer


ALWAYS_REFUSED: dict[str, dict[str, object]] = {
    "another iss": {"iss": "another"},
    "no iss": {"iss": None},
    "expired": {"exp": 1},
    "no exp": {"exp": None},
    "items that are no list": {f"{DL}content_items": "one"},
}


@pytest.mark.parametrize("changes", ALWAYS_REFUSED.values(), ids=ALWAYS_REFUSED)
def test_both_refuse_an_answer_with(either: Site, changes: dict[str, object]) -> None:
    assert either.select([ITEM], **changes).status == 400
    assert not made(either)


CANVAS_REFUSES: dict[str, dict[str, object]] = {
    "another aud": {"aud": "https://example.org"},
    "no nonce": {"nonce": None},
    "no iat": {"iat": None},
    "another deployment": {f"{LTI}deployment_id": "1"},
    "no deployment": {f"{LTI}deployment_id": None},
    "another message": {f"{LTI}message_type": "LtiResourceLinkRequest"},
    "another version": {f"{LTI}version": "1.1"},
    "data that nobody sent": {f"{DL}data": "x"},
    "no items": {f"{DL}content_items": None},
}


@pytest.mark.parametrize("changes", CANVAS_REFUSES.values(), ids=CANVAS_REFUSES)
def test_canvas_refuses_what_moodle_only_takes_note_of(moodle: Site, canvas: Site, changes: dict[str, object]) -> None:
    assert canvas.select([ITEM], **changes).status == 400
    assert not made(canvas)
    assert moodle.select([ITEM], **changes).status == 200
    assert [call.problems for call in moodle.lms.calls.entries if call.endpoint == "deep-linking"] != [[]]


def test_a_nonce_is_taken_once(canvas: Site) -> None:
    assert canvas.select([ITEM], nonce="same").status == 200
    assert canvas.select([ITEM], nonce="same").status == 400


def test_a_forged_answer_is_refused(either: Site) -> None:
    client, claims = either.begin_selection()
    url = claims[SETTINGS]["deep_link_return_url"].removeprefix(either.lms.base_url)
    forged = SigningKey("tool-key").sign({"iss": either.tool.client_id, "exp": 9999999999})
    assert either.send_selection(client, url, forged).status == 400
    assert either.send_selection(client, url, "no.jwt").status == 400
    assert either.send_selection(client, url, "").status == 400


def test_the_return_address_must_be_kept_whole(either: Site) -> None:
    client, claims = either.begin_selection()
    url = claims[SETTINGS]["deep_link_return_url"].removeprefix(either.lms.base_url).partition("?")[0]
    assert either.send_selection(client, url, either.response(claims, [ITEM])).status == 400


def test_somebody_else_cannot_bring_the_answer(either: Site) -> None:
    _, claims = either.begin_selection()
    url = claims[SETTINGS]["deep_link_return_url"].removeprefix(either.lms.base_url)
    page = either.send_selection(either.sign_in(STUDENT), url, either.response(claims, [ITEM]))
    assert page.status == 403


def test_a_post_from_another_site_is_posted_once_more(either: Site) -> None:
    client, claims = either.begin_selection()
    url = claims[SETTINGS]["deep_link_return_url"].removeprefix(either.lms.base_url)
    token = either.response(claims, [ITEM])
    page = read(either.browser().post(url, data={"JWT": token}))
    assert ("repost", "1") in page.forms[0].fields
    assert page.forms[0].action.endswith(url)
    assert client.post(url, data=dict(page.forms[0].fields)).status_code == 200


def test_canvas_fetches_the_tools_keys_for_each_selection(canvas: Site) -> None:
    canvas.select([ITEM])
    canvas.select([ITEM])
    assert len(canvas.fetched) == 2


# -- what Moodle makes of items


def test_moodle_gives_a_single_item_to_the_teacher_to_save(moodle: Site) -> None:
    page = moodle.select([ITEM])
    assert not made(moodle)
    assert save(moodle, page.url, title="My vote").status_code == 302
    (activity,) = made(moodle)
    assert (activity.title, activity.text, activity.url) == ("My vote", "Choose", ITEM["url"])
    assert (activity.custom, activity.grade_maximum, activity.resource_id) == ({"id": "u1"}, 20, "r1")
    assert (activity.due_at, activity.unlock_at, activity.new_window) == ("", "", False)
    item = moodle.lms.line_items[activity.line_item]
    assert (item.label, item.tag) == ("My vote", "vote")


@pytest.mark.parametrize("maximum", [150, 12.5, 0.5, 0])
def test_moodles_form_refuses_a_maximum_that_is_not_whole_and_within_100(moodle: Site, maximum: float) -> None:
    page = moodle.select([ITEM | {"lineItem": LINE | {"scoreMaximum": maximum}}])
    answer = save(moodle, page.url)
    assert answer.status_code == 200
    assert "whole number between 1 and 100" in answer.text
    assert not made(moodle)


def test_moodles_form_refuses_a_long_name(moodle: Site) -> None:
    page = moodle.select([ITEM | {"title": "x" * 256}])
    assert "longer than 255" in save(moodle, page.url).text
    assert save(moodle, page.url, title="x" * 255).status_code == 302


@pytest.mark.parametrize("maximum", [150, 12.5, 0.5])
def test_moodle_turns_odd_maxima_of_several_items_into_100(moodle: Site, maximum: float) -> None:
    odd = ITEM | {"title": "Odd", "lineItem": LINE | {"scoreMaximum": maximum}}
    moodle.select([ITEM, odd])
    assert [activity.grade_maximum for activity in made(moodle)] == [20, 100]


def test_moodle_leaves_out_a_refused_item_among_several_without_a_word(moodle: Site) -> None:
    page = moodle.select([ITEM, ITEM | {"title": "x" * 256}])
    assert page.status == 200
    assert len(made(moodle)) == 1


def test_moodle_makes_an_activity_of_any_type(moodle: Site) -> None:
    items = [{"type": kind, "title": kind, "url": "http://example.org/"} for kind in ("link", "html", "file")]
    moodle.select(items)
    assert [activity.title for activity in made(moodle)] == ["link", "html", "file"]


def test_an_item_without_line_item_has_no_column(moodle: Site) -> None:
    moodle.select([{"type": "ltiResourceLink", "title": name} for name in ("One", "Two")])
    assert [activity.line_item for activity in made(moodle)] == [None, None]


def test_an_item_without_title_and_url_takes_the_tools(moodle: Site) -> None:
    moodle.select([{"type": "ltiResourceLink"}, {"type": "ltiResourceLink"}])
    activity = made(moodle)[0]
    assert (activity.title, activity.url) == ("Probe", "")
    claims = moodle.open(STUDENT, activity.number)
    assert claims[f"{LTI}target_link_uri"] == moodle.tool.target_link_uri


@pytest.mark.parametrize("words", [{}, {f"{DL}errormsg": "Oh no"}, {f"{DL}msg": "Fine"}])
def test_moodle_shows_no_message_of_an_empty_answer(moodle: Site, words: dict[str, str]) -> None:
    page = moodle.select([], **words)
    assert page.url == f"/courses/{COURSE}"
    assert not any(word in page.words for word in words.values())


# -- what Canvas makes of items


def test_canvas_makes_an_unpublished_assignment_with_its_dates(canvas: Site) -> None:
    canvas.select([ITEM])
    (activity,) = made(canvas)
    assert (activity.title, activity.grade_maximum, activity.published) == ("Votes", 20, False)
    assert (activity.unlock_at, activity.lock_at) == ("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z")
    assert (activity.due_at, activity.new_window) == ("2026-01-15T00:00:00Z", True)
    assert canvas.lms.line_items[activity.line_item].resource_id == "r1"


@pytest.mark.parametrize("maximum", [None, "20", -1, True])
def test_canvas_wants_a_number_as_maximum(canvas: Site, maximum: object) -> None:
    line = {name: value for name, value in (LINE | {"scoreMaximum": maximum}).items() if value is not None}
    assert canvas.select([ITEM | {"lineItem": line}]).status == 400
    assert not made(canvas)


def test_canvas_takes_one_item_where_it_asked_for_one(canvas: Site) -> None:
    canvas.select([ITEM, ITEM])
    assert len(made(canvas)) == 1
    canvas.select([ITEM, ITEM], "link_selection")
    assert len(made(canvas)) == 3


def test_canvas_leaves_out_types_it_did_not_ask_for(canvas: Site) -> None:
    canvas.select([{"type": "link", "url": "http://example.org/"}])
    assert not made(canvas)
    assert canvas.lms.calls.entries[-1].problems == ["type 'link' is not accepted"]


def test_canvas_names_an_untitled_item_after_the_tool(canvas: Site) -> None:
    canvas.select([{"type": "ltiResourceLink"}])
    assert made(canvas)[0].title == "Probe"


def test_canvas_ignores_a_line_item_in_the_editor(canvas: Site) -> None:
    canvas.select([ITEM], "editor_button")
    assert made(canvas)[0].line_item is None


@pytest.mark.parametrize("name", ["msg", "errormsg"])
def test_canvas_shows_the_tools_message(canvas: Site, name: str) -> None:
    assert "Oh well" in canvas.select([], **{DL + name: "Oh well"}).words
