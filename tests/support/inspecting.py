"""What every page of the suite has to be: free of barriers, no wider than a phone, by the rules of the house."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import lxml.html
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, Response

from tests.support.pages import Page as Source
from tests.support.pages import faults

Look = tuple[int, Any, list[str]]
LOOKS: list[Look] = [
    (1280, "light", []),
    (390, "dark", []),
    (1280, "dark", ["color-contrast"]),
    (390, "light", ["color-contrast"]),
]
"""Width, colour scheme, and the rules to look at where not all: width and colours matter to few."""
BOTH = LOOKS[:2]
"""Each width and each scheme once."""
NARROW = 320
OF_ONE_KIND = 3
"""Addresses that differ in their numbers or their query."""
MOST = 80
"""Pages of one crawl."""


class _Html(Source):
    """A page's source, without the test client's answer."""

    def __init__(self, html: str) -> None:
        self.tree = lxml.html.fromstring(html)


def problems(page: Page, source: str = "", looks: Iterable[Look] = BOTH) -> list[str]:
    """What is wrong with the page that is open; `source` is its HTML as it was sent."""
    found = faults(_Html(source)) if source else []
    before = page.viewport_size
    page.evaluate(AXE_SCRIPT)
    for width, scheme, rules in looks:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [f"{width} {scheme}: {text}" for text in _barriers(page, rules)]
    page.set_viewport_size({"width": NARROW, "height": 800})
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > NARROW:
        found.append(f"{wide} wide where there are {NARROW}: {page.evaluate(_WIDEST)}")
    page.set_viewport_size(before or {"width": 1280, "height": 800})
    return [f"{urlsplit(page.url).path}: {text}" for text in found]


_WIDEST = """[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > 321)
    .slice(-2).map(e => e.outerHTML.slice(0, 90)).join(' | ')"""


_RUN = """options => axe.run({...options, resultTypes: ["violations"]}).then(found => found.violations.flatMap(
    item => item.nodes.map(node => `${item.id}: ${node.html.slice(0, 140)}`)))"""


def _barriers(page: Page, rules: list[str]) -> list[str]:
    found: list[str] = page.evaluate(_RUN, {"runOnly": {"type": "rule", "values": rules}} if rules else {})
    return found


def crawl(page: Page, start: str, within: str) -> Iterator[tuple[Page, str]]:
    """Open `start` and every page below `within` that links lead to; each with its HTML. A page that fails raises."""
    waiting, known, kinds = [start], {start}, Counter[str]()
    for _ in range(MOST):
        if not waiting:
            return
        answer = page.goto(waiting.pop(0))
        html = _html(answer)
        yield page, html
        for link in lxml.html.fromstring(html).xpath("(//main//a | //header//a)[not(@download)]/@href"):
            url = urldefrag(urljoin(page.url, str(link))).url
            kind = re.sub(r"\d+", "#", url.partition("?")[0])
            if url.startswith(within) and url not in known and kinds[kind] < OF_ONE_KIND:
                known.add(url)
                kinds[kind] += 1
                waiting.append(url)
    raise AssertionError(f"more than {MOST} pages: {waiting}")


def _html(answer: Response | None) -> str:
    assert answer is not None
    assert answer.ok, f"{answer.status} {answer.url}: {answer.text()[:300]}"
    return answer.text()
