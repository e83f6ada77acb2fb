"""The forms of the admin pages."""

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import PasswordField, SelectField, validators

from lti_tools.errors import ConfigurationInvalid
from lti_tools.lti.canvas import HOSTED
from lti_tools.tool import Tool
from lti_tools.web.forms import Form, LinesField, TextField
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy

ADDRESS = 2000


class SignInForm(Form):
    password = PasswordField(
        lazy("Password"), [validators.InputRequired()], render_kw={"autocomplete": "current-password"}
    )


class SchoolForm(Form):
    name = TextField(lazy("Name of the school"), max_length=120)


class ForSchool(Form):
    """What belongs to a school, and to one tool or the whole suite."""

    school = SelectField(lazy("School"))
    tool = SelectField(lazy("Tool"))

    def offer(self, schools: Sequence[str], tools: Iterable[Tool]) -> None:
        """Fill the choices in; without any school a first one is made."""
        self.school.choices = [(name, name) for name in schools] or [("", _("School (a first one is made)"))]
        self.tool.choices = [("", _("The whole suite")), *((tool.slug, _(tool.title)) for tool in tools)]


class InviteForm(ForSchool):
    pass


class PlatformForm(ForSchool):
    """A platform by hand, with what its administrator wrote down."""

    canvas = SelectField(
        lazy("Canvas at Instructure"),
        choices={"": lazy("No, or another platform"), **{name: name.capitalize() for name in HOSTED}},
        description=lazy("Hosted Canvas has the same addresses for every school: leave them empty then."),
    )
    client_id = TextField(lazy("Client ID"), max_length=500)
    issuer = TextField(
        lazy("Issuer (platform ID)"), required=False, max_length=ADDRESS, description=lazy("Letter by letter.")
    )
    auth_url = TextField(lazy("Authentication request URL"), required=False, max_length=ADDRESS)
    token_url = TextField(lazy("Access token URL"), required=False, max_length=ADDRESS)
    jwks_url = TextField(lazy("Public key set URL"), required=False, max_length=ADDRESS)
    deployments = LinesField(
        lazy("Deployment IDs"),
        required=False,
        rows=2,
        max_entries=100,
        description=lazy("One a line. Without any they are learnt from launches."),
    )
    name = TextField(lazy("What people call this platform"), required=False, max_length=200)
    product = TextField(
        lazy("Product"),
        required=False,
        max_length=60,
        description=lazy("As the platform calls itself: moodle, canvas."),
    )
    token_audience = TextField(
        lazy("Audience of our assertions"),
        required=False,
        max_length=ADDRESS,
        description=lazy("Only where the platform wants another one than the access token URL."),
    )

    FACTS = ("tool", "issuer", "client_id", "auth_url", "token_url", "jwks_url", "token_audience", "name", "product")

    @property
    def facts(self) -> dict[str, str]:
        return {name: str(self[name].data or "") for name in self.FACTS}

    def complain(self, error: ConfigurationInvalid) -> None:
        """Put the error beside the field that it is about."""
        field: Any = self[error.detail.removeprefix("member:")]
        field.errors = [_("Enter a web address that begins with https://.")]


class ApproveForm(Form):
    school = SelectField(lazy("School"))

    def offer(self, schools: Sequence[str]) -> None:
        self.school.choices = [(name, name) for name in schools] or [("", _("School (a first one is made)"))]
