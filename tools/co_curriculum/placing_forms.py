"""The forms of placing people: rules for all topics, and one topic's own."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, RadioField

from lti_tools.errors import Refusal
from lti_tools.kit.groups.matching import Directory, Unmatched, look_up
from lti_tools.web.forms import Form, LinesField, LocalDateTimeField, WholeNumberField
from lti_tools.web.forms import TextField as Text
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.co_curriculum.placing_rules import MOST_LISTED, MOST_SEATS, Asks, Exchanges, Rules, Way

MOST_CIRCLES = 200


class RulesForm(Form):
    """What holds for all topics."""

    way = RadioField(
        lazy("How do students come to their topic?"),
        choices={
            Way.LISTS.value: lazy("They list topics, best first, and the best plan for all is worked out"),
            Way.FIRST_COME.value: lazy(
                "First come, first served: they take a seat while there is one, or wait in line"
            ),
        },
        default=Way.LISTS.value,
    )
    asks = RadioField(
        lazy("What do students say?"),
        choices={
            Asks.RANKS.value: lazy("They list so many topics, best first"),
            Asks.RATINGS.value: lazy("They rate every topic from 1 to 5; topics may be level"),
        },
        default=Asks.RANKS.value,
    )
    length = WholeNumberField(
        lazy("Topics on each list"),
        least=1,
        most=MOST_LISTED,
        default=3,
        description=lazy("Everybody lists exactly so many, so that nobody gains by listing one alone."),
    )
    most = WholeNumberField(lazy("Seats in each topic, at most"), least=1, most=MOST_SEATS, default=5)
    least = WholeNumberField(lazy("People in each topic, at least"), least=0, most=MOST_SEATS, default=0)
    closes_unfilled = BooleanField(
        lazy("A topic with too few people is left out"),
        default=True,
        description=lazy("Without this every topic has to run."),
    )
    fill = BooleanField(
        lazy("Who can get nothing of their list gets another topic"),
        default=True,
        description=lazy("Without this they have no place, and you place them by hand."),
    )
    closes_at = LocalDateTimeField(
        lazy("Lists are taken until"), description=lazy("Leave this empty to close by hand.")
    )
    exchanges = RadioField(
        lazy("May students exchange their topics once they know them?"),
        choices={
            Exchanges.NO.value: lazy("No"),
            Exchanges.ASKED.value: lazy("Yes, if two agree and you agree too"),
            Exchanges.FREE.value: lazy("Yes, if two agree and all rules are kept"),
        },
        default=Exchanges.NO.value,
    )
    keeps_groups = BooleanField(
        lazy("The groups of this activity stay together"),
        description=lazy("Choose them under “Groups” in the menu."),
    )
    supervisors = LinesField(
        lazy("Who looks after topics, and how many students each can take"),
        required=False,
        max_entries=100,
        description=lazy("One a line, such as “Ms Kim: 12”. Below you say who looks after which topic."),
        render_kw={"rows": 3},
    )
    needs = LinesField(
        lazy("What every topic needs"),
        required=False,
        max_entries=20,
        description=lazy(
            "One a line, such as “role=writes: 1”: a note about students from the group maker, and how many people "
            "with it. A topic without them is left out."
        ),
        render_kw={"rows": 2},
    )
    alike = LinesField(
        lazy("Variety: how many alike may meet in one topic"),
        required=False,
        max_entries=20,
        description=lazy(
            "One a line, such as “section: 2”: a note about students or a set of the LMS's groups, and how many people "
            "with the same value one topic has at most."
        ),
        render_kw={"rows": 2},
    )
    together = LinesField(
        lazy("Who stays together"),
        required=False,
        max_entries=MOST_CIRCLES,
        entry_length=500,
        unique=False,
        description=lazy("Names or e-mail addresses with commas between, one group a line."),
        render_kw={"rows": 2},
    )
    apart = LinesField(
        lazy("Who is kept apart"),
        required=False,
        max_entries=MOST_CIRCLES,
        entry_length=500,
        unique=False,
        description=lazy("Names or e-mail addresses with commas between, one group a line. Students never see this."),
        render_kw={"rows": 2},
    )

    shown_when = dict.fromkeys(
        (
            "asks", "least", "closes_unfilled", "fill", "exchanges", "keeps_groups", "supervisors", "needs", "alike",
            "together", "apart",
        ),
        f"way={Way.LISTS.value}",
    ) | {"length": f"way={Way.LISTS.value}&asks={Asks.RANKS.value}"}  # fmt: skip

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if good and self.applies("least") and (self.least.data or 0) > (self.most.data or 0):
            self.least.errors = [_("This is more than there are seats.")]
        for field in (self.supervisors, self.needs, self.alike):
            if wrong := next((line for line in field.data or () if _amount(line) is None), ""):
                field.errors = [_("“%(line)s” has no number behind a colon.", line=wrong)]
        if wrong := next((line for line in self.needs.data or () if "=" not in line), ""):
            self.needs.errors = [_("“%(line)s” does not look like “role=writes: 1”.", line=wrong)]
        return good and not self.errors

    def rules(self) -> Rules:
        return Rules(
            way=Way(self.way.data),
            asks=Asks(self.asks.data),
            length=self.length.data or Rules.length,
            least=self.least.data or 0,
            most=self.most.data or Rules.most,
            closes_unfilled=bool(self.closes_unfilled.data),
            fill=bool(self.fill.data),
            keeps_groups=bool(self.keeps_groups.data),
            exchanges=Exchanges(self.exchanges.data),
            supervisors=amounts(self.supervisors.data),
            needs=amounts(self.needs.data),
            alike=amounts(self.alike.data),
        )


class TopicForm(Form):
    """One topic's own rules; empty fields are as for all."""

    use = BooleanField(lazy("Students can choose this topic"))
    most = WholeNumberField(lazy("Seats at most"), required=False, least=1, most=MOST_SEATS)
    least = WholeNumberField(lazy("People at least"), required=False, least=0, most=MOST_SEATS)
    supervisor = Text(lazy("Looked after by"), required=False, max_length=100)
    needs = Text(lazy("Needs besides"), required=False, max_length=200)

    def check(self, rules: RulesForm) -> bool:
        """Whether it goes with the rules for all topics; says beside a field why not."""
        if not self.validate():
            return False
        most = self.most.data or rules.most.data
        least = rules.least.data if self.least.data is None else self.least.data
        if self.use.data and rules.applies("least") and least is not None and most is not None and least > most:
            self.least.errors = [_("This is more than there are seats.")]
        if self.supervisor.data and self.supervisor.data not in amounts(rules.supervisors.data):
            self.supervisor.errors = [_("Give this name a line above, with the number of students.")]
        if any(_amount(line) is None or "=" not in line for line in _parts(self.needs.data)):
            self.needs.errors = [_("Write this as “role=writes: 1”, with a semicolon between two.")]
        return not self.errors

    def own_needs(self) -> dict[str, int]:
        return amounts(_parts(self.needs.data))


