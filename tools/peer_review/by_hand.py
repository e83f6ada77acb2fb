"""Work out peer marks from an exported table, with nothing but Python: python by_hand.py marks.csv

The table has the columns work (or its number), reviewer and mark (0 to 100), one row a review. "method" says how marks
are joined: weighted (also where the column is missing), mean or median; the last two take every review as it is. Where
a teacher reviewed a work, "teacher" and "teacher weight" say what that gave and as how many reviews it counts (0: it
is the mark). A row with a "truth" is a review of an example to which the teacher gave that mark: no work, but it says
how strict and how reliable its reviewer is. "compared" is what comparisons of two works at a time gave (see
comparisons_by_hand.py), and "compared share" how much of the mark that is, 0 to 1. "work" says who wrote it, as
"reviewer" says who reviewed it, and so do "author 2" and on where a group wrote it: reviews in a ring of favours, in
which two people, or three each the next, marked each other far above all others, count nearly nothing. Printed are, as
a table again, each review's bias, weight, what it counts and how many people its ring has, and each work's mark: sum of
weight x counted / sum of weights (the middle one for the median). This file stands alone on purpose and says everything
a second time, so that the suite's marks can be checked without it.
"""

import csv
import io
import math
import sys
from collections import defaultdict
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from itertools import product
from pathlib import Path
from statistics import NormalDist, median
from typing import Any

Row = dict[str, Any]

TENTH, HUNDREDTH = Decimal("0.1"), Decimal("0.01")


def digamma(x: float) -> float:
    """The derivative of the logarithm of the gamma function, for x above 0."""
    shift = 0.0
    while x < 10:
        shift -= 1 / x
        x += 1
    square = 1 / (x * x)
    return shift + math.log(x) - 0.5 / x - square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square / 240)))


def mean(values: Iterable[float]) -> float:
    values = list(values)
    return math.fsum(values) / len(values)


def by(rows: list[Row], key: str) -> dict[str, list[Row]]:
    """Rows in lists by one of their columns."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[key]].append(row)
    return found


def known(rows: list[Row]) -> dict[str, float]:
    """Example -> its true mark: the teacher's, moved by what the class usually gives to examples more or less."""
    told = {row["work"]: row["truth"] for row in rows if row.get("truth") is not None}
    if not told:
        return {}
    works = by(rows, "work")
    gap = mean(mean(row["mark"] for row in works[work]) - truth for work, truth in told.items())
    return {work: truth + gap for work, truth in told.items()}


def usual_noise(rows: list[Row]) -> float:
    """The variance of the marks within works."""
    works = by(rows, "work")
    middles = {work: mean(row["mark"] for row in own) for work, own in works.items()}
    within = math.fsum((row["mark"] - middles[row["work"]]) ** 2 for row in rows)
    freedom = len(rows) - len(works)
    return max(within / freedom, 9.0) if freedom > 0 else 225.0


def alike_markers(rows: list[Row]) -> set[str]:
    """Reviewers of three works or more who gave all the same mark, where others do so with a chance below 1 %."""
    own = {who: [round(row["mark"], 6) for row in given] for who, given in by(rows, "reviewer").items()}
    same = {who for who, marks in own.items() if len(marks) >= 3 and len(set(marks)) == 1}
    others = [marks for who, marks in own.items() if who not in same]
    pairs = sum(len(marks) * (len(marks) - 1) / 2 for marks in others)
    if not pairs:
        return set()
    equal = sum(marks.count(mark) * (marks.count(mark) - 1) / 2 for marks in others for mark in set(marks))
    return {who for who in same if (equal / pairs) ** (len(own[who]) - 1) < 0.01}


def is_thin(rows: list[Row]) -> bool:
    """Too little to tell reviewers apart by: everybody is taken to be alike."""
    return len(by(rows, "reviewer")) < 5 or len(rows) < 15 or all(row.get("truth") is not None for row in rows)


