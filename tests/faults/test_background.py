"""The worker as `lti-tools worker` composes it carries a wish to the LMS."""

from datetime import UTC, datetime

from lti_tools.app import create_suite
from lti_tools.background import create_worker
from lti_tools.settings import Settings


def test_the_installed_worker_carries_a_wish_to_the_gradebook(site):
    site.wish_here(11, 7, "Well done")
    env = {"LTI_TOOLS_DEVELOPMENT": "1", "DATABASE_URL": site.db_url, "LTI_TOOLS_KEYS": str(site.keys)}
    suite = create_suite(Settings.from_env(env))
    create_worker(suite).run_once(datetime.now(UTC))
    suite.http.close()
    suite.database.close()
    assert site.check_settled({11: 7}) == []
    site.check_nothing_doubled()
