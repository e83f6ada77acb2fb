"""`.pb`, the format of Pabulib for participatory budgets (D. Stolicki, S. Szufa and N. Talmon, 2020)."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from math import gcd

from tools.co_curriculum.domain.ballot_files.election import (
    MOST_BUDGET,
    Broken,
    Election,
    Fault,
    checked,
    one_line,
    ranking,
    whole_number,
)
from tools.co_curriculum.domain.ballots import Kind
from tools.co_curriculum.domain.outcomes import Row

SECTIONS = ("META", "PROJECTS", "VOTES")
_TYPES = {"approval": Kind.APPROVAL, "cumulative": Kind.DOTS, "scoring": Kind.DOTS, "ordinal": Kind.RANKED}
Entry = tuple[int, Mapping[str, str]]
"""(line, column -> value)."""


def write(election: Election) -> str:
    """The text of a .pb file: ticks with costs and a budget, or dots. Who was undecided is not in it."""
    dots = election.kind is Kind.DOTS
    rows = election.rows
    costs = election.costs or (1,) * len(election.options)
    told = {
        "description": one_line(election.title),
        "country": "",
        "unit": "",
        "instance": "",
        "num_projects": len(election.options),
        "num_votes": len(rows),
        "budget": election.weeks if election.weeks is not None else election.winners,
        "vote_type": "cumulative" if dots else "approval",
        "rule": "equalshares" if election.weeks is not None else "unknown",
    }
    out = io.StringIO()
    lines = csv.writer(out, delimiter=";", lineterminator="\n")
    lines.writerows([["META"], ["key", "value"], *told.items(), ["PROJECTS"], ["project_id", "cost", "name"]])
    lines.writerows(
        [at, cost, one_line(name)] for at, (cost, name) in enumerate(zip(costs, election.options, strict=True), 1)
    )
    lines.writerows([["VOTES"], ["voter_id", "vote", *(["points"] if dots else [])]])
    for at, row in enumerate(rows, 1):
        chosen = [option for option, mark in enumerate(row) if mark]
        points = [",".join(str(row[option]) for option in chosen)] if dots else []
        lines.writerow([at, ",".join(str(option + 1) for option in chosen), *points])
    return out.getvalue()


def read(text: str) -> Election:
    """The election in a .pb file; money is cut down to the smallest whole numbers. Raises `Broken`."""
    parts = dict[str, list[Entry]](zip(SECTIONS, ([], [], []), strict=True))
    for name, entry in _entries(text):
        parts[name].append(entry)
    told = {entry.get("key", ""): entry.get("value", "") for _line, entry in parts["META"]}
    kind = _TYPES.get(told.get("vote_type", "").lower())
    if kind is None:
        raise Broken(Fault.KIND)
    names, costs = _projects(parts["PROJECTS"])
    rows, undecided = _votes(parts["VOTES"], kind, {one: at for at, one in enumerate(names)})
    small, weeks = _small(costs, _money(told.get("budget", ""), 0))
    return checked(
        Election(
            title=one_line(told.get("description", "")),
            options=tuple(names.values()),
            kind=kind,
            ballots=tuple((1, row) for row in rows),
            costs=small,
            weeks=weeks,
            undecided=undecided,
        )
    )


def _entries(text: str) -> Iterator[tuple[str, Entry]]:
    section, columns = "", list[str]()
    lines = csv.reader(io.StringIO(text), delimiter=";", skipinitialspace=True)
    while True:
        try:
            cells = next(lines, None)
        except csv.Error:
            raise Broken(Fault.LINE, lines.line_num) from None
        if cells is None:
            break
        cells = [cell.strip() for cell in cells]
        if not any(cells):
            continue
        if cells[0] in SECTIONS and not any(cells[1:]):
            section, columns = cells[0], []
        elif not section:
            raise Broken(Fault.FORMAT, lines.line_num)
        elif not columns:
            columns = [cell.lower() for cell in cells]
        else:
            yield section, (lines.line_num, dict(zip(columns, cells, strict=False)))
    if section != SECTIONS[-1]:
        raise Broken(Fault.END)


def _projects(entries: Sequence[Entry]) -> tuple[dict[str, str], list[int]]:
    """Id -> name, and the costs in the same order; a name that comes twice gets its id behind it."""
    names, costs = dict[str, str](), list[int]()
    for line, entry in entries:
        one = entry.get("project_id", "")
        if not one or one in names:
            raise Broken(Fault.REPEATED if one else Fault.LINE, line)
        name = one_line(entry.get("name", "")) or one
        names[one] = f"{name} ({one})" if name in names.values() else name
        costs.append(_money(entry.get("cost", ""), line))
    return names, costs


def _money(text: str, line: int) -> int:
    """Whole units; cents of zero are passed over."""
    whole, _dot, cents = text.partition(".")
    if not whole.isascii() or not whole.isdigit() or len(whole) > 15 or int(whole) < 1 or cents.strip("0"):
        raise Broken(Fault.BUDGET, line)
    return int(whole)


def _small(costs: Sequence[int], budget: int) -> tuple[tuple[int, ...], int]:
    """Costs and budget over what divides them all."""
    by = gcd(budget, *costs)
    if budget // by > MOST_BUDGET:
        raise Broken(Fault.BUDGET)
    return tuple(cost // by for cost in costs), budget // by


def _votes(entries: Sequence[Entry], kind: Kind, place: Mapping[str, int]) -> tuple[list[Row], int]:
    rows, undecided = list[Row](), 0
    for line, entry in entries:
        chosen = [one.strip() for one in entry.get("vote", "").split(",") if one.strip()]
        if any(one not in place for one in chosen):
            raise Broken(Fault.UNKNOWN, line)
        if len(set(chosen)) < len(chosen):
            raise Broken(Fault.REPEATED, line)
        if chosen:
            rows.append(_row(kind, [place[one] for one in chosen], entry.get("points", ""), len(place), line))
        else:
            undecided += 1
    return rows, undecided


def _row(kind: Kind, chosen: Sequence[int], points: str, options: int, line: int) -> Row:
    if kind is Kind.RANKED:
        return ranking([[option] for option in chosen], options)
    given = [1] * len(chosen)
    if kind is Kind.DOTS:
        given = [whole_number(one.strip(), line) for one in points.split(",")]
        if len(given) != len(chosen):
            raise Broken(Fault.NUMBER, line)
    marks = dict(zip(chosen, given, strict=True))
    return tuple(marks.get(option, 0) for option in range(options))
