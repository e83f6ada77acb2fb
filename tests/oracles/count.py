"""Three libraries count elections, in a virtual environment that has them and nothing of ours.

    python count.py elections     reads elections from its input, a line of JSON each; writes what the libraries say
    python count.py cases FOLDER  writes the elections that the libraries publish with their outcomes

An election: {"options": n, "rankings": [[...]], "stars": [[...]], "ticks": [[...]], "dots": [[...]], "seats": k}.
Ties are handled as each library documents; where a lot would decide, every outcome that a lot can have is given.
"""

import csv
import importlib.abc
import importlib.machinery
import json
import re
import sys
import tarfile
from collections import Counter
from itertools import combinations
from math import factorial, prod
from pathlib import Path

NOT_CALLED = {"gurobipy", "matplotlib", "nashpy", "ortools", "pandas", "pulp", "scipy"}
"""What the libraries import for other counts than ours: solvers and pictures, more than 1 GB and one of them sold."""


class Stand(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Stands for modules that are not there; whoever calls something of them finds nothing."""

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {*NOT_CALLED, "numba"}:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def exec_module(self, module):
        module.__getattr__ = lambda _name: None
        if module.__name__ == "numba":  # compiles functions, which run as well without
            module.jit = lambda *_args, **_options: lambda function: function


sys.meta_path.append(Stand())

import pref_voting  # noqa: E402
import starvote  # noqa: E402
from abcvoting import abcrules  # noqa: E402
from abcvoting.preferences import Profile as Approvals  # noqa: E402
from pref_voting import grade_methods, iterative_methods  # noqa: E402
from pref_voting import margin_based_methods as margins  # noqa: E402
from pref_voting import proportional_methods as proportional  # noqa: E402
from pref_voting.grade_profiles import GradeProfile  # noqa: E402
from pref_voting.profiles_with_ties import ProfileWithTies  # noqa: E402
from pref_voting.scoring_methods import symmetric_borda_scores  # noqa: E402

RULES = {"seqphragmen": "phragmen", "equal-shares": "shares", "av": "most"}
ORDERS, WAYS = 720, 300
"""Ranked Pairs tries every order of level wins, and a count every lot: where there are more, it is left out."""


def main() -> None:
    if sys.argv[1] == "cases":
        print(json.dumps(list(published(Path(sys.argv[2])))))
        return
    for line in sys.stdin:
        print(json.dumps(counted(json.loads(line))))


def counted(election: dict) -> dict:
    """What each library says of one election, by the kind of count."""
    options, seats = range(election["options"]), election["seats"]
    ranked = profile([{option: at for at, option in enumerate(row)} for row in election["rankings"]], options)
    named = profile([{option: at for at, option in enumerate(row)} for row in election["rankings"] if row], options)
    starred = profile([{one: -stars for one, stars in enumerate(row)} for row in election["stars"]], options)
    firsts = [[int(row[:1] == [one]) for one in options] for row in election["rankings"]]
    ticks = [[int(one in row) for one in options] for row in election["ticks"]]
    return {
        "single": best(grade_methods.score_voting, firsts, [0, 1]),
        "approval": best(grade_methods.approval, ticks, [0, 1]),
        "dots": best(grade_methods.score_voting, election["dots"], range(21)),
        "score": best(grade_methods.score_voting, election["stars"], range(6)),
        "borda": [symmetric_borda_scores(ranked)[one] for one in options],
        "irv": iterative_methods.instant_runoff_put(named) if named.num_voters else list(options),
        "rankings": head_to_head(ranked),
        "stars": head_to_head(starred),
        "star": every_way(lambda script: starvote_winner(election["stars"], script)),
        "star-parallel": best(grade_methods.star, election["stars"], range(6)),
        "scottish": every_way(lambda script: transfers(named, seats, 5, 1e-12, script)),
        "exact": every_way(lambda script: transfers(named, seats, 10, 1e-7, script)),
        **committees(election["ticks"], len(options), min(seats, len(options))),
    }


def profile(ballots: list[dict], options) -> ProfileWithTies:
    """Rankings; what a ballot leaves out is below all that it names."""
    made = ProfileWithTies(
        [{one: place + 9 for one, place in row.items()} for row in ballots], candidates=list(options)
    )
    made.use_extended_strict_preference()
    return made


def best(method, rows: list[list[int]], scale) -> list[int]:
    """All winners of a count of numbers."""
    maps = [dict(enumerate(row)) for row in rows]
    return sorted(method(GradeProfile(maps, list(scale), candidates=list(range(len(rows[0]))))))


def head_to_head(ranked: ProfileWithTies) -> dict:
    """Winners by pairs, the strength of a win being the votes for it; None where an order of level wins is too long."""

    def strength(a: int, b: int) -> float:
        return ranked.support(a, b) if ranked.margin(a, b) > 0 else 0

    options = ranked.candidates
    levels = Counter(strength(a, b) for a in options for b in options if a != b and ranked.margin(a, b) >= 0)
    orders = prod(factorial(number) for number in levels.values())
    return {
        "schulze": sorted(margins.beat_path(ranked, strength_function=strength)),
        "minimax": sorted(margins.minimax(ranked, strength_function=strength)),
        "ranked-pairs": sorted(margins.ranked_pairs(ranked, strength_function=strength)) if orders <= ORDERS else None,
    }


class Script:
    """Lots decided beforehand, the first of the level ones where the script is over; notes what else could be drawn."""

    def __init__(self, drawn: list) -> None:
        self.drawn, self.met = drawn, 0
        self.others: list[list] = []

    def choice(self, level: list[int]) -> int:
        return self.some(level, 1)[0]

    def some(self, level: list, number: int) -> list:
        ways = [list(way) for way in combinations(sorted(level), number)]
        self.met += 1
        if self.met <= len(self.drawn):
            return self.drawn[self.met - 1]
        self.others += [[*self.drawn, way] for way in ways[1:]]
        self.drawn = [*self.drawn, ways[0]]
        return ways[0]


def every_way(count) -> list:
    """Every outcome that the lots of a count can have; None where there are too many."""
    scripts, found = [Script([])], []
    while scripts:
        script = scripts.pop()
        outcome = count(script)
        scripts += map(Script, script.others)
        found += [] if outcome in found else [outcome]
        if len(found) + len(scripts) > WAYS:
            return None
    return found


def transfers(named: ProfileWithTies, seats: int, decimals: int, nearly: float, script: Script) -> dict:
    """Scotland's single transferable vote with so many decimals: who is elected, and the votes after each stage."""
    tables = []

    def watch(frame, event, _value) -> None:
        if event == "return" and frame.f_code.co_name == "stv_scottish" and "history" in frame.f_locals:
            tables.extend(frame.f_locals["history"])

    proportional.EPS = nearly
    sys.setprofile(watch)
    try:
        elected = proportional.stv_scottish(
            named, num_seats=min(seats, len(named.candidates)), decimals=decimals, rng=script
        )
    finally:
        sys.setprofile(None)
    return {"elected": elected, "stages": [[stage.get(one, 0) for one in named.candidates] for stage in tables]}


def starvote_winner(rows: list[list[int]], script: Script) -> str:
    def lot(_options, tie, desired, _exception):
        return script.some(list(tie), desired)

    ballots = [{str(one): stars for one, stars in enumerate(row)} for row in rows]
    return int(starvote.election(starvote.star, ballots, tiebreaker=lot, maximum_score=5, verbosity=0)[0])


def committees(ticks: list[list[int]], options: int, seats: int) -> dict:
    """All outcomes of the counts that fill seats."""
    people = Approvals(options)
    people.add_voters(ticks)
    return {
        name: [sorted(one) for one in abcrules.compute(rule, people, seats, resolute=False)]
        for rule, name in RULES.items()
    }


def published(folder: Path):
    """The elections in the source packages of starvote and abcvoting (in `folder`) and in pref_voting's own files."""
    for archive in sorted(folder.glob("*.tar.gz")):
        with tarfile.open(archive) as tar:
            files = {
                name: tar.extractfile(name).read()
                for name in tar.getnames()
                if "test" in name and tar.getmember(name).isfile()
            }
        for name, content in sorted(files.items()):
            short = name.rpartition("/")[2]
            if name.endswith(".abc.yaml") and "test_instances" in name:
                yield {"name": short, **committee_case(content.decode())}
            elif (
                name.endswith((".starvote", ".csv"))
                and "/test_elections/" in name
                and (stars := star_case(name, files))
            ):
                yield {"name": short, **stars}
    for file in sorted((Path(pref_voting.__file__).parent / "data" / "examples").rglob("minimal*.soc")):
        yield {"name": file.name, "misses": file.stem.removeprefix("minimal_").removeprefix("resolute_"), **soc(file)}


def committee_case(text: str) -> dict:
    """Its lists of numbers, read as they stand: a YAML reader takes 40 seconds for all."""
    told = {
        key: json.loads(value)
        for key, value in re.findall(r"^(profile|num_cand|committeesize): (.+?)(?=^\w)", text, re.M | re.S)
    }
    outcomes = dict(re.findall(r"^- rule_id: (\S+)\n  result: (.+?)\n  resolute", text, re.M | re.S))
    committees = {name: json.loads(outcomes[rule]) for rule, name in RULES.items()}
    return {
        "options": told["num_cand"],
        "ticks": told["profile"],
        "seats": told["committeesize"],
        "committees": committees,
    }


def star_case(name: str, files: dict[str, bytes]) -> dict | None:
    """A STAR election and its published winner; None for other counts, and where nobody is published as the winner."""
    told = files[name.rpartition(".")[0] + ".txt"].decode()
    winner = re.search(r"^\[STAR Voting: Winner\]\n +(.+)$", told, re.MULTILINE)
    if not winner:
        return None
    text = files[name].decode()
    if name.endswith(".csv"):
        head, *rows = csv.reader(text.splitlines())
        names, ballots = head[3:], [[int(cell or 0) for cell in row[3:]] for row in rows if row]
    else:
        found = starvote.parse_starvote(text)["ballots"]
        names = sorted({one for row in found for one in row})
        ballots = [[row.get(one, 0) for one in names] for row in found]
    if len(names) == 1:  # the library publishes the first letter of the only name
        return None
    return {"options": len(names), "stars": ballots, "winner": names.index(winner[1].strip())}


def soc(file: Path) -> dict:
    rows = [line.partition(":") for line in file.read_text().splitlines() if line and not line.startswith("#")]
    rankings = [[int(one) for one in order.split(",")] for number, _, order in rows for _ in range(int(number))]
    return {"options": len(rankings[0]), "rankings": rankings}


if __name__ == "__main__":
    main()
