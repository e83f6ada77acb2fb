"""The rule card of a vote: drawn up from the settings, frozen at the opening, held against every later change."""

from collections.abc import Sequence
from datetime import datetime
from secrets import token_hex

from sqlalchemy.orm import Session

from lti_tools.kit.schedule.plans import write_instant
from tools.co_curriculum import electorate, store
from tools.co_curriculum.domain.methods import METHODS, Method
from tools.co_curriculum.domain.rule_card import RuleCard, changed, digest, read, write
from tools.co_curriculum.models import Option
from tools.co_curriculum.settings import Binding, Mandate, VoteSettings


def draft(settings: VoteSettings, options: Sequence[str], costs: Sequence[int] = ()) -> RuleCard:
    """The card that these settings make, before its lot is drawn; `costs` in weeks, one each where none are given."""
    needs = METHODS[settings.method]
    return RuleCard(
        options=tuple(options),
        method=settings.method,
        most=settings.most if settings.method is Method.APPROVAL else None,
        budget=settings.budget if needs.budget else None,
        winners=settings.winners if needs.winners else 1,
        weeks=settings.weeks if needs.weeks else None,
        costs=(tuple(costs) or (1,) * len(options)) if needs.weeks else (),
        quorum=settings.quorum if needs.quorum else 0,
        secrecy=settings.secrecy,
        whole=settings.whole,
        voters=settings.voters,
        latecomers=settings.latecomers,
        mandate=_mandate(settings.mandate),
    )


def _mandate(mandate: Mandate) -> dict[str, str] | None:
    """What the teacher promised, as the card holds it; None where nothing was said."""
    said = {
        "up_for_choice": mandate.up_for_choice,
        "fixed": mandate.fixed,
        "weeks": str(mandate.weeks or ""),
        "binding": mandate.binding or "",
        "veto_grounds": mandate.veto_grounds if mandate.binding is Binding.VETO else "",
        "answer_by": write_instant(mandate.answer_by),
    }
    return said if any(said.values()) else None


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
    card = draft(settings, [option.text for option in options], [cost_of(option) for option in options])
    card = card.drawn(token_hex(16))
    ids, last = [option.id for option in options], electorate.newest_member(db, activity_id)
    store.freeze_card(db, activity_id, store.Frozen(write(card), ids, digest(card), now, last))


def differences(db: Session, activity_id: int, wanted: VoteSettings) -> tuple[str, ...]:
    """Which rules of the frozen card these settings would change; none where nothing is frozen."""
    frozen = store.frozen_card(db, activity_id)
    if frozen is None:
        return ()
    proposed = [option for option in store.options_of(db, activity_id) if not option.listed]
    texts = [*wanted.options, *(option.text for option in proposed)]
    costs = [1] * len(wanted.options) + [cost_of(option) for option in proposed]
    return changed(read(frozen.card), draft(wanted, texts, costs))


def cost_of(option: Option) -> int:
    """The weeks that an option takes; one where nobody has said."""
    return option.effort or 1
