"""Work out marks from comparisons, with nothing but Python: python comparisons_by_hand.py comparisons.csv

The table has a row for each comparison: question, weight (of the question), better and other (numbers of the two
works), middle and step (the scale of the marks). Printed is, as a table again, each work's strength by each question,
the error of it, the mark (middle + step x strength) and the ends of its 90 % interval; and for "all together" the mean
of the questions by their weights. A work's strength says how often it is preferred: a work one step stronger than
another is, nearly three times of four (the model of Bradley and Terry). Every work has one win and one loss against a
middling one beside what was said. Where works were revised and compared again (round 2), each begins where it stood in
round 1: it has its win and its loss against what it was then, and its strength lies on the scale of round 1. "mark from
round" says which round makes a work's mark. This file stands alone on purpose and says everything a second time, by
other steps than the suite takes, so that the suite's marks can be checked without it.
"""

import csv
import io
import math
import sys
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

Row = dict[str, str]
Ends = tuple[Decimal, Decimal, Decimal]
"""Mark, low, high."""


def number(text: str) -> float:
    return float(text.replace(",", "."))


def tenth(value: float | Decimal) -> Decimal:
    return Decimal(value).quantize(Decimal("0.1"), ROUND_HALF_UP)


def strengths(won: list[tuple[str, str]], before: dict[str, float]) -> dict[str, float]:
    """Work -> strength, by the steps of D. Hunter (2004): wins over what the odds so far make of each meeting.

    `before` are strengths that works begin from; the others begin from a middling one.
    """
    begun = {work: math.exp(before.get(work, 0.0)) for pair in won for work in pair}
    skill = dict(begun)
    wins = dict.fromkeys(skill, 1.0)
    for better, _ in won:
        wins[better] += 1
    for _ in range(100_000):
        weighed = {work: 2 / (own + begun[work]) for work, own in skill.items()}
        for better, other in won:
            share = 1 / (skill[better] + skill[other])
            weighed[better] += share
            weighed[other] += share
        fresh = {work: wins[work] / weighed[work] for work in skill}
        moved = max(abs(math.log(fresh[work] / skill[work])) for work in skill)
        skill = fresh
        if moved < 1e-10:
            break
    return {work: math.log(own) for work, own in skill.items()}


def inverse(matrix: list[list[float]]) -> list[list[float]]:
    """Of a positive definite matrix, by elimination."""
    size = len(matrix)
    rows = [row + [float(at == place) for at in range(size)] for place, row in enumerate(matrix)]
    for place in range(size):
        pivot = rows[place][place]
        rows[place] = [value / pivot for value in rows[place]]
        for other in range(size):
            factor = rows[other][place]
            if other != place and factor:
                rows[other] = [value - factor * own for value, own in zip(rows[other], rows[place], strict=True)]
    return [row[size:] for row in rows]


def errors(won: list[tuple[str, str]], strength: dict[str, float], before: dict[str, float]) -> dict[str, float]:
    """Work -> standard error of its strength beside the mean of all; as it is, where works begin from strengths."""
    works = list(strength)
    at = {work: place for place, work in enumerate(works)}
    known = [[0.0] * len(works) for _ in works]
    for work, own in strength.items():
        chance = 1 / (1 + math.exp(before.get(work, 0.0) - own))
        known[at[work]][at[work]] += 2 * chance * (1 - chance)
    for better, other in won:
        one, two = at[better], at[other]
        chance = 1 / (1 + math.exp(strength[other] - strength[better]))
        sure = chance * (1 - chance)
        known[one][one] += sure
        known[two][two] += sure
        known[one][two] -= sure
        known[two][one] -= sure
    spread = inverse(known)
    if before:
        return {work: math.sqrt(spread[at[work]][at[work]]) for work in works}
    means = [math.fsum(row) / len(works) for row in spread]
    whole = math.fsum(means) / len(works)
    return {work: math.sqrt(max(spread[at[work]][at[work]] - 2 * means[at[work]] + whole, 0)) for work in works}


def marks(rows: list[Row]) -> dict[str, tuple[float, float, Ends]]:
    """Work -> strength, error and mark by one question, from the round that makes its mark."""
    first = one_round([row for row in rows if not is_second(row, "round")], {})
    again = [row for row in rows if is_second(row, "round")]
    second = one_round(again, {work: strength for work, (strength, _error, _ends) in first.items()})
    marked = {row["better"] for row in rows if is_second(row, "mark from round")}
    marked |= {row["other"] for row in rows if is_second(row, "mark of the other from round")}
    return first | {work: one for work, one in second.items() if work in marked}


def is_second(row: Row, column: str) -> bool:
    return number(row.get(column) or "1") == 2


def one_round(rows: list[Row], before: dict[str, float]) -> dict[str, tuple[float, float, Ends]]:
    """The same from one round alone; `before` are the strengths of an earlier one."""
    if not rows:
        return {}
    won = [(row["better"], row["other"]) for row in rows]
    middle, step = number(rows[0]["middle"]), number(rows[0]["step"])
    plain = strengths(won, before)
    error, centre = errors(won, plain, before), 0.0 if before else math.fsum(plain.values()) / len(plain)
    found = {}
    for work, own in plain.items():
        mark, half = middle + step * (own - centre), 1.645 * step * error[work]
        held = tuple(tenth(min(max(end, 0.0), 100.0)) for end in (mark, mark - half, mark + half))
        found[work] = own - centre, error[work], (held[0], held[1], held[2])
    return found


def together(questions: list[tuple[dict[str, tuple[float, float, Ends]], int]]) -> dict[str, Ends]:
    """Work -> the mean of the questions by their weights, of works that each of them has."""
    total = sum(weight for _, weight in questions)
    found = {}
    for work in sorted(set.intersection(*(set(one) for one, _ in questions))) if questions else ():
        ends = [sum((one[work][2][end] * weight for one, weight in questions), Decimal(0)) for end in range(3)]
        found[work] = (tenth(ends[0] / total), tenth(ends[1] / total), tenth(ends[2] / total))
    return found


def read(text: str) -> list[Row]:
    heading = text.partition("\n")[0]
    return list(csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=heading.count)))


def main(path: str) -> None:
    rows = read(Path(path).read_text(encoding="utf-8-sig"))
    out = csv.writer(sys.stdout)
    out.writerow(["question", "work", "strength", "error", "mark", "from", "to"])
    counted = []
    for question in dict.fromkeys(row["question"] for row in rows):
        own = [row for row in rows if row["question"] == question]
        found = marks(own)
        weight = int(number(own[0]["weight"]))
        counted += [(found, weight)] if weight else []
        for work, (strength, error, ends) in sorted(found.items()):
            out.writerow([question, work, round(strength, 4), round(error, 4), *ends])
    for work, ends in together(counted).items():
        out.writerow(["all together", work, "", "", *ends])


if __name__ == "__main__":
    main(*sys.argv[1:])
