"""A vote as its pages show it, and its count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lti_tools.kit.schedule.schedule import phases_of
from lti_tools.pure.schedule import Phase, Stand, class_stand, is_over, stand
from lti_tools.store.database import Runner
from lti_tools.web.formats import format_list
from tools.co_curriculum import electorate, store, store_ballots, store_sheet
from tools.co_curriculum.domain import rule_card
from tools.co_curriculum.domain.ballots import Kind, row
from tools.co_curriculum.domain.outcomes import Outcome, Row, others
from tools.co_curriculum.domain.outcomes import count as count_rows
from tools.co_curriculum.domain.publishing import Detail, publish
from tools.co_curriculum.domain.rule_card import RuleCard
from tools.co_curriculum.mandate_words import promises
from tools.co_curriculum.method_words import EXPLAINED, mark_words, rules
from tools.co_curriculum.part_words import PARTS
from tools.co_curriculum.phases import DECIDE, DISCUSS, PROPOSE, VOTE
from tools.co_curriculum.service.rule_cards import draft
from tools.co_curriculum.settings import VoteSettings
from tools.co_curriculum.store_ballots import CastBallot

NOBODY = 0
"""Has no date of their own."""


@dataclass(frozen=True, kw_only=True)
class Vote:
    """What everybody of the course may know of a vote."""

    settings: VoteSettings
    phase: Phase
    """Voting as its reader has it: with their own date where they have one, else as the class has it."""
    stand: Stand
    is_over: bool
    """Closed for everybody, people with a later date of their own too: only then there is a result."""
    options: Mapping[int, str]
    """Option id -> wording, in the order of the ballot."""
    card: RuleCard
    """The rules: frozen, or as the settings would make them now."""
    card_ids: Sequence[int]
    """The ids of the card's options, in its order."""
    card_digest: str
    """Of the frozen card; empty before the opening."""
    phases: Mapping[str, Phase]
    """Key -> each phase that the vote has, in order, as its reader has it."""
    now: datetime
    record: Mapping[str, Any] | None
    """What a sealed secret vote published."""
    left_out: bool = False
    """The reader may not vote under the rules."""
    asked_for_topics: bool = False
    """Students are, or were, asked which topics they would like to work on."""

    @property
    def closes_at(self) -> datetime | None:
        return self.phase.own_end

    @property
    def ended_at(self) -> datetime | None:
        return self.phase.over_at if self.is_over else self.phase.own_end

    @property
    def is_open(self) -> bool:
        """Whether one can vote: the time has come, and there is something to choose between."""
        return self.stand is Stand.OPEN and len(self.options) > 1 and not self.left_out

    @property
    def is_closed(self) -> bool:
        return self.stand is Stand.CLOSED

    @property
    def is_secret(self) -> bool:
        return self.card.is_secret

    @property
    def is_hidden(self) -> bool:
        """A secret vote that is not sealed yet: nobody is told who has voted."""
        return self.is_secret and self.record is None

    @property
    def explained(self) -> str:
        """How the vote is counted, in two sentences."""
        return str(EXPLAINED[self.card.method])

    @property
    def rules(self) -> list[tuple[str, str]]:
        """(name, value) of what the rule card fixes, in words."""
        return rules(self.card)

    @property
    def promises(self) -> list[tuple[str, str]]:
        """(name, Markdown) of what the rule card holds of the teacher's mandate."""
        return promises(self.card.mandate)

    @property
    def is_frozen(self) -> bool:
        """Whether the list stays as it is: since voting has opened for the class."""
        return class_stand(self.phase, self.now) is not Stand.WAITING

    def is_at(self, key: str) -> bool:
        """Whether the phase is open for the reader."""
        return key in self.phases and stand(self.phases[key], self.now) is Stand.OPEN

    @property
    def can_propose(self) -> bool:
        """Whether a student may propose now."""
        return self.is_at(PROPOSE.key) and not self.is_frozen

    @property
    def can_change(self) -> bool:
        """Whether students may still change what they proposed."""
        return self.can_propose or (self.is_at(DISCUSS.key) and not self.is_frozen)

    @property
    def can_be_decided(self) -> bool:
        """Whether it is time for decisions: once the vote is over for everybody, in an idea box at any time."""
        box = self.settings.proposals.idea_box and self.settings.proposing and self.shows_list
        return (self.is_over and self.settings.has(DECIDE.key)) or box

    @property
    def shows_list(self) -> bool:
        """Whether students see what is on the list."""
        begun = [phase for phase in self.phases.values() if stand(phase, self.now) is not Stand.WAITING]
        return bool(begun)

    @property
    def counted_words(self) -> str:
        """What earns points, in words."""
        return format_list([str(PARTS[part]) for part in self.settings.counted])

    def texts(self, options: Sequence[int]) -> list[str]:
        """The wordings of option ids."""
        return [self.options[option] for option in options]

    def lines(self, marks: Mapping[int, int]) -> list[tuple[str, str]]:
        """(wording, mark in words) of what a ballot says; a ranking from its first place on."""
        kind = self.card.kind
        silent = kind in (Kind.STARS, Kind.DOTS, Kind.QUADRATIC)
        said = [(option, mark) for option, mark in marks.items() if mark or not silent]
        if kind is Kind.RANKED:
            said.sort(key=lambda one: one[1])
        return [(self.options[option], mark_words(kind, mark)) for option, mark in said]


