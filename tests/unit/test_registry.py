from typing import Any

import pytest
from flask import Blueprint
from wtforms import Form

from lti_tools.errors import SettingInvalid
from lti_tools.registry import check_tools, load_tools
from lti_tools.tool import Tool


def tool(slug: str, prefix: str) -> Tool:
    def same(value: Any) -> Any:
        return value

    return Tool(
        slug=slug,
        title=slug,
        summary="",
        table_prefix=prefix,
        package=f"tools.{slug}",
        blueprint=lambda: Blueprint(slug, __name__),
        settings_form=Form,
        to_settings=same,
        from_settings=same,
        configure=lambda *_: None,
        without_dates=same,
    )


def test_the_installed_tools_can_live_together():
    check_tools(load_tools())


@pytest.mark.parametrize(
    ("tools", "word"),
    [
        ([tool("vote", "vote_"), tool("vote", "ballot_")], "slug"),
        ([tool("vote", "vote_"), tool("other", "vote_")], "vote_"),
        ([tool("vote", "vote_"), tool("other", "vote_more_")], "vote_"),
        ([tool("other", "vote_more_"), tool("vote", "vote_")], "vote_"),
        ([tool("vote", "lti_")], "lti_"),
        ([tool("vote", "lti_vote_")], "lti_"),
        ([tool("vote", "vote")], "end with"),
        ([tool("vote", "")], "end with"),
    ],
)
def test_tools_that_would_share_addresses_or_tables_are_refused(tools, word):
    with pytest.raises(SettingInvalid, match=word):
        check_tools(tools)


def test_tools_with_slugs_and_prefixes_of_their_own_are_taken():
    check_tools([tool("vote", "vote_"), tool("votes", "votes_")])
