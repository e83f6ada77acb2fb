"""The forms of decisions: what becomes of a proposal and why, and how far it has come."""

from wtforms import RadioField

from lti_tools.web.forms import Form, LongTextField
from lti_tools.web.locale import lazy
from tools.co_curriculum.domain.decisions import Outcome, Track

OUTCOMES = {
    Outcome.ACCEPT: lazy("Accepted: we do it"),
    Outcome.ADAPT: lazy("Accepted with changes"),
    Outcome.DEFER: lazy("Put off until later"),
    Outcome.DECLINE: lazy("Declined"),
}
TRACKS = {
    Track.PLANNED: lazy("Planned"),
    Track.RUNNING: lazy("In progress"),
    Track.DONE: lazy("Done"),
    Track.DROPPED: lazy("Dropped"),
}


class DecisionForm(Form):
    """What becomes of a proposal. The reason is for everybody."""

    outcome = RadioField(
        lazy("What becomes of it?"),
        choices={one.value: label for one, label in OUTCOMES.items()},
        default=Outcome.ACCEPT.value,
    )
    reason = LongTextField(
        lazy("Why?"),
        max_length=4000,
        description=lazy("Everybody reads this. Say what you change, until when it waits, or what stands against it."),
    )


class TrackForm(Form):
    """How far an accepted proposal has come."""

    track = RadioField(
        lazy("How far is it?"),
        choices={one.value: label for one, label in TRACKS.items()},
        default=Track.PLANNED.value,
    )
    note = LongTextField(lazy("What happened so far?"), required=False, max_length=4000)
