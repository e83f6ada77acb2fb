"""A person who has a keyboard and no mouse."""

from playwright.sync_api import ElementHandle, Error, Locator, Page, expect

FARTHEST = 80
"""Presses of Tab after which something counts as out of reach."""
_FOCUSED = "element => element.isConnected ? element.getRootNode().activeElement === element : null"
_SHOWS = """element => [null, '::after'].some(part => {
    const style = getComputedStyle(element, part);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
})"""
_WHO = "document.activeElement?.outerHTML.slice(0, 120)"


class Keyboard:
    """Tab, Enter, Space, arrows and letters; each thing pressed is found by its name, as a screen reader says it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, target: Locator) -> None:
        """Tab until `target` has the focus, and see that it shows."""
        expect(target).to_be_visible()
        element = target.element_handle()
        for _ in range(FARTHEST):
            focused = _focused(element)
            if focused:
                assert element.evaluate(_SHOWS), f"the focus does not show on {target}"
                return
            if focused is None:
                element = target.element_handle()
            else:
                self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} is out of reach; the focus is on {self.page.evaluate(_WHO)}")

    def press(self, target: Locator, key: str = "Enter") -> None:
        self.to(target)
        self.page.keyboard.press(key)

    def tick(self, target: Locator) -> None:
        """Tick or untick a box."""
        self.press(target, "Space")

    def write(self, target: Locator, text: str) -> None:
        """Replace what a field holds."""
        self.to(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")
        for place, line in enumerate(text.split("\n")):
            if place:
                self.page.keyboard.press("Enter")
            self.page.keyboard.insert_text(line)


def _focused(element: ElementHandle) -> bool | None:
    """None where the element has gone with its page, so that it has to be found anew."""
    try:
        found: bool | None = element.evaluate(_FOCUSED)
    except Error:
        return None
    return found
