import lti_tools.kit.tables as kit
import lti_tools.store.tables as tables
from lti_tools.store.base import Base


def test_every_table_of_the_platform_carries_its_prefix():
    names = [name for name in Base.metadata.tables if not name.startswith("vote_")]
    assert names
    assert all(name.startswith((tables.PREFIX, kit.PREFIX)) for name in names)
