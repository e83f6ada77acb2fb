"""C32 to C41: deep linking, from the request to the launch of the returned link."""

import time
from typing import Any

import pytest
from flask import Flask

from lti_tools.lti import claims as names
from lti_tools.store.database import Database
from lti_tools.store.tables.activities import PreparedLink
from tests.certification.verdicts import assert_opened, assert_refused, count
from tests.support.engines import on_sqlite
from tests.support.linking import fill_in, launch_item, response
from tests.support.pages import Page, faults
from tests.support.platform import ASSISTANT, INSTRUCTOR, LEARNER, Claims, ForgedPlatform

both_products = pytest.mark.parametrize("product", ["moodle", "canvas"])


@both_products
@on_sqlite
def test_C32_a_request_opens_the_picker(product: str, app: Flask, database: Database):
    entered = ForgedPlatform(database, product=product).link(app.test_client())
    assert_opened(entered)
    assert entered.page.heading == "Add an activity"


@on_sqlite
def test_C32_a_request_to_one_tools_address_opens_its_form(app: Flask, platform: ForgedPlatform):
    entered = platform.link(app.test_client(), target=platform.target("guestbook"))
    assert_opened(entered)
    assert entered.page.heading == "Guestbook"


@pytest.mark.parametrize("roles", [[LEARNER], [], ["Mentor"]], ids=str)
@on_sqlite
def test_C32_who_may_not_add_activities_gets_no_picker(
    roles: list[str], app: Flask, platform: ForgedPlatform, database: Database, launch_log: pytest.LogCaptureFixture
):
    assert_refused(platform.link(app.test_client(), roles=roles), "wrong-role", database, launch_log)


@both_products
def test_C33_to_C37_the_response_is_signed_complete_and_goes_where_it_was_asked_to(
    product: str, app: Flask, database: Database
):
    platform = ForgedPlatform(database, product=product)
    client = app.test_client()
    data = '  opaque "data" = ü & <b>\n'
    page = fill_in(client, platform.link(client, settings={"data": data}))
    assert faults(page) == []
    sent = response(client, page)
    assert (sent.action, sent.fields) == ("https://lms.example/return?course=1&id=2", ["JWT"])
    assert sent.claims[names.MESSAGE_TYPE] == "LtiDeepLinkingResponse"
    assert sent.claims["iat"] <= time.time() < sent.claims["exp"] <= time.time() + 3600
    assert sent.header["alg"] == "RS256"
    assert sent.claims["iss"] == platform.client_id
    assert sent.claims["aud"] == platform.issuer
    assert sent.claims[names.VERSION] == "1.3.0"
    assert sent.claims[names.DEPLOYMENT_ID] == "1"
    assert sent.claims[names.DATA] == data
    assert len(sent.claims["nonce"]) >= 16
    (item,) = sent.items
    assert item["type"] == "ltiResourceLink"
    assert item["lineItem"]["scoreMaximum"] == 10
    assert item["available"]["startDateTime"].startswith("2031-05-01T08:00")
    assert None not in item.values()


@on_sqlite
def test_C37_a_request_without_data_gets_none_back_and_no_nonce_twice(app: Flask, platform: ForgedPlatform):
    client = app.test_client()
    first = response(client, fill_in(client, platform.link(client)))
    second = response(client, fill_in(client, platform.link(client)))
    assert names.DATA not in first.claims
    assert first.claims["nonce"] != second.claims["nonce"]


@on_sqlite
def test_C38_what_the_page_shows_is_what_is_sent(app: Flask, platform: ForgedPlatform):
    client = app.test_client()
    page = fill_in(client, platform.link(client), title="Rock & <roll>")
    assert "“Rock & <roll>” is handed to your learning platform." in page.words
    assert response(client, page).items[0]["title"] == "Rock & <roll>"