def reviewers(rows: list[Row]) -> dict[str, tuple[float, float]]:
    """Reviewer -> (bias, variance of a mark's error), by 60 rounds of the same four steps."""
    people, works, noise = by(rows, "reviewer"), by(rows, "work"), usual_noise(rows)
    truth = known(rows)
    open_works = [work for work in works if work not in truth]
    if is_thin(rows):
        return dict.fromkeys(people, (0.0, noise))
    marks = [row["mark"] for row in rows]
    centre = mean(marks)
    spread, bias_prior = max(mean((mark - centre) ** 2 for mark in marks), 25.0), 25.0
    shape, scale = 4.0, 4.0 * noise
    bias, bias_variance = dict.fromkeys(people, 0.0), dict.fromkeys(people, 25.0)
    precision = dict.fromkeys(people, 1 / noise)
    alike = alike_markers(rows)
    counts = {who: 0.1 if who in alike else 1.0 for who in people}
    for _ in range(60):
        true: dict[str, float] = {}
        weight: dict[str, float] = {}
        for work, given in works.items():
            parts = [(precision[row["reviewer"]] * counts[row["reviewer"]], row) for row in given]
            weight[work] = math.fsum(part for part, _ in parts) + 1 / spread
            pull = math.fsum(part * (row["mark"] - bias[row["reviewer"]]) for part, row in parts)
            true[work] = (pull + centre / spread) / weight[work]
        true.update(truth)
        shapes: dict[str, float] = {}
        scales: dict[str, float] = {}
        for who, given in people.items():
            sure = precision[who] * counts[who]
            bias_weight = len(given) * precision[who] + 1 / bias_prior
            bias[who] = sure * math.fsum(row["mark"] - true[row["work"]] for row in given) / bias_weight
            bias_variance[who] = 1 / bias_weight
            error = math.fsum(
                (row["mark"] - true[row["work"]] - bias[who]) ** 2
                + (0 if row["work"] in truth else 1 / weight[row["work"]])
                + bias_variance[who]
                for row in given
            )
            shapes[who], scales[who] = shape + len(given) / 2, scale + error / 2
            precision[who] = shapes[who] / scales[who]
        centre = mean(true[work] for work in open_works)
        spread = max(mean((true[work] - centre) ** 2 + 1 / weight[work] for work in open_works), 1e-3)
        seen = math.fsum(bias[who] ** 2 + bias_variance[who] for who in people)
        bias_prior = (seen + 4.0 * 25.0) / (len(people) + 4.0)
        usual = mean(precision.values())
        gap = max(math.log(usual) - mean(digamma(shapes[who]) - math.log(scales[who]) for who in people), 1e-6)
        found = (3 - gap + math.sqrt((gap - 3) ** 2 + 24 * gap)) / (12 * gap)
        shape = min(max((shape + found) / 2, 2.0), 60.0)
        scale = shape / usual
    return {who: (bias[who], max(1 / precision[who], 9.0) / counts[who] + bias_variance[who]) for who in people}


def tenth(value: float | Decimal) -> Decimal:
    return Decimal(value).quantize(TENTH, ROUND_HALF_UP)


def rings(rows: list[Row]) -> list[list[Row]]:
    """Two reviews of two people of each other's works, and three of three in a circle, whatever their marks."""
    own = {who: row["work"] for row in rows for who in row.get("authors", ())}
    steps: dict[str, dict[str, list[Row]]] = {work: defaultdict(list) for work in own.values()}
    for row in rows:
        if own.get(row["reviewer"], row["work"]) != row["work"]:
            steps[own[row["reviewer"]]][row["work"]].append(row)
    found = []
    for one, two in [(one, two) for one, after in steps.items() for two in after if one < two and two in steps]:
        circles = [(one, two), *((one, two, three) for three in steps[two] if one < three and three in steps)]
        for circle in circles:
            each = [steps[work].get(after, []) for work, after in zip(circle, (*circle[1:], one), strict=True)]
            found += [list(ring) for ring in product(*each)]
    return found


