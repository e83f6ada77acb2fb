import lti_tools.kit.tables as kit
import lti_tools.store.tables as tables
from lti_tools.registry import load_tools
from lti_tools.store.base import Base


def test_every_table_of_the_platform_carries_its_prefix():
    of_tools = tuple(tool.table_prefix for tool in load_tools())
    names = [name for name in Base.metadata.tables if not name.startswith(of_tools)]
    assert names
    assert all(name.startswith((tables.PREFIX, kit.PREFIX)) for name in names)