@both_products
@pytest.mark.parametrize("role", [INSTRUCTOR, LEARNER], ids=["teacher", "student"])
def test_C39_the_returned_link_opens_with_the_settings_of_the_form(
    role: str, product: str, app: Flask, database: Database
):
    platform = ForgedPlatform(database, product=product)
    client = app.test_client()
    (item,) = response(client, fill_in(client, platform.link(client), title="Green ideas")).items
    entered = launch_item(client, platform, item, roles=[role])
    assert_opened(entered)
    assert entered.page.data("title") == "Green ideas"
    assert not entered.page.has_data("copied")


@pytest.mark.parametrize("types", [["file"], ["link", "html", "image"], [], ["ltiAssetProcessor"]], ids=str)
@on_sqlite
def test_C40_a_place_that_takes_no_activities_gets_none(types: list[str], app: Flask, platform: ForgedPlatform):
    client = app.test_client()
    entered = platform.link(client, settings={"accept_types": types})
    assert entered.page.heading == "Nothing to add here"
    refused = client.post(f"{entered.path}/-/link/guestbook", data=entered.page.forms[-1].data)
    assert refused.status_code == 404
    assert response(client, _cancel(client, entered.page)).items == []


@on_sqlite
def test_C40_a_platform_that_takes_no_line_items_gets_none(app: Flask, platform: ForgedPlatform):
    client = app.test_client()
    entered = platform.link(client, settings={"accept_lineitem": False, "accept_multiple": False})
    (item,) = response(client, fill_in(client, entered)).items
    assert "lineItem" not in item


@on_sqlite
def test_C40_no_presentation_is_claimed_that_the_platform_did_not_offer(app: Flask, platform: ForgedPlatform):
    client = app.test_client()
    entered = platform.link(client, settings={"accept_presentation_document_targets": ["window"]})
    (item,) = response(client, fill_in(client, entered)).items
    assert not {"iframe", "embed"} & item.keys()


@pytest.mark.parametrize("roles", [[INSTRUCTOR], [ASSISTANT]], ids=["teacher", "assistant"])
@on_sqlite
def test_C41_cancelling_returns_an_empty_list(roles: list[str], app: Flask, platform: ForgedPlatform):
    client = app.test_client()
    entered = platform.link(client, roles=roles, settings={"data": "d"})
    page = _cancel(client, entered.page)
    assert faults(page) == []
    sent = response(client, page)
    assert sent.items == []
    assert sent.claims[names.DATA] == "d"


@on_sqlite
def test_a_form_with_a_mistake_keeps_what_was_typed_and_prepares_nothing(
    app: Flask, platform: ForgedPlatform, database: Database
):
    client = app.test_client()
    page = fill_in(client, platform.link(client), title="", points="1000")
    assert page.status == 422
    assert 'value="1000"' in page.text
    assert not page.tree.xpath("//form[@data-submit]")
    assert count(database, PreparedLink) == 0


def _cancel(client: Any, page: Page) -> Page:
    form = page.form("/link/cancel")
    return Page(client.post(form.action, data=form.data))


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "ftp://lms.example/x", "//lms.example", "", None, 7, "https://a@b/"],
    ids=str,
)
@on_sqlite
def test_S16_a_return_address_that_is_no_web_address_is_refused(
    address: Any, app: Flask, platform: ForgedPlatform, database: Database, launch_log: pytest.LogCaptureFixture
):
    entered = platform.link(app.test_client(), settings={"deep_link_return_url": address})
    assert_refused(entered, "return-address-invalid", database, launch_log)


@on_sqlite
def test_S15_nothing_of_the_request_becomes_markup(app: Flask, platform: ForgedPlatform):
    client = app.test_client()
    evil = 'x"><script>alert(1)</script>'

    def change(message: Claims) -> None:
        message["name"] = evil
        message[names.CONTEXT]["title"] = evil

    settings = {"title": evil, "text": evil, "deep_link_return_url": f"https://lms.example/?{evil}", "data": evil}
    entered = platform.link(client, change, settings=settings)
    page = fill_in(client, entered, title=evil)
    for text in (entered.page.text, page.text):
        assert "<script>alert" not in text
    assert response(client, page).claims[names.DATA] == evil
