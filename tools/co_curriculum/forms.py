"""The form of an activity's settings."""

from typing import Any

from wtforms import BooleanField, RadioField, SelectField

from lti_tools.kit.schedule.fields import PhasedForm, PhaseField
from lti_tools.launches import current_launch, now
from lti_tools.pure.schedule import Start
from lti_tools.suite import current_suite
from lti_tools.web.forms import (
    CheckboxesField,
    LinesField,
    LocalDateTimeField,
    LongTextField,
    Section,
    WholeNumberField,
    field_named,
)
from lti_tools.web.forms import TextField as Text
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.co_curriculum.domain.methods import Method, Question
from tools.co_curriculum.domain.participation import USUAL
from tools.co_curriculum.domain.rule_card import NAMED, SECRET
from tools.co_curriculum.electorate import unknown_group
from tools.co_curriculum.forms_values import BY_NAME, PSEUDONYMS, UNSAID, to_settings
from tools.co_curriculum.method_words import NAMES, QUESTIONS
from tools.co_curriculum.part_words import CHOICES
from tools.co_curriculum.phases import DECIDE, DISCUSS, PHASES, PLACE, PROPOSE, VOTE
from tools.co_curriculum.service.configuring import objections
from tools.co_curriculum.settings import (
    AFTER_CLOSE,
    LIVE,
    MOST_BUDGET,
    MOST_OPTIONS,
    MOST_WEEKS,
    MOST_WINNERS,
    OPTION_LENGTH,
    Binding,
    read_settings,
)


