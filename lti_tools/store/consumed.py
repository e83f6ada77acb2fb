"""States and nonces, each used once."""

import hashlib
from datetime import datetime

from lti_tools.store.database import Database
from lti_tools.store.inserting import insert_or_ignore
from lti_tools.store.tables.sessions import Consumed


def consume(database: Database, kind: str, text: str, expires_at: datetime) -> bool:
    """Use up `text` in a committed statement of its own; False when it was used before."""
    digest = hashlib.sha256(f"{kind}:{text}".encode()).hexdigest()
    with database.single() as db:
        return insert_or_ignore(db, Consumed, {"digest": digest, "expires_at": expires_at}, ["digest"])