def mark_rings(rows: list[Row], who: dict[str, tuple[float, float]]) -> None:
    """Say of each review how many people its ring of favours has, 0 for none.

    A mark's height is how far it lies above the others of its work, in standard deviations. A ring is one of favours
    where all heights are above 0 and their sum, over the root of their number, is one that honest reviewers would reach
    with a chance below 5 % in any of the class's rings.
    """
    works = by(rows, "work")
    for row in rows:
        others = [(one["mark"], *who[one["reviewer"]]) for one in works[row["work"]] if one is not row]
        bias, variance = who[row["reviewer"]]
        row.update(ring=0, height=-math.inf)
        if len(others) >= 2:
            total = math.fsum(1 / noise for *_, noise in others)
            usual = math.fsum((mark - own) / noise for mark, own, noise in others) / total
            row["height"] = (row["mark"] - bias - usual) / math.sqrt(variance + 1 / total)
    closed = [] if is_thin(rows) else rings(rows)
    bound = -NormalDist().inv_cdf(0.05 / len(closed)) if closed else math.inf
    for ring in sorted(closed, key=len, reverse=True):
        heights = [row["height"] for row in ring]
        if min(heights) > 0 and sum(heights) > bound * math.sqrt(len(ring)):
            for row in ring:
                row["ring"] = len(ring)


def nearness(marks: list[float], variances: list[float], ring: list[int]) -> list[float]:
    """1 for a mark among the others of its work, 0.02 for one in a ring or three standard deviations or more off."""
    near = [0.02 if people else 1.0 for people in ring]
    if len(marks) < 3:
        return near
    for _ in range(8):
        held = [one / variance for one, variance in zip(near, variances, strict=True)]
        pull = math.fsum(weight * mark for weight, mark in zip(held, marks, strict=True))
        fresh = []
        for weight, mark, variance, people in zip(held, marks, variances, ring, strict=True):
            rest = math.fsum(held) - weight
            distance = (mark - (pull - weight * mark) / rest) ** 2 / (variance + 1 / rest)
            fresh.append(0.02 if people else max(max(1 - distance / 9, 0) ** 2, 0.02))
        near = fresh
    return near


def limited(values: list[Decimal], weights: list[Decimal]) -> list[Decimal]:
    """Each value held so near the mark that taking its row away moves the mark by ten points at most."""
    total = float(sum(weights))
    shares = [float(weight) / total for weight in weights]
    reach = [10.0 * (1 - share) / share for share in shares]
    plain = [float(value) for value in values]
    low, high = min(plain), max(plain)
    for _ in range(60):
        middle = (low + high) / 2
        held = [min(max(value - middle, -most), most) for value, most in zip(plain, reach, strict=True)]
        low, high = (middle, high) if math.fsum(s * h for s, h in zip(shares, held, strict=True)) > 0 else (low, middle)
    middle = (low + high) / 2
    near = [min(max(value, middle - most), middle + most) for value, most in zip(plain, reach, strict=True)]
    return [value if abs(float(value) - one) < 0.05 else tenth(one) for value, one in zip(values, near, strict=True)]


def with_teacher(mark: Decimal, peers: Decimal, row: Row) -> Decimal:
    """The mark with a teacher's own review beside `peers`, the sum of the weights; at weight 0 that is the mark."""
    if not row.get("teacher"):
        return mark
    given, weight = tenth(Decimal(str(row["teacher"]).replace(",", "."))), Decimal(row.get("teacher weight") or 0)
    return tenth((mark * peers + given * weight) / (peers + weight)) if weight else given


def with_compared(mark: Decimal, row: Row) -> Decimal:
    """The mark with what comparisons of two works at a time gave, by its share."""
    if not row.get("compared"):
        return mark
    share = Decimal(str(row["compared share"]).replace(",", "."))
    return tenth(mark * (1 - share) + Decimal(str(row["compared"]).replace(",", ".")) * share)