class SettingsForm(PhasedForm):
    """What a teacher sets. Texts and options are theirs, the rest has defaults that suit most votes."""

    declared = PHASES

    title = Text(lazy("Title"), max_length=200)
    question = LongTextField(
        lazy("What is this vote about?"),
        required=False,
        max_length=5000,
        description=lazy("Shown above the options. Markdown works here."),
    )
    options = LinesField(
        lazy("Options"),
        required=False,
        max_entries=MOST_OPTIONS,
        entry_length=OPTION_LENGTH,
        description=lazy("One option a line. You can add them later; voting needs at least two."),
        render_kw={"rows": 8},
    )
    asks = RadioField(
        lazy("What do you want to know from the class?"),
        choices=dict(QUESTIONS),
        default=Question.QUICK.value,
        description=lazy("The question leads to a ballot and a count that answer it. Students read how it is counted."),
    )
    method = SelectField(
        lazy("How it is counted"),
        choices={method.value: name for method, name in NAMES.items()},
        default=Method.SCHULZE.value,
    )
    most = WholeNumberField(
        lazy("How many options may one person choose at most?"),
        required=False,
        least=1,
        most=MOST_OPTIONS,
        description=lazy("Leave this empty to let everybody choose as many as they like."),
    )
    winners = WholeNumberField(lazy("How many shall win?"), required=False, least=1, most=MOST_WINNERS, default=1)
    weeks = WholeNumberField(
        lazy("How many weeks are there to fill?"),
        required=False,
        least=1,
        most=MOST_WEEKS,
        default=3,
        description=lazy("Each option takes one week."),
    )
    budget = WholeNumberField(
        lazy("How many dots or points does each person have?"), required=False, least=1, most=MOST_BUDGET, default=5
    )
    quorum = WholeNumberField(
        lazy("What percentage of the students has to take part?"),
        required=False,
        least=0,
        most=100,
        default=50,
        description=lazy("With fewer the vote decides nothing. 0 asks for no quorum."),
    )
    secrecy = RadioField(
        lazy("Who learns what somebody votes?"),
        choices={
            NAMED: lazy("Named: teachers see who voted for what, classmates see totals"),
            SECRET: lazy("Secret: nobody learns it, teachers neither; it cannot be changed once the vote has opened"),
        },
        default=NAMED,
    )
    whole = BooleanField(
        lazy("Publish whole ballots of fewer than 15 voters too"),
        description=lazy("Everybody can count again then, but a rare order of choices may give its voter away."),
    )
    vote = PhaseField(
        VOTE,
        description=lazy("Students can vote as soon as it is open and there are two options."),
    )
    propose = PhaseField(PROPOSE)
    discuss = PhaseField(DISCUSS)
    most_each = WholeNumberField(
        lazy("How many proposals may one student have on the list?"),
        required=False,
        least=1,
        most=50,
        default=3,
        description=lazy("Leave this empty for any number."),
    )
    approve = BooleanField(
        lazy("I look at each proposal before others see it"),
        description=lazy("You publish it, or refuse it with a reason that its author reads."),
    )
    authors = RadioField(
        lazy("Under what do students propose and comment?"),
        choices={
            BY_NAME: lazy("Their names"),
            PSEUDONYMS: lazy("Invented names, for classmates and for you, so that an idea counts whoever had it"),
        },
        default=BY_NAME,
    )
    supports = BooleanField(
        lazy("Students can say before the vote what they would like"),
        description=lazy("Everybody sees how many do, which can sway a vote; an idea box lives by it."),
    )
    idea_box = BooleanField(
        lazy("An idea box: there is no vote"),
        description=lazy("Students propose all the time, and you decide on each proposal when you have looked at it."),
    )
    up_for_choice = LongTextField(
        lazy("What is up for choice?"),
        required=False,
        max_length=5000,
        description=lazy("What the class may decide, and how far. Markdown works here."),
    )
    fixed = LongTextField(
        lazy("What is fixed, and why?"),
        required=False,
        max_length=5000,
        description=lazy("What the class cannot change, with your reasons. Markdown works here."),
    )
    about_weeks = WholeNumberField(lazy("How many weeks of the course is it about?"), required=False, least=1, most=52)
    binding = RadioField(
        lazy("What is the result worth?"),
        choices={
            UNSAID: lazy("I do not say that here"),
            Binding.BINDS.value: lazy("It binds: what the class chooses is what we do"),
            Binding.VETO.value: lazy("It binds unless I veto it, for reasons that I name now"),
            Binding.ADVISES.value: lazy("It advises: I decide afterwards, openly and with reasons"),
        },
        default=UNSAID,
    )
    veto_grounds = LongTextField(
        lazy("For what reasons could you veto it?"),
        required=False,
        max_length=2000,
        description=lazy("Safety, cost, the curriculum: a veto for another reason would break your word."),
    )
    answer_by = LocalDateTimeField(
        lazy("By when is your decision there?"),
        description=lazy("Everybody sees this date, and everybody sees when it has passed without a decision."),
    )
    decide = PhaseField(DECIDE)
    deciders = WholeNumberField(
        lazy("How many teachers decide together?"),
        required=False,
        least=1,
        most=10,
        default=1,
        description=lazy("A decision holds once so many teachers of the course say the same, each with a reason."),
    )
    place = PhaseField(
        PLACE,
        description=lazy(
            "Topics, seats and rules are chosen on the page of places. Without this step you ask by hand."
        ),
    )
    voters = LinesField(
        lazy("Only these groups or sections vote"),
        required=False,
        max_entries=50,
        description=lazy("Their names as your LMS or the page of groups has them, one a line. Empty: everybody votes."),
        render_kw={"rows": 3},
    )
    no_latecomers = BooleanField(lazy("Who joins the course after voting has opened does not vote"))
    results = RadioField(
        lazy("When do students see the count?"),
        choices={
            AFTER_CLOSE: lazy("After the vote has closed, so that nobody is swayed by it"),
            LIVE: lazy("At any time, while people are still voting"),
        },
        default=AFTER_CLOSE,
    )
    comments = BooleanField(
        lazy("Students may comment on the options"),
        default=True,
        description=lazy(
            "Everybody in the course reads the comments, with names. What students report is hidden until you decide."
        ),
    )
    graded = BooleanField(
        lazy("Give points for taking part"),
        default=True,
        description=lazy(
            "Whatever somebody chooses, “no preference” too. They go to the gradebook after the close, all at once."
        ),
    )
    points = WholeNumberField(lazy("Points for taking part"), required=False, least=1, most=100, default=10)
    parts = CheckboxesField(
        lazy("What counts as taking part?"),
        choices=dict(CHOICES),
        default=[part.value for part in USUAL],
        description=lazy(
            "Each counts once and is worth the same. How much, how well and with what outcome does not count."
        ),
    )

    shown_when = {
        "points": "graded=on",
        "parts": "graded=on",
        "method": "asks=own",
        "most": "asks=quick own",
        "winners": "asks=people shortlist warm-up own",
        "weeks": "asks=fill own",
        "budget": "asks=warm-up own",
        "quorum": "asks=rule consent own",
        "veto_grounds": "binding=veto",
        "whole": "secrecy=secret",
    }
    sections = (
        Section(
            lazy("Students propose what is voted on"),
            ("propose", "discuss", "most_each", "approve", "authors", "supports", "idea_box"),
            ("propose-used", "discuss-used", "idea_box"),
        ),
        Section(
            lazy("The mandate: what is up for choice, what is fixed, what the result is worth"),
            ("up_for_choice", "fixed", "about_weeks", "binding", "veto_grounds", "answer_by"),
            ("up_for_choice", "fixed", "about_weeks", "answer_by"),
        ),
        Section(lazy("Your decision afterwards"), ("decide", "deciders"), ("decide-used",)),
        Section(lazy("Who works on which topic"), ("place",), ("place-used",)),
        Section(lazy("Who may vote"), ("voters", "no_latecomers"), ("voters", "no_latecomers")),
        Section(lazy("What students see and say"), ("results", "comments")),
        Section(lazy("Points for taking part"), ("graded", "points", "parts")),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        problems = self._problems() if good else {}
        for name, text in problems.items():
            field_named(self, name).errors = [text]
        return good and not problems

    def _problems(self) -> dict[str, str]:
        """What the fields cannot know by themselves: the clock, and the ballots that are cast already."""
        launch = current_launch()
        problems = {}
        if self.graded.data and self.points.data is None:
            problems["points"] = _("Say how many points, from 1 to 100.")
        earlier = (self.propose.plan or self.discuss.plan) and not self.idea_box.data
        if earlier and self.vote.plan and self.vote.plan.start is Start.NOW and not self._opened():
            problems["vote-start"] = _("Students propose first. Open the vote when the step before it ends.")
        if launch.context_id is not None and self.voters.data:
            with current_suite().database.read() as db:
                name = unknown_group(db, launch.context_id, launch.activity_id, self.voters.data)
            problems |= {"voters": _("There is no group or section called “%(name)s” here.", name=name)} if name else {}
        if launch.configured and launch.activity_id is not None:
            with current_suite().database.read() as db:
                problems |= objections(db, launch.activity_id, read_settings(to_settings(self)), now())
        return problems

    def _opened(self) -> bool:
        """Whether the vote was opened already, so that "right away" is what happened."""
        launch = current_launch()
        return launch.configured and read_settings(launch.settings).plan.start is Start.NOW