def _parts(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(";") if part.strip()]


def _amount(line: str) -> tuple[str, int] | None:
    """ "Ms Kim: 12" -> its parts; None where it is not so."""
    name, _colon, number = line.rpartition(":")
    number = number.strip()
    if not name.strip() or not (number.isascii() and number.isdigit()) or not 1 <= int(number[:6]) <= MOST_SEATS:
        return None
    return name.strip(), int(number)


def amounts(lines: Sequence[str] | None) -> dict[str, int]:
    """Lines "name: number" -> name -> number; what is no such line is left out."""
    return dict(found for line in lines or () if (found := _amount(line)))


def amount_lines(found: Mapping[str, int]) -> list[str]:
    return [f"{name}: {number}" for name, number in found.items()]


def circles(lines: Sequence[str] | None, known: Directory) -> list[frozenset[int]]:
    """Lines of names -> circles of people; raises a `Refusal` for who is nobody, or not one alone."""
    found = []
    for line in lines or ():
        words = [word.strip() for word in line.replace(";", ",").split(",") if word.strip()]
        people = [look_up(known, [word]) for word in words]
        for word, person in zip(words, people, strict=True):
            if isinstance(person, Unmatched):
                raise Refusal(_("“%(name)s” is no student of this course, or more than one.", name=word))
        if len(set(people)) < 2:
            raise Refusal(_("Write at least two students, with commas between: “%(line)s”.", line=line[:100]))
        found.append(frozenset(person for person in people if not isinstance(person, Unmatched)))
    return found
