from datetime import UTC, datetime

from lti_tools.store.consumed import consume
from lti_tools.store.database import Database

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def test_a_state_or_nonce_is_consumed_once(database: Database) -> None:
    assert [consume(database, "state", "a", NOW) for _ in range(3)] == [True, False, False]
    assert consume(database, "nonce", "a", NOW)
    assert consume(database, "state", "b", NOW)