def weighted(given: list[Row], who: dict[str, tuple[float, float]]) -> Decimal:
    """Bias, weight and counted of the reviews of one work, and its mark."""
    biases = [tenth(who[row["reviewer"]][0]) for row in given]
    plain = [tenth(row["mark"]) - bias for row, bias in zip(given, biases, strict=True)]
    variances = [who[row["reviewer"]][1] for row in given]
    near = nearness([float(value) for value in plain], variances, [row["ring"] for row in given])
    inverse = [one / variance for one, variance in zip(near, variances, strict=True)]
    weights = [max(Decimal(one / mean(inverse)).quantize(HUNDREDTH), HUNDREDTH) for one in inverse]
    counted = limited(plain, weights) if len(given) >= 4 else plain
    for row, bias, weight, value in zip(given, biases, weights, counted, strict=True):
        row.update(bias=bias, weight=weight, counted=value)
    return sum((weight * value for weight, value in zip(weights, counted, strict=True)), Decimal(0)) / sum(weights)


def as_given(given: list[Row], method: str) -> Decimal:
    """The mean or the median of the reviews of one work as they are."""
    for row in given:
        row.update(bias=Decimal(0), weight=Decimal(1), counted=tenth(row["mark"]), ring=0)
    marks = [row["counted"] for row in given]
    return median(marks) if method == "median" else sum(marks, Decimal(0)) / len(marks)


def table(rows: list[Row]) -> dict[str, Decimal]:
    """The rows with bias, weight and counted, and each work's mark."""
    who, works = reviewers(rows), dict[str, Decimal]()
    mark_rings(rows, who)
    for row in rows:
        row.update(bias=tenth(who[row["reviewer"]][0]), weight="", counted="")
    for work, given in by([row for row in rows if row.get("truth") is None], "work").items():
        method = given[0].get("method") or "weighted"
        mark = tenth(weighted(given, who) if method == "weighted" else as_given(given, method))
        peers = sum((row["weight"] for row in given), Decimal(0))
        joined = with_compared(min(max(mark, Decimal(0)), Decimal(100)), given[0])
        works[work] = with_teacher(joined, peers, given[0])
    return works


def column(names: Iterable[str], wanted: str) -> str:
    """The column called so; of "work: name" and "work: id" the last."""
    found = [name for name in names if name.strip().lower() == wanted or name.lower().startswith(f"{wanted}:")]
    if not found:
        raise SystemExit(f"The table has no column {wanted}.")
    return found[-1]


def number(text: str) -> float:
    return float(text.replace(",", "."))


def read(text: str) -> list[Row]:
    """The rows with a mark; who is not named is nobody else, and a work's number comes before its name."""
    heading = text.partition("\n")[0]
    delimiter = max(",;\t", key=heading.count)
    lines = list(csv.DictReader(io.StringIO(text), delimiter=delimiter))
    heads = list(lines[0]) if lines else heading.split(delimiter)
    also = sorted({name.lower().partition(":")[0].strip() for name in heads if name.lower().startswith("author ")})
    names = {key: column(heads, key) for key in ("work", "reviewer", "mark", *also)}
    more = ("number", "method", "teacher", "teacher weight", "truth", "compared", "compared share")
    names |= {key: key for key in more if key in heads}
    rows: list[Row] = [{key: (line[name] or "").strip() for key, name in names.items()} for line in lines]
    rows = [{**row, "mark": number(row["mark"])} for row in rows if row["mark"]]
    for place, row in enumerate(rows):
        row["reviewer"] = row["reviewer"] or f"nobody {place}"
        row["authors"] = {who for who in (row["work"], *(row.pop(key) for key in also)) if who}
        row["work"] = row.pop("number", "") or row["work"]
        row["truth"] = number(row["truth"]) if row.get("truth") else None
    return rows


def main(path: str) -> None:
    rows = read(Path(path).read_text(encoding="utf-8-sig"))
    works = table(rows)
    out = csv.writer(sys.stdout)
    columns = ("work", "reviewer", "mark", "bias", "weight", "counted", "ring")
    out.writerow([*columns, "mark of the work"])
    for row in rows:
        out.writerow([*(row[key] for key in columns), works.get(row["work"], "")])


if __name__ == "__main__":
    main(*sys.argv[1:])
