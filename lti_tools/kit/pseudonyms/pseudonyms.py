"""The door: what people of an activity are called where their names must not be known, and addresses to match.

with suite.database.write() as db:                       # with the deed that makes somebody visible to others
    ensure(db, launch.activity, [launch.person_id])
with suite.database.read() as db:
    veil = Veil.over(db, suite.keys.keyed_hash, launch.activity)
veil.name(author)                                        # the same for everybody in the activity
veil.name(author, viewer=launch.person_id)               # another one for each viewer
"""

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools.kit.pseudonyms.tables import Pseudonym
from lti_tools.kit.pseudonyms.words import ADJECTIVES, ANIMALS, spoken
from lti_tools.pure.pseudonyms import code_of, opened, sealed, shuffled, subkey, words_of
from lti_tools.store.database import Runner
from lti_tools.store.tables.activities import Activity
from lti_tools.web.locale import gettext as _

T = TypeVar("T")
KeyedHash = Callable[[str, str], str]
"""`KeyStore.keyed_hash`: (purpose, text) -> hex digest under the suite's master secret."""
NAMES = len(ADJECTIVES) * len(ANIMALS)
"""Names of two words; further people get a number behind theirs."""
_random = random.SystemRandom()


def ensure(db: Session, activity_id: int, people: Iterable[int], rng: random.Random = _random) -> None:
    """Give each of `people` a slot in the activity if they have none yet; others doing the same wait their turn."""
    waiting = set(people) - _slots(db, activity_id).keys()
    if not waiting:
        return
    db.execute(select(Activity.id).where(Activity.id == activity_id).with_for_update(key_share=True))
    query = select(Pseudonym.person_id, Pseudonym.slot).where(Pseudonym.activity_id == activity_id)
    rows = db.execute(query).all()
    waiting -= {row.person_id for row in rows}
    taken = {row.slot for row in rows}
    blocks = (len(taken) + len(waiting) - 1) // NAMES + 1
    free = [slot for slot in range(blocks * NAMES) if slot not in taken]
    drawn = zip(sorted(waiting), rng.sample(free, len(waiting)), strict=True)
    db.add_all(Pseudonym(activity_id=activity_id, person_id=person_id, slot=slot) for person_id, slot in drawn)
    db.flush()


def _slots(db: Runner, activity_id: int) -> dict[int, int]:
    query = select(Pseudonym.person_id, Pseudonym.slot).where(
        Pseudonym.activity_id == activity_id, Pseudonym.person_id.is_not(None)
    )
    return {row.person_id: row.slot for row in db.execute(query)}


@dataclass(frozen=True)
class Veil:
    """The names of one activity's people. `slots`: person id -> slot."""

    key: bytes
    slots: Mapping[int, int]

    @classmethod
    def over(cls, db: Runner, keyed_hash: KeyedHash, activity_id: int) -> "Veil":
        """Read the activity's slots, in one query."""
        return cls(activity_key(keyed_hash, activity_id), _slots(db, activity_id))

    def name(self, person_id: int | None, viewer: int | None = None) -> str:
        """What `person_id` is called: by everybody, or by `viewer` alone, whom other viewers' names tell nothing.

        Two people never share a name inside an activity (or before one viewer). "Somebody" for who has no slot.
        """
        slot = self.slots.get(person_id) if person_id is not None else None
        if slot is None:
            return _("Somebody")
        return spoken(*words_of(self._names(viewer), slot, len(ADJECTIVES), len(ANIMALS)))

    def code(self, person_id: int, viewer: int | None = None) -> str:
        """As `name`, but neutral: "K7QX". Raises KeyError for who has no slot."""
        return code_of(self._names(viewer), self.slots[person_id])

    def _names(self, viewer: int | None) -> bytes:
        return subkey(self.key, "names", "everybody" if viewer is None else viewer)


def activity_key(keyed_hash: KeyedHash, activity_id: int) -> bytes:
    """The secret from which everything of one activity is derived; unrelated to those of others."""
    return bytes.fromhex(keyed_hash("kit.pseudonyms", str(activity_id)))


def token_for(key: bytes, kind: str, number: int, viewer: int) -> str:
    """What stands for row `number` of `kind` in one viewer's addresses: unguessable, another one for each viewer."""
    return sealed(subkey(key, "token", kind, viewer), number)


def id_of(key: bytes, kind: str, token: str, viewer: int) -> int | None:
    """The row that `token` stands for; None for an invented one and for one out of somebody else's address."""
    return opened(subkey(key, "token", kind, viewer), token)


def order_for(
    key: bytes, kind: str, items: Iterable[T], viewer: int, identity: Callable[[T], object] = lambda item: item
) -> list[T]:
    """`items` in an order of this viewer's own that stays as it is and says nothing about ids, times or people."""
    return shuffled(subkey(key, "order", kind, viewer), items, identity)
