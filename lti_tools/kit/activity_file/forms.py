"""The forms of templates: publishing one, forking one, a word to the other teachers."""

from lti_tools.web.forms import Form, LongTextField, TextField
from lti_tools.web.locale import lazy


class PublishForm(Form):
    title = TextField(lazy("Title of the template"), max_length=200)
    summary = LongTextField(
        lazy("What is it good for?"),
        required=False,
        max_length=1000,
        rows=3,
        description=lazy("A sentence or two for the other teachers: for which classes it fits, what to change first."),
    )


class ForkForm(Form):
    title = TextField(lazy("Title of your copy"), max_length=200)


class CommentForm(Form):
    text = LongTextField(lazy("Your comment"), max_length=2000, rows=3)
