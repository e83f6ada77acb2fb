"""axe looks at the pages in a browser."""

from collections.abc import Callable, Iterable

import pytest
from playwright.sync_api import Browser

from tests.support.album import Kept, open_kept
from tests.support.inspecting import LOOKS, Look, problems
from tests.support.worlds import World


def own_pages(world: World) -> list[Kept]:
    """Of a tool its own pages; those of the kit are the same in each, and looked at in the guestbook."""
    own = f"/{world.tool.slug}/"
    return [page for page in world.album.pages if world.tool.content is None or own in page.url]


def seen_problems(world: World, chromium: Browser, pages: Iterable[Kept], looks: Callable[[int], list[Look]]) -> str:
    """What a browser finds wrong with the pages; `looks` says in which looks the n-th of them is looked at."""
    context = chromium.new_context()
    page, found = context.new_page(), []
    for place, kept in enumerate(pages):
        open_kept(page, kept, world.home[kept.role].client)
        found += [f"{kept.role}: {text}" for text in problems(page, looks=looks(place))]
    context.close()
    return "\n".join(found)


@pytest.mark.browser
def test_axe_finds_no_barrier_on_any_page(world: World, chromium: Browser):
    """One wide and light, the next narrow and dark; `make deep` has each in every look, and whatever shows more."""
    pages = [page for page in own_pages(world) if page.first]
    assert seen_problems(world, chromium, pages, lambda place: [LOOKS[place % 2]]) == ""


@pytest.mark.deep
@pytest.mark.browser
def test_axe_finds_no_barrier_on_any_page_in_any_look(world: World, chromium: Browser):
    assert seen_problems(world, chromium, own_pages(world), lambda place: LOOKS) == ""
