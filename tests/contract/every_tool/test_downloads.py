"""Tables to download: without names, or whole."""

import csv
import io

from sqlalchemy import select

from lti_tools.kit.parts import PARTS
from lti_tools.store.tables.people import Person
from tests.support.worlds import World


def test_tables_without_names_name_nobody_and_tables_with_names_are_whole(world: World):
    teacher = world.home["instructor"]
    exports = [*world.tool.exports, *(one for part in PARTS for one in part.exports)]
    assert len({one.key for one in exports}) == len(exports)
    with world.database.read() as db:
        people = [name for row in db.execute(select(Person.name, Person.sub, Person.email)) for name in row if name]
    assert people
    for export in exports:
        for kind in ("csv", "spreadsheet", "json"):
            address, asked = f"{teacher.entered.path}/-/exports/file", {"table": export.key, "kind": kind}
            got = teacher.client.get(address, query_string=asked)
            posted = teacher.client.post(address, data={**asked, "csrf_token": teacher.token})
            assert (got.status_code, posted.status_code) == tuple(
                200 if offered else 404 for offered in (export.nameless, export.named)
            )
            if export.nameless:
                assert [name for name in people if name in got.text] == [], export.key
            if export.named and kind == "csv":
                rows = list(csv.reader(io.StringIO(posted.text, newline="")))
                assert {len(row) for row in rows} == {len(rows[0])}, export.key
                assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))] == []
