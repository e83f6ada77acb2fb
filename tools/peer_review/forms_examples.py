"""A work to practise on, as a teacher types it."""

from lti_tools.web.forms import Form, LinesField, LongTextField, TextField
from lti_tools.web.locale import lazy
from tools.peer_review.settings import LINK, MOST_LINKS, TITLE, WORK_TEXT
from tools.peer_review.writing_forms import check_links


class ExampleForm(Form):
    """An example; the teacher's review of it follows on a page of its own."""

    title = TextField(lazy("What is it called?"), max_length=TITLE)
    text = LongTextField(
        lazy("The example"),
        required=False,
        max_length=WORK_TEXT,
        rows=10,
        description=lazy(
            "Markdown works here; files come on the next page. Take nobody's work without their consent; one of your "
            "own is best."
        ),
    )
    links = LinesField(
        lazy("Links"),
        required=False,
        max_entries=MOST_LINKS,
        entry_length=LINK,
        render_kw={"rows": 2},
        description=lazy("One address a line."),
    )

    def validate_links(self, field: LinesField) -> None:
        check_links(field)
