"""A page to look at: nothing that could be sent or followed is left, and what is read stays."""

import lxml.html
from hypothesis import given
from hypothesis import strategies as st

from lti_tools.kit.overview.read_only import read_only

PAGE = """<p class="soft">It&#39;s &amp; stays <svg viewBox="0 0 1 1"><path d="M0 0"/></svg></p>
<form method="post" action="/s/x/vote" data-confirm="Sure?"><input type="hidden" name="csrf_token" value="t">
<label for="a">Bees</label><input type="checkbox" id="a" name="options" value="1" checked>
<select name="s"><option value="1">One</option></select><textarea name="t">Mine</textarea>
<button type="submit" formaction="/elsewhere" class="button">Vote</button></form>
<a href="/s/x/more" class="button">More</a><script>alert(1)</script><meta content="0"><p>after</p>"""


def test_forms_links_and_scripts_are_gone_and_words_stay():
    html = read_only(PAGE)
    tree = lxml.html.fragment_fromstring(html, create_parent="div")
    assert tree.xpath(".//form | .//script | .//meta | .//@href | .//@action | .//@formaction | .//@name") == []
    controls = tree.xpath(".//input | .//select | .//textarea | .//button")
    assert len(controls) == 4
    assert all(control.get("disabled") is not None for control in controls)
    assert tree.xpath(".//input/@checked") == ["checked"] or tree.xpath(".//input[@checked]")
    for words in ("It's & stays", "Bees", "Mine", "Vote", "More", "after"):
        assert words in tree.text_content()
    assert "csrf" not in html
    assert "viewBox" in html


TAGS = ["<form>", "</form>", "<a href=x>", "</a>", "<script>", "</script>", "<b>", "</b>", "x"]


@given(st.lists(st.sampled_from(TAGS)))
def test_whatever_stands_in_it_nothing_can_be_sent_or_followed(parts):
    html = read_only("".join(parts))
    assert "<form" not in html
    assert "<script" not in html
    assert "href" not in html