def read_vote(db: Runner, activity_id: int, now: datetime, settings: VoteSettings | None = None) -> Vote:
    """The vote of an activity; raises `NotFound` where there is none. `settings` saves asking for them again."""
    return read_vote_of(db, activity_id, None, now, settings or store.settings_of(db, activity_id))[0]


def read_vote_of(
    db: Runner, activity_id: int, person_id: int | None, now: datetime, settings: VoteSettings
) -> tuple[Vote, CastBallot | None]:
    """The vote of an activity with one person's own ballot; raises `NotFound` where there is no vote."""
    sheet = store_sheet.sheet_of(db, activity_id, person_id)
    phases = {VOTE.key: sheet.phase}
    if len(settings.plans) > 1:
        phases = {one.key: one for one in phases_of(db, activity_id, person_id or NOBODY)}
    card = rule_card.read(sheet.frozen.card) if sheet.frozen else draft(settings, list(sheet.options.values()))
    vote = Vote(
        settings=settings,
        phase=sheet.phase,
        stand=stand(sheet.phase, now),
        is_over=is_over(sheet.phase, now),
        options=sheet.options,
        card=card,
        card_ids=sheet.frozen.option_ids if sheet.frozen else list(sheet.options),
        card_digest=sheet.frozen.digest if sheet.frozen else "",
        left_out=person_id is not None and _left_out(sheet, card),
        asked_for_topics=sheet.asked_for_topics,
        phases=phases,
        now=now,
        record=sheet.record,
    )
    return vote, sheet.own


def _left_out(sheet: store_sheet.Sheet, card: RuleCard) -> bool:
    """Whether the person of the sheet may not vote, as `electorate.barred` says."""
    last = sheet.frozen.last_member if sheet.frozen and not card.latecomers else None
    late = last is not None and sheet.member_id > last
    return late or bool(card.voters and not {name.casefold() for name in card.voters} & sheet.groups)


@dataclass(frozen=True)
class Count:
    """An outcome, and what other ways to count the same ballots would have chosen (method -> winners)."""

    outcome: Outcome
    others: Mapping[str, Sequence[int]]
    ballots: int
    """Everybody who voted, the undecided among them."""
    detail: str = Detail.WHOLE
    """How much of the outcome may be told."""


def count(db: Runner, activity_id: int, vote: Vote) -> Count:
    """The count as it stands. Who may see it when is for the caller to ask `may_see_count`."""
    if vote.record is not None:
        return Count(vote.record["result"], vote.record["others"], vote.record["cast"], vote.record["detail"])
    ballots = store_ballots.marks_of(db, activity_id)
    rows: list[Row] = [row(vote.card.kind, marks, vote.card_ids) for marks in ballots if marks]
    undecided = len(ballots) - len(rows)
    entitled = _entitled(db, activity_id, len(ballots)) if vote.card.quorum else 0
    outcome = count_rows(vote.card, rows, undecided=undecided, entitled=entitled)
    return Count(outcome, others(vote.card, rows), len(ballots))


def published(db: Session, activity_id: int, vote: Vote) -> Mapping[str, Any] | None:
    """What anybody may take along and count again; None before the vote is over."""
    if vote.record is not None or not vote.is_over:
        return vote.record
    if vote.is_secret:
        return None
    ballots = store_ballots.ballots_of(db, activity_id)
    rows: list[Row] = [row(vote.card.kind, one.marks, vote.card_ids) for one in ballots if one.marks]
    entitled = _entitled(db, activity_id, len(ballots))
    words = [one.words for one in ballots if one.words]
    return publish(vote.card, rows, undecided=len(ballots) - len(rows), entitled=entitled, words=words)


def _entitled(db: Runner, activity_id: int, voted: int) -> int:
    """How many may vote: the learners of the course, and at least those who did."""
    session = db if isinstance(db, Session) else Session(db)
    return max(len(electorate.entitled(session, activity_id) or ()), voted)


def may_see_count(vote: Vote) -> bool:
    """Whether students see the count: once it is over for everybody, or from the start where the teacher chose so.

    Somebody with a later date of their own votes as blind as the others did, so the others wait for them.
    """
    if vote.is_hidden:
        return False
    return vote.is_over or (vote.settings.live and vote.stand is not Stand.WAITING)
