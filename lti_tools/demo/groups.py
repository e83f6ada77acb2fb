"""Groups in the demo: the teacher notes what is known about the students, lets the maker mix them, and publishes."""

from collections.abc import Mapping, Sequence

from lti_tools.demo.pages import Page
from lti_tools.demo.visitor import Visitor

TRIES = 3
"""The list of people may come from the LMS between a plan and its taking over, and with it another plan."""


def mix(teacher: Visitor, page: Page, name: str, facts: str, recipe: Mapping[str, str | Sequence[str]]) -> None:
    """Make a set called `name` for the activity whose `page` is open; `recipe` are fields of the maker's form."""
    sets = teacher.open(page.link_to("/-/groups/"))
    made = teacher.submit(sets.form_to("/-/groups/"), {"name": name, "groups": "0"})
    maker = teacher.open(made.link_to("/make"))
    noted = teacher.submit(maker.form_to("/facts"), {"table": facts})
    page = teacher.submit(noted.form_to("/make"), recipe)
    for _ in range(TRIES):
        page = teacher.submit(page.form_to("/make"))
        if any("/publish" in form.action for form in page.forms):
            break
    teacher.submit(page.form_to("/publish"))
