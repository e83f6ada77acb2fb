"""A learner's questline as their pages show it, and what they can do in it."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

from sqlalchemy.orm import Session

from lti_tools import roster
from lti_tools.errors import NotFound
from lti_tools.kit.groups import groups
from lti_tools.kit.uploads.store import files_of
from lti_tools.web.locale import gettext as _
from tools.gamification import refusals
from tools.gamification.badges import store as badges
from tools.gamification.domain.evidence import Entry, Kind
from tools.gamification.domain.facts import Key
from tools.gamification.domain.favours import Favour, Uncounted, endorsements
from tools.gamification.domain.ledger import Statement, replay
from tools.gamification.domain.questline.line import HANDED_IN, Objective, Questline, Way
from tools.gamification.domain.questline.personal import with_dates
from tools.gamification.domain.questline.playing import ObjectiveState, QuestState, Stand, states
from tools.gamification.domain.questline.ruling import badges_wanted, rules_of
from tools.gamification.models import WorkRow
from tools.gamification.profiles.store import Profile, as_profile
from tools.gamification.service import ledger
from tools.gamification.service.ledger import New
from tools.gamification.store import entries as rows
from tools.gamification.store import lines, works
from tools.gamification.store.lines import Published
from tools.gamification.store.works import State
from tools.gamification.teams import shared

PLACE = "evidence"
"""What files are for (`lti_tools.kit.uploads`)."""
CODE_TRIES, CODE_REST = 10, timedelta(minutes=10)
"""So many wrong codes in so long a time; the next ones wait."""
WINDOW = timedelta(seconds=60)
"""How long a class code stands on the wall; the one before is taken too."""
ALPHABET = "ACDEFHJKLMNPQRTUVWXY3479"
"""No two of them look alike."""
Hash = Callable[[str, str], str]
"""(purpose, text) -> a hash that nobody else can make (`KeyStore.keyed_hash`)."""


@dataclass(frozen=True)
class Player:
    """One learner in the published questline."""

    place: Published
    statement: Statement
    quests: list[QuestState]
    works: Mapping[Key, list[WorkRow]]
    profile: Profile

    def quest(self, key: Key) -> QuestState:
        """One quest of theirs; raises `NotFound`."""
        found = next((one for one in self.quests if one.quest.key == key), None)
        if found is None:
            raise NotFound(f"no quest {key}")
        return found

    def objective(self, key: Key) -> tuple[QuestState, ObjectiveState]:
        """One objective with its quest; raises `NotFound`."""
        for quest in self.quests:
            for one in quest.objectives:
                if one.objective.key == key:
                    return quest, one
        raise NotFound(f"no objective {key}")


def read_player(db: Session, activity_id: int, person_id: int, now: datetime) -> Player:
    """Three queries, one more where quests wait for badges, four where a team hands in one thing for all."""
    place, profile = lines.published_to(db, activity_id, person_id)
    place = replace(place, line=with_dates(place.line, place.own_dates))
    statement = ledger.statement_of(db, place, person_id, now)
    if badges_wanted(place.line):
        held = badges.held_keys(db, activity_id, person_id)
        statement = replace(statement, facts=replace(statement.facts, badges=held))
    team = _team_of(db, activity_id, person_id) if any(one.shared for one in place.line.first_ways()) else None
    own = works.works_of(db, activity_id, person_id, team)
    works_stand = {key: _stand(tries[-1]) for key, tries in own.items()}
    found = states(place.line, statement.facts, works_stand, place.zone)
    return Player(place, statement, found, own, as_profile(profile))


def _team_of(db: Session, activity_id: int, person_id: int) -> int | None:
    found = groups.group_of(db, activity_id, person_id)
    return found.id if found else None


def preview(line: Questline, now: datetime) -> list[QuestState]:
    """The questline as a student finds it who has done nothing yet."""
    return states(line, replay(rules_of(line, 0, "UTC"), (), now).facts, {})


def _stand(work: WorkRow) -> Stand:
    return {State.WAITING: Stand.WAITING, State.RETURNED: Stand.RETURNED}.get(State(work.state), Stand.OPEN)


def _at(db: Session, activity_id: int, person_id: int, key: Key, now: datetime, *ways: Way) -> Objective:
    """An objective for which this person can do something now, on one of `ways`; refuses else."""
    _, state = read_player(db, activity_id, person_id, now).objective(key)
    if state.objective.way not in ways:
        raise refusals.other_way()
    if state.stand is Stand.LOCKED:
        raise refusals.not_open()
    if state.stand is Stand.DONE and state.repeatable and state.again_at is not None:
        raise refusals.again_later(state.again_at)
    if not state.can_act:
        raise refusals.already_done()
    return state.objective


def file_thing(key: Key, person_id: int) -> str:
    """What a file of this person for an objective belongs to."""
    return f"{key}.{person_id}"


def hand_in(db: Session, activity_id: int, person_id: int, key: Key, *, text: str, link: str, now: datetime) -> bool:
    """Hand something in; True where it counts at once. Raises a `Refusal` for what is not open or not whole."""
    objective = _at(db, activity_id, person_id, key, now, *HANDED_IN)
    text, link = text.strip(), link.strip()
    if objective.way is Way.LINK:
        parts = urlsplit(link)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise refusals.no_link()
    elif objective.way is Way.FILE:
        if not files_of(db, activity_id, PLACE, [file_thing(key, person_id)], person_id):
            raise refusals.no_file()
    elif not text:
        raise refusals.nothing_written()
    team = _team_of(db, activity_id, person_id) if objective.shared else None
    if objective.shared and team is None:
        raise refusals.no_team()
    work = works.hand_in(db, activity_id, person_id, key, text, link, now, team)
    if objective.approved or objective.way is Way.PEERS:
        return False
    works.decide(db, work, State.ACCEPTED, by=None, comment="", score=100, now=now)
    entry = Entry(shared.entry_id(work.id, now) if team else f"work:{work.id}", now, Kind.ACCEPTED, key)
    news = [New(one, entry) for one in shared.receivers(db, work)]
    ledger.record(db, activity_id, news, source=str(objective.way), now=now)
    return True


def accept(
    db: Session, activity_id: int, person_id: int, key: Key, uid: str, source: str, now: datetime, score: int = 100
) -> None:
    """Write that an objective is reached."""
    entry = Entry(uid, now, Kind.ACCEPTED, key, score)
    ledger.record(db, activity_id, [New(person_id, entry)], source=str(source), now=now)


def plain(code: str) -> str:
    """A code without what people type differently: capitals, spaces, kinds of hyphens."""
    folded = unicodedata.normalize("NFKC", code).casefold()
    return "".join(char for char in folded if char.isalnum())


def enter_code(db: Session, activity_id: int, person_id: int, key: Key, given: str, now: datetime) -> bool:
    """Try a code; True where it was right. A wrong one is noted as an attempt, so the caller commits it, then refuses.

    One code is the same for everybody; of several each works once, for one person.
    """
    lines.hold(db, activity_id)
    objective = _at(db, activity_id, person_id, key, now, Way.CODE)
    _rest(db, activity_id, person_id, key, now)
    known = {plain(code): code for code in objective.codes}
    if plain(given) not in known or not plain(given):
        attempt = Entry(f"try:{uuid4().hex}", now, Kind.ATTEMPT, key, 0)
        ledger.record(db, activity_id, [New(person_id, attempt)], source="code", now=now)
        return False
    if objective.codes_until is not None and now >= objective.codes_until:
        raise refusals.late_code()
    uid = f"code:{key}:{plain(given)}"
    if len(known) > 1 and rows.is_used(db, activity_id, uid):
        raise refusals.used_code()
    accept(db, activity_id, person_id, key, uid, Way.CODE, now)
    return True


def _rest(db: Session, activity_id: int, person_id: int, key: Key, now: datetime) -> None:
    tries = [
        one.at
        for one in rows.entries_of(db, activity_id, person_id)
        if one.kind is Kind.ATTEMPT and one.objective == key and one.at > now - CODE_REST
    ]
    if len(tries) >= CODE_TRIES:
        left = min(tries) + CODE_REST - now
        raise refusals.too_many_tries(max(int(left.total_seconds() // 60) + 1, 1))


def class_code(hashed: Hash, activity_id: int, key: Key, now: datetime, back: int = 0) -> str:
    """The class code of this minute, or of `back` minutes before."""
    window = int(now.timestamp() // WINDOW.total_seconds()) - back
    digest = int(hashed("quests.check-in", f"{activity_id}:{key}:{window}"), 16)
    found = ""
    for _letter in range(6):
        digest, place = divmod(digest, len(ALPHABET))
        found += ALPHABET[place]
    return found


def check_in(db: Session, hashed: Hash, activity_id: int, person_id: int, key: Key, given: str, now: datetime) -> None:
    """Take the class code while it is shown; raises a `Refusal` else."""
    _at(db, activity_id, person_id, key, now, Way.CHECK_IN)
    shown = works.check_ins(db, activity_id, now)
    if key not in shown:
        raise refusals.no_check_in()
    taken = {plain(class_code(hashed, activity_id, key, now, back)) for back in (0, 1)}
    if plain(given) not in taken:
        raise refusals.old_class_code()
    accept(db, activity_id, person_id, key, f"check-in:{key}:{shown[key].isoformat()}", Way.CHECK_IN, now)


def read_answers(db: Session, activity_id: int, person_id: int, quest: QuestState, now: datetime) -> int:
    """Note that the answers in a quest were read; return how many were new."""
    keys = [one.objective.key for one in quest.objectives]
    new = works.mark_read(db, activity_id, person_id, keys, now)
    entries = [New(person_id, Entry(f"read:{work.id}", now, Kind.FEEDBACK_READ, work.objective)) for work in new]
    if entries:
        ledger.record(db, activity_id, entries, source="read", now=now)
    return len(entries)


# -- classmates

GIVEN = 3
"""So many confirmations of one person count for an objective, or one more than it needs."""
_NOT_COUNTED = {
    Uncounted.SELF: refusals.own_work,
    Uncounted.MUTUAL: refusals.mutual,
    Uncounted.GIVER_FULL: refusals.enough_confirmed,
}


@dataclass(frozen=True)
class Asked:
    """Somebody asks classmates to confirm something."""

    work: WorkRow
    objective: Objective
    confirmed: bool
    """By the reader already."""


def asked_of(db: Session, activity_id: int, person_id: int) -> list[Asked]:
    """What this person can confirm: of their team where they are in one, else of the class."""
    place = lines.published(db, activity_id)
    wanted = {one.key: one for _, one in place.line.objectives() if one.way is Way.PEERS}
    if not wanted:
        return []
    mates = groups.mates(db, activity_id, person_id)
    found = [
        work
        for work in works.waiting(db, activity_id, list(wanted))
        if work.person_id != person_id and (not mates or work.person_id in mates)
    ]
    given = works.endorsers(db, [work.id for work in found])
    return [Asked(work, wanted[work.objective], person_id in given.get(work.id, ())) for work in found]


def confirm(db: Session, activity_id: int, person_id: int, work_id: int, now: datetime) -> None:
    """Confirm a classmate's work; with enough of them it counts.

    For one objective two people never confirm each other, and one person's confirmations count up to a number
    (`domain.favours`).
    """
    lines.hold(db, activity_id)
    asked = next((one for one in asked_of(db, activity_id, person_id) if one.work.id == work_id), None)
    if asked is None:
        raise NotFound(f"nothing to confirm under {work_id}")
    given = works.favours(db, activity_id, asked.work.objective)
    mine = Favour(f"{work_id}:{person_id}", now, person_id, asked.work.person_id)
    most = max(GIVEN, asked.objective.peers + 1)
    why = endorsements([*given, mine], most)[mine.id]
    if why in _NOT_COUNTED:
        raise _NOT_COUNTED[why]()
    works.endorse(db, work_id, person_id, now)
    counted = endorsements(given := works.favours(db, activity_id, asked.work.objective), most)
    begins = f"{work_id}:"
    if sum(counted[one.id] is None for one in given if one.id.startswith(begins)) < asked.objective.peers:
        return
    if works.decide(db, asked.work, State.ACCEPTED, by=None, comment="", score=100, now=now):
        author, key = asked.work.person_id, asked.objective.key
        accept(db, activity_id, author, key, f"work:{work_id}", Way.PEERS, now)


def names_of(db: Session, context_id: int) -> dict[int, str]:
    """Everybody ever seen in the course by id; "Person 7" where the LMS tells no name."""
    return {
        one.person_id: one.name or _("Person %(number)s", number=one.person_id)
        for one in roster.members(db, context_id)
    }
