"""All tables of an activity in one archive, each for spreadsheets and as JSON: long work, a table a step."""

import io
import zipfile
from collections.abc import Sequence
from functools import partial

from lti_tools.kit.exports import store
from lti_tools.kit.exports.declared import Export
from lti_tools.kit.exports.making import Format, pieces
from lti_tools.kit.jobs.declared import JobKind, Made, Progress, Work
from lti_tools.store.tables.activities import Activity
from lti_tools.web.locale import lazy

MADE_IN_ARCHIVE = (1980, 1, 1, 0, 0, 0)
"""The same tables give the same archive."""


def step(work: Work, *, named: bool) -> Progress:
    """Write one table; after the last one put them together."""
    wanted = _tables(work, named=named)
    written = dict(work.cursor)
    names = {f"{one.key}.{kind.ending}": (one, kind) for one in wanted for kind in (Format.SPREADSHEET, Format.JSON)}
    for name, (export, kind) in names.items():
        if name not in written:
            written[name] = work.files.put(_table(work, export, kind, named=named))
            return Progress(done=len(written), total=len(names) + 1, cursor=written)
    archive = _archive({name: work.files.get(written[name]) for name in names})
    made = Made(work.files.put(archive), f"tables-{work.now:%Y%m%d}{'' if named else '-without-names'}.zip")
    for key in set(written.values()) - {made.key}:
        work.files.remove(key)
    done = len(names) + 1
    return Progress(done=done, total=done, finished=True, result={"tables": len(wanted)}, made=made)


def _tables(work: Work, *, named: bool) -> Sequence[Export]:
    with work.suite.database.read() as db:
        activity = db.get(Activity, work.activity_id)
    tool = work.suite.tool(activity.tool) if activity else None
    found = [*(tool.exports if tool else ()), *(one for part in work.parts for one in part.exports)]
    return [one for one in found if (one.named if named else one.nameless)]


def _table(work: Work, export: Export, kind: Format, *, named: bool) -> bytes:
    with work.suite.database.read() as db:
        people = store.people_of(db, work.context_id) if named else None
        return b"".join(pieces(db, export, work.activity_id, kind, people, work.now))


def _archive(files: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, MADE_IN_ARCHIVE), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


_TABLES = {"tables": lazy("Tables")}
NAMELESS_ARCHIVE = JobKind(
    code="exports.archive",
    title=lazy("All tables in one archive, without names"),
    step=partial(step, named=False),
    results=_TABLES,
)
NAMED_ARCHIVE = JobKind(
    code="exports.named-archive",
    title=lazy("All tables in one archive, with names"),
    step=partial(step, named=True),
    results=_TABLES,
)
