"""People at a demo LMS in a real browser, with a mouse."""

from playwright.sync_api import FrameLocator, Page, expect

from tests.support.living import School

COURSE = 2


def sign_in(page: Page, school: School, person: int) -> None:
    page.goto(school.url)
    page.locator(f'form:has(input[name="person"][value="{person}"]) button').click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello")


def open_activity(page: Page, school: School, activity: int) -> FrameLocator:
    """The activity on its course page; the suite in its frame."""
    page.goto(f"{school.url}/courses/{COURSE}/activities/{activity}")
    return tool(page)


def tool(page: Page) -> FrameLocator:
    """The suite, in its frame."""
    return page.frame_locator("iframe[data-tool]")


def opened(place: Page | FrameLocator, title: str) -> None:
    """A page of the activity stands here, in a session."""
    expect(place.get_by_role("heading", level=1)).to_have_text(title)
    expect(place.locator("body[data-launch]")).to_be_visible()
