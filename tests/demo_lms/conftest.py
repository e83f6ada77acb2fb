import pytest

from tests.demo_lms.probe import Site


@pytest.fixture
def moodle() -> Site:
    return Site("moodle")


@pytest.fixture
def canvas() -> Site:
    return Site("canvas")


@pytest.fixture(params=["moodle", "canvas"])
def either(request: pytest.FixtureRequest) -> Site:
    return Site(request.param)
