"""How somebody wants e-mail."""

from datetime import UTC, datetime

from wtforms import RadioField, SelectField

from lti_tools.kit.notices.preferences import Pace, Wish
from lti_tools.web.forms import Form
from lti_tools.web.locale import lazy

HOURS = {str(hour): datetime(2000, 1, 1, hour, tzinfo=UTC).strftime("%H:%M") for hour in range(24)}


class MailForm(Form):
    pace = RadioField(
        lazy("E-mail about new notices"),
        choices={
            Pace.DAILY.value: lazy("At most one a day"),
            Pace.HOURLY.value: lazy("At most one an hour"),
            Pace.NEVER.value: lazy("None"),
        },
        description=lazy("Notices that you have read already are never mailed."),
    )
    quiet_from = SelectField(lazy("No e-mail from"), choices=HOURS)
    quiet_until = SelectField(
        lazy("until"),
        choices=HOURS,
        description=lazy("In the course's time zone. The same time twice: no quiet hours."),
    )

    @property
    def wish(self) -> Wish:
        """The valid form as a wish."""
        return Wish(
            pace=Pace(self.pace.data), quiet_from=int(self.quiet_from.data), quiet_until=int(self.quiet_until.data)
        )
