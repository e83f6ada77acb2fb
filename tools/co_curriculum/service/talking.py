"""What people may comment on: the options of a vote, for those who see them."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from flask import url_for
from sqlalchemy.orm import Session

from lti_tools.kit.comments.comments import counts
from lti_tools.kit.comments.subject import Subject
from lti_tools.kit.pseudonyms.pseudonyms import Veil
from lti_tools.launches import CurrentLaunch, Role
from lti_tools.store.database import Runner
from lti_tools.suite import current_suite
from tools.co_curriculum import electorate, store, store_proposals
from tools.co_curriculum.domain.proposals import State
from tools.co_curriculum.service.reading import Vote, read_vote_of
from tools.co_curriculum.settings import read_settings

OPTION = "option"
TALKED_ABOUT = (State.PUBLISHED.value, State.MERGED.value)
"""What is part of another proposal now keeps its talk, to be read."""


def subject(db: Session, launch: CurrentLaunch, kind: str, subject_id: str) -> Subject | None:
    """The option with this id, where the teacher allows comments and the reader sees the options."""
    if kind != OPTION or not subject_id.isascii() or not subject_id.isdigit() or len(subject_id) > 18:
        return None
    vote = read_vote_of(db, launch.activity, launch.person_id, datetime.now(UTC), read_settings(launch.settings))[0]
    row = store_proposals.get_many(db, launch.activity, [int(subject_id)]).get(int(subject_id))
    if row is None or row.state not in TALKED_ABOUT or not may_talk(launch, vote):
        return None
    proposed = vote.settings.proposing
    back = url_for(f"{launch.tool}.proposal", option_id=int(subject_id)) if proposed else url_for(f"{launch.tool}.home")
    return Subject(
        kind=kind,
        id=subject_id,
        title=row.text,
        back_url=back,
        may_write=row.state == State.PUBLISHED.value,
        stances=True,
        fair_order=True,
        summary=row.summary,
    )


def may_talk(launch: CurrentLaunch, vote: Vote) -> bool:
    """Whether this person sees what is said about the options: staff always, students once they see the list."""
    if not vote.settings.comments:
        return False
    return launch.is_staff or (launch.role is Role.LEARNER and vote.shows_list)


def numbers(db: Runner, launch: CurrentLaunch, vote: Vote) -> Mapping[str, int] | None:
    """Option id as text -> how many comments it has; None for who sees none."""
    return counts(db, launch.activity, OPTION) if may_talk(launch, vote) else None


def author_names(db: Session, activity_id: int, people: Collection[int]) -> Mapping[int, str]:
    """What the authors of comments are called: by their names, or as beside their proposals where these are invented.

    "Somebody" under invented names for who has proposed nothing: no name of theirs slips out beside a comment.
    """
    if not store.settings_of(db, activity_id).proposals.pseudonyms:
        return electorate.names_of(db, people)
    veil = Veil.over(db, current_suite().keys.keyed_hash, activity_id)
    return {person: veil.name(person) for person in people}
