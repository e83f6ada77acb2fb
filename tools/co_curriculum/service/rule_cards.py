"""The rule card of a vote: drawn up from the settings, frozen at the opening, held against every later change."""

from collections.abc import Sequence
from datetime import datetime
from secrets import token_hex

from sqlalchemy.orm import Session

from tools.co_curriculum import store
from tools.co_curriculum.domain.methods import METHODS, Method
from tools.co_curriculum.domain.rule_card import RuleCard, changed, digest, read, write
from tools.co_curriculum.settings import VoteSettings


def draft(settings: VoteSettings, options: Sequence[str]) -> RuleCard:
    """The card that these settings make, before its lot is drawn."""
    needs = METHODS[settings.method]
    return RuleCard(
        options=tuple(options),
        method=settings.method,
        most=settings.most if settings.method is Method.APPROVAL else None,
        budget=settings.budget if needs.budget else None,
        winners=settings.winners if needs.winners else 1,
        weeks=settings.weeks if needs.weeks else None,
        costs=(1,) * len(options) if needs.weeks else (),
        quorum=settings.quorum if needs.quorum else 0,
        secrecy=settings.secrecy,
        whole=settings.whole,
    )


def frozen_at_opening(db: Session, activity_id: int, now: datetime) -> tuple[RuleCard, Sequence[int]]:
    """The card that binds this vote, with the ids of its options; frozen now where nobody has needed it yet."""
    frozen = store.frozen_card(db, activity_id)
    if frozen is None:
        freeze(db, activity_id, store.settings_of(db, activity_id), now)
        frozen = store.frozen_card(db, activity_id)
    assert frozen is not None
    return read(frozen.card), frozen.option_ids


def freeze(db: Session, activity_id: int, settings: VoteSettings, now: datetime) -> None:
    """Draw the lot and fix the card, unless there is one."""
    options = store.options_of(db, activity_id)
    card = draft(settings, [option.text for option in options]).drawn(token_hex(16))
    ids = [option.id for option in options]
    store.freeze_card(db, activity_id, store.Frozen(write(card), ids, digest(card), now))


def differences(db: Session, activity_id: int, wanted: VoteSettings) -> tuple[str, ...]:
    """Which rules of the frozen card these settings would change; none where nothing is frozen."""
    frozen = store.frozen_card(db, activity_id)
    return changed(read(frozen.card), draft(wanted, wanted.options)) if frozen else ()
