"""ABIF, the Aggregated Ballot Information Format of Electowiki: `27:A>B=C`, also with stars, `27:A/5,B/2`."""

import json
import re
from dataclasses import dataclass, field

from tools.co_curriculum.domain.ballot_files.election import (
    Broken,
    Election,
    Fault,
    checked,
    groups_of,
    one_line,
    ranking,
    whole_number,
)
from tools.co_curriculum.domain.ballots import SCALES, Kind
from tools.co_curriculum.domain.outcomes import Row

_WORD = re.compile(r'\s*(\[[^\]]*\]|"[^"]*"|[^\s>=,/\[\]"]+|[>=,/])')
_HEAD = re.compile(r"\s*(\d+)\s*[:*]")
_DECLARED = re.compile(r'\s*=\s*(\[[^\]]*\]|"[^"]*"|[^\s:\[\]"]+)\s*:\s*(.+)')
_MARKS = '[]"'


@dataclass
class _Line:
    """One ballot as it is read: (option, stars or None) and where a `>` stands before it."""

    people: int
    items: list[tuple[str, int | None]] = field(default_factory=list)
    steps: list[bool] = field(default_factory=list)
    number: int = 0


def write(election: Election) -> str:
    """The text of an ABIF file; brackets in names become round ones. Who was undecided has no line there."""
    lines = [json.dumps({"title": one_line(election.title)}, ensure_ascii=False)]
    lines += [f"=O{at}:[{_bare(name)}]" for at, name in enumerate(election.options, 1)]
    for people, row in election.ballots:
        said = _stars(row) if election.kind is Kind.STARS else _places(row)
        lines.append(f"{people}:{said}")
    return "\n".join(lines) + "\n"


def _bare(name: str) -> str:
    return one_line(name).replace("[", "(").replace("]", ")").replace('"', "'")


def _places(row: Row) -> str:
    return ">".join("=".join(f"O{option + 1}" for option in group) for group in groups_of(row))


def _stars(row: Row) -> str:
    order = sorted(range(len(row)), key=lambda option: (-(row[option] or 0), option))
    return ",".join(f"O{option + 1}/{row[option] or 0}" for option in order)


def read(text: str) -> Election:
    """The election in an ABIF file; stars where every mark is one from 0 to 5, else places. Raises `Broken`."""
    title, names, lines = "", dict[str, str](), list[_Line]()
    for number, content in enumerate(text.splitlines(), 1):
        line = content.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("{"):
            title = _told(line, number) or title
        elif declared := _DECLARED.fullmatch(line):
            names[declared[1].strip(_MARKS)] = one_line(declared[2].strip(_MARKS))
        elif head := _HEAD.match(line):
            lines.append(_ballot(whole_number(head[1], number), line[head.end() :], number))
        else:
            raise Broken(Fault.LINE, number)
    return _election(title, names, lines)


def _told(line: str, number: int) -> str:
    """The title in a line of what is told about the election."""
    try:
        found = json.loads(line)
    except ValueError:
        raise Broken(Fault.LINE, number) from None
    return one_line(str(found.get("title", ""))) if isinstance(found, dict) else ""


def _ballot(people: int, rest: str, number: int) -> _Line:
    found, at = _Line(people, number=number), 0
    words = list[str]()
    rest = rest.split(" #", 1)[0].strip()
    while at < len(rest):
        match = _WORD.match(rest, at)
        if match is None:
            raise Broken(Fault.LINE, number)
        words.append(match[1])
        at = match.end()
    while words:
        _item(found, words)
    return found


def _item(found: _Line, words: list[str]) -> None:
    """Take one option, its stars and the sign before it off the words."""
    first = not found.items
    sign = ">" if first else words.pop(0)
    if sign not in (">", "=", ",") or not words or words[0] in ">=,/":
        raise Broken(Fault.LINE, found.number)
    name = words.pop(0).strip(_MARKS)
    stars = None
    if words and words[0] == "/":
        stars = whole_number(words[1] if len(words) > 1 else "", found.number)
        del words[:2]
    if sign == "," and (stars is None or found.items[-1][1] is None):
        raise Broken(Fault.LINE, found.number)
    if name in (one for one, _stars in found.items):
        raise Broken(Fault.REPEATED, found.number)
    found.items.append((name, stars))
    found.steps.append(sign == ">")


def _election(title: str, names: dict[str, str], lines: list[_Line]) -> Election:
    known = dict.fromkeys(names)
    for line in lines:
        for name, _stars_given in line.items:
            if names and name not in names:
                raise Broken(Fault.UNKNOWN, line.number)
            known[name] = None
    tokens = list(known)
    place = {name: at for at, name in enumerate(tokens)}
    given = [stars for line in lines for _name, stars in line.items]
    rated = bool(given) and all(stars in SCALES[Kind.STARS] for stars in given)
    way = _as_stars if rated else _as_places
    voted = [line for line in lines if line.items]
    return checked(
        Election(
            title=title,
            options=tuple(names.get(name, name) for name in tokens),
            kind=Kind.STARS if rated else Kind.RANKED,
            ballots=tuple((line.people, way(line, place)) for line in voted),
            undecided=sum(line.people for line in lines if not line.items),
        )
    )


def _as_stars(line: _Line, place: dict[str, int]) -> Row:
    stars = {place[name]: given or 0 for name, given in line.items}
    return tuple(stars.get(option, 0) for option in range(len(place)))


def _as_places(line: _Line, place: dict[str, int]) -> Row:
    """By the signs; where commas stand between, by the numbers behind."""
    if all(step for step in line.steps[:1]) and not any(line.steps[1:]) and all(s is not None for _n, s in line.items):
        levels = sorted({given or 0 for _name, given in line.items}, reverse=True)
        return ranking([[place[n] for n, given in line.items if given == level] for level in levels], len(place))
    groups = list[list[int]]()
    for (name, _given), step in zip(line.items, line.steps, strict=True):
        if step:
            groups.append([])
        groups[-1].append(place[name])
    return ranking(groups, len(place))
