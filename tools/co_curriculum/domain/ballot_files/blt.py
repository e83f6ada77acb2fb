"""BLT, the format of programs for transferable votes (Hill, Wichmann and Woodall 1987, with OpaVote's level places)."""

import re
from collections.abc import Iterator

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
from tools.co_curriculum.domain.ballots import Kind

_TOKEN = re.compile(r'"[^"]*"|#.*|\([^)]*\)|[^\s"]+')
_SKIPPED = "-"
"""A place that the voter left free."""
Token = tuple[str, int]


def write(election: Election) -> str:
    """The text of a BLT file; quotation marks in names become apostrophes."""
    lines = [f"{len(election.options)} {election.winners}"]
    for people, row in election.ballots:
        places = ["=".join(str(option + 1) for option in group) for group in groups_of(row)]
        lines.append(" ".join([str(people), *places, "0"]))
    if election.undecided:
        lines.append(f"{election.undecided} 0")
    names = [one_line(name).replace('"', "'") for name in (*election.options, election.title)]
    return "\n".join([*lines, "0", *(f'"{name}"' for name in names)]) + "\n"


def read(text: str) -> Election:
    """The election in a BLT file; who withdrew is left out everywhere. Raises `Broken`."""
    tokens = _tokens(text)
    size, line = _number(tokens, 1)
    winners, _line = _number(tokens, 1)
    if size > 1000:
        raise Broken(Fault.OPTIONS, line)
    withdrawn, first = _withdrawn(tokens, size)
    ballots, undecided = list[tuple[int, list[list[int]]]](), 0
    people, line = first
    while people:
        groups = [[one for one in group if one not in withdrawn] for group in _ballot(tokens, size)]
        groups = [group for group in groups if group]
        if groups:
            ballots.append((people, groups))
        else:
            undecided += people
        people, line = _number(tokens)
    names = [one_line(word.strip('"')) for word, _line in tokens]
    if len(names) not in (size, size + 1):
        raise Broken(Fault.NAMES, line)
    here = [option for option in range(size) if option not in withdrawn]
    rows = [(n, ranking(groups, size)) for n, groups in ballots]
    return checked(
        Election(
            title=names[size] if len(names) > size else "",
            options=tuple(names[option] for option in here),
            kind=Kind.RANKED,
            ballots=tuple((n, tuple(row[option] for option in here)) for n, row in rows),
            winners=max(1, min(winners, len(here))),
            undecided=undecided,
        )
    )


def _tokens(text: str) -> Iterator[Token]:
    """Words and quoted texts with their lines; comments and the numbers of single papers are passed over."""
    for line, content in enumerate(text.splitlines(), 1):
        for word in _TOKEN.findall(content):
            if not word.startswith(("#", "(")):
                yield word, line


def _next(tokens: Iterator[Token]) -> Token:
    found = next(tokens, None)
    if found is None:
        raise Broken(Fault.END)
    return found


def _number(tokens: Iterator[Token], least: int = 0) -> tuple[int, int]:
    word, line = _next(tokens)
    return whole_number(word, line, least), line


def _withdrawn(tokens: Iterator[Token], size: int) -> tuple[set[int], tuple[int, int]]:
    """Options that withdrew, and the number that begins the first ballot."""
    found = set[int]()
    while True:
        word, line = _next(tokens)
        if not word.startswith("-"):
            return found, (whole_number(word, line), line)
        found.add(_option(word[1:], line, size))


def _ballot(tokens: Iterator[Token], size: int) -> list[list[int]]:
    """Groups of level options up to the 0 that ends a ballot."""
    groups, seen = list[list[int]](), set[int]()
    while True:
        word, line = _next(tokens)
        if word == "0":
            return groups
        if word == _SKIPPED:
            continue
        group = [_option(one, line, size) for one in word.split("=")]
        if len(set(group)) < len(group) or seen & set(group):
            raise Broken(Fault.REPEATED, line)
        seen.update(group)
        groups.append(group)


def _option(word: str, line: int, size: int) -> int:
    number = whole_number(word, line)
    if not 1 <= number <= size:
        raise Broken(Fault.UNKNOWN, line)
    return number - 1
