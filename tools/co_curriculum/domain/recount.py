"""Counts a published vote again, with nothing but Python: python3 recount.py vote.json

It checks that the file is whole and unchanged (its hash and the hash of the rule card), that the lot follows from the
seed, and works the result out anew from the ballots. Where only tables were published, as so few people voted, it
checks that the tables fit together and that the result follows from them. This file stands alone on purpose: it shares
no line with the program that counted first. It works on Python 3.9 and later.
"""

import json
import sys
import zipfile
from collections.abc import Iterator, Sequence
from fractions import Fraction
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

Numbers = list[int]
Table = list[list[int]]
Ballots = Sequence[Any]
Finding = tuple[bool, str]

LONGEST = 50_000_000


class Wrong(Exception):
    """The file is not what it says it is."""


def canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def fingerprint(value: Any) -> str:
    return sha256(canonical(value).encode()).hexdigest()


def lot_of(seed: str, number: int) -> Numbers:
    """The order drawn from a seed: SHA-256 blocks of "lots-1", the seed and a counter, shuffled from the end."""
    start = sha256(b"lots-1\0" + seed.encode() + b"\0")
    stream, block = b"", 0

    def below(end: int) -> int:
        nonlocal stream, block
        width = ((end - 1).bit_length() + 7) // 8
        fair = 256**width // end * end
        while True:
            while len(stream) < width:
                more = start.copy()
                more.update(block.to_bytes(8, "big"))
                stream, block = stream + more.digest(), block + 1
            found, stream = int.from_bytes(stream[:width], "big"), stream[width:]
            if found < fair:
                return found % end

    drawn = list(range(number))
    for place in range(number - 1, 0, -1):
        other = below(place + 1)
        drawn[place], drawn[other] = drawn[other], drawn[place]
    return drawn


# -- counting; options are numbers from 0, a ballot is a list with a mark for each


def best_first(numbers: Numbers, rules: Sequence[Numbers], lot: Numbers) -> Numbers:
    """All options, highest number first; level ones by each rule (a list of numbers), then by the lot."""
    return sorted(range(len(numbers)), key=lambda o: (-numbers[o], *(-rule[o] for rule in rules), lot.index(o)))


def totals_of(size: int, ballots: Ballots) -> Numbers:
    return [sum(ballot[o] or 0 for ballot in ballots) for o in range(size)]


def pairs_of(size: int, ballots: Ballots, ranked: bool) -> Table:
    """Entry a, b: how many ballots put a above b."""

    def grade(ballot: Any, o: int) -> int:
        mark = ballot[o] or 0
        return -(mark or size + 1) if ranked else mark

    return [
        [sum(grade(ballot, a) > grade(ballot, b) for ballot in ballots) if a != b else 0 for b in range(size)]
        for a in range(size)
    ]


def schulze(pairs: Table, rules: Sequence[Numbers], lot: Numbers) -> Numbers:
    size = len(pairs)
    path = [[pairs[a][b] if pairs[a][b] > pairs[b][a] else 0 for b in range(size)] for a in range(size)]
    for via in range(size):
        for a in range(size):
            for b in range(size):
                path[a][b] = max(path[a][b], min(path[a][via], path[via][b])) if a != b else 0
    left, order = set(range(size)), []
    while left:
        free = [a for a in left if all(path[a][b] >= path[b][a] for b in left)]
        first = min(free, key=lambda o: (*(-rule[o] for rule in rules), lot.index(o)))
        order.append(first)
        left.remove(first)
    return order


def ranked_pairs(pairs: Table, lot: Numbers) -> Numbers:
    size = len(pairs)
    wins = [(a, b) for a in range(size) for b in range(size) if pairs[a][b] > pairs[b][a]]
    wins.sort(key=lambda w: (-pairs[w[0]][w[1]], pairs[w[1]][w[0]], lot.index(w[0]), -lot.index(w[1])))
    below: dict[int, set[int]] = {o: set() for o in range(size)}

    def reaches(a: int, b: int) -> bool:
        seen: set[int] = set()
        waiting = [a]
        while waiting:
            one = waiting.pop()
            if one == b:
                return True
            if one not in seen:
                seen.add(one)
                waiting += below[one]
        return False

    for a, b in wins:
        if not reaches(b, a):
            below[a].add(b)
    left, order = list(lot), []
    while left:
        first = next(o for o in left if not any(reaches(p, o) for p in left if p != o))
        order.append(first)
        left.remove(first)
    return order


def star(totals: Numbers, pairs: Table, fives: Numbers, lot: Numbers) -> Numbers:
    left, final = set(range(len(totals))), list[int]()
    while left and len(final) < 2:
        most = max(totals[o] for o in left)
        level = [o for o in left if totals[o] == most]
        if len(level) + len(final) > 2:
            won = {a: sum((pairs[a][b] > pairs[b][a]) - (pairs[a][b] < pairs[b][a]) for b in level) for a in level}
            level = [min(level, key=lambda o: (-won[o], -fives[o], lot.index(o)))]
        final += level
        left -= set(level)
    if len(final) < 2:
        return final
    a, b = final
    return [min(final, key=lambda o: (-pairs[o][a + b - o], -totals[o], -fives[o], lot.index(o)))]


def orders_of(ballots: Ballots) -> Table:
    return [sorted((o for o, mark in enumerate(ballot) if mark), key=lambda o: ballot[o]) for ballot in ballots]


def instant_runoff(size: int, ballots: Ballots, lot: Numbers) -> Numbers:
    left, history = set(range(size)), list[dict[int, int]]()
    while True:
        votes = dict.fromkeys(left, 0)
        for order in orders_of(ballots):
            top = next((o for o in order if o in left), None)
            if top is not None:
                votes[top] += 1
        ahead = max(sorted(left), key=lambda o: votes[o])
        if len(left) == 1 or 2 * votes[ahead] > sum(votes.values()):
            return [ahead]
        fewest = [o for o in left if votes[o] == min(votes.values())]
        for earlier in reversed(history):
            low = min(earlier[o] for o in fewest)
            fewest = [o for o in fewest if earlier[o] == low]
        history.append(votes)
        left.remove(max(fewest, key=lot.index))


def single_transferable(size: int, ballots: Ballots, seats: int, lot: Numbers, exact: bool) -> Numbers:
    """Weighted inclusive Gregory transfers; five decimals cut off (Scottish 2007) unless `exact`."""
    unit = 1 if exact else 100_000
    orders = [order for order in orders_of(ballots) if order]
    worth = [Fraction(unit)] * len(orders)
    holder: list[int | None] = [order[0] for order in orders]
    quota = (len(orders) // (seats + 1) + 1) * unit
    left, elected = set(range(size)), list[int]()
    kept, waiting = dict[int, Fraction](), dict[int, Fraction]()
    history = list[list[Fraction]]()

    def move(rows: Numbers) -> None:
        for row in rows:
            here = holder[row]
            after = orders[row][orders[row].index(here) + 1 :] if here is not None else []
            holder[row] = next((o for o in after if o in left), None)

    def differ(level: Numbers, sign: int) -> int:
        for stage in reversed(history):
            top = max(sign * stage[o] for o in level)
            level = [o for o in level if sign * stage[o] == top]
        return min(level, key=lot.index) if sign > 0 else max(level, key=lot.index)

    def count_stage() -> None:
        votes = [sum((worth[r] for r in range(len(orders)) if holder[r] == o), Fraction(0)) for o in range(size)]
        votes = [votes[o] if o in left else {**waiting, **kept}.get(o, Fraction(0)) for o in range(size)]
        reached = [o for o in left if votes[o] >= quota]
        history.append(votes)
        while reached and len(elected) < seats:
            most = max(votes[o] for o in reached)
            history.pop()
            first = differ([o for o in reached if votes[o] == most], 1)
            history.append(votes)
            reached.remove(first)
            left.remove(first)
            elected.append(first)
            (waiting if votes[first] > quota else kept)[first] = votes[first]

    count_stage()
    while len(elected) < seats and left:
        if len(left) + len(elected) <= seats:
            last = history.pop()
            while left:
                most = max(last[o] for o in left)
                first = differ([o for o in left if last[o] == most], 1)
                elected.append(first)
                left.remove(first)
            break
        if waiting:
            most = max(waiting.values())
            first = differ([o for o in waiting if waiting[o] == most], 1)
            votes = waiting.pop(first)
            rows = [r for r in range(len(orders)) if holder[r] == first]
            for r in rows:
                worth[r] = (votes - quota) * worth[r] / votes
                if not exact:
                    worth[r] = Fraction(worth[r].numerator // worth[r].denominator)
            kept[first] = Fraction(quota)
            move(rows)
        else:
            low = min(history[-1][o] for o in left)
            out = differ([o for o in left if history[-1][o] == low], -1)
            left.remove(out)
            move([r for r in range(len(orders)) if holder[r] == out])
        count_stage()
    return elected


def shares(ballots: Ballots, costs: Numbers, budget: int, lot: Numbers, equal: bool) -> Numbers:
    """Method of Equal Shares, completed by Phragmén's method; `equal` false: Phragmén's method alone."""
    size = len(costs)
    fans = [[v for v, ballot in enumerate(ballots) if ballot[o]] for o in range(size)]
    purse = [Fraction(budget, len(ballots) or 1) if equal else Fraction(0)] * len(ballots)
    left, taken = budget, list[int]()

    def share(o: int) -> Fraction | None:
        held = sorted(purse[v] for v in fans[o])
        missing = Fraction(costs[o])
        for at, one in enumerate(held):
            if one * (len(held) - at) >= missing:
                return missing / (len(held) - at)
            missing -= one
        return None

    def wait(o: int) -> Fraction | None:
        return (
            max((costs[o] - sum(purse[v] for v in fans[o])) / Fraction(len(fans[o])), Fraction(0)) if fans[o] else None
        )

    for price in (share, wait) if equal else (wait,):
        while True:
            asked = {o: price(o) for o in range(size) if o not in taken and costs[o] <= left}
            prices = {o: found for o, found in asked.items() if found is not None}
            if not prices:
                break
            first = min(prices, key=lambda o: (prices[o], lot.index(o)))
            if price is wait:
                purse = [held + prices[first] for held in purse]
            for v in fans[first]:
                purse[v] = max(purse[v] - prices[first], Fraction(0)) if price is share else Fraction(0)
            left -= costs[first]
            taken.append(first)
    return taken


def verdicts(size: int, ballots: Ballots, undecided: int, entitled: int, card: Any) -> Numbers:
    needed = -(-entitled * card["quorum"] // 100)
    accepted = []
    for o in range(size):
        yes, no = (sum(ballot[o] == mark for ballot in ballots) for mark in (1, -1))
        good = not no and len(ballots) + undecided >= 1 if card["method"] == "consent" else yes > no
        if good and len(ballots) + undecided >= needed:
            accepted.append(o)
    return accepted


def winners_of(document: Any) -> Numbers:
    """The winners, worked out from the ballots."""
    card, ballots = document["card"], document["ballots"]
    method, size = card["method"], len(card["options"])
    lot = lot_of(card["seed"], size) if card["seed"] else list(range(size))
    if method in ("majority", "consent"):
        return verdicts(size, ballots, document["undecided"], document["entitled"], card)
    if not ballots:
        return []
    return _winners(card, method, size, ballots, lot)


def _winners(card: Any, method: str, size: int, ballots: Ballots, lot: Numbers) -> Numbers:
    ranked = card["ballot"] == "ranked"
    totals = totals_of(size, ballots)
    fives = [sum(ballot[o] == 5 for ballot in ballots) for o in range(size)]
    if method == "approval":
        return [o for o in range(size) if totals[o] == max(totals)] if any(totals) else []
    if method in ("equal-shares", "phragmen"):
        return shares(ballots, card["costs"], card["weeks"], lot, method == "equal-shares")
    if method == "irv":
        return instant_runoff(size, ballots, lot)
    if method in ("stv-scottish", "stv-exact"):
        return single_transferable(size, ballots, card["winners"], lot, method == "stv-exact")
    if method == "cards":
        agree, against = ([sum(b[o] == m for b in ballots) for o in range(size)] for m in (1, -1))
        support = [100 * (agree[o] + 1) // (agree[o] + against[o] + 2) for o in range(size)]
        return best_first(support, [agree], lot)[: card["winners"]]
    if method == "dates":
        suits = [sum(ballot[o] == 2 for ballot in ballots) for o in range(size)]
        can = [sum(ballot[o] in (1, 2) for ballot in ballots) for o in range(size)]
        return best_first(can, [suits], lot)[:1]
    if method in ("score", "single", "dots", "quadratic"):
        return best_first(totals, [], lot)[: card["winners"]] if any(totals) else []
    return from_pairs(card, pairs_of(size, ballots, ranked), totals, fives, lot, len(ballots))


def from_pairs(card: Any, pairs: Table, totals: Numbers, fives: Numbers, lot: Numbers, voters: int) -> Numbers:
    """The methods that need no more than the pair table, the totals and the number of fives."""
    method, size = card["method"], len(pairs)
    if method == "star":
        return star(totals, pairs, fives, lot)
    if method == "stars-schulze":
        return schulze(pairs, [totals, fives], lot)[:1]
    if method == "schulze":
        return schulze(pairs, [], lot)[:1]
    if method == "ranked-pairs":
        return ranked_pairs(pairs, lot)[:1]
    if method == "minimax":
        worst = [max((pairs[b][a] for b in range(size) if pairs[b][a] > pairs[a][b]), default=0) for a in range(size)]
        return best_first([-votes for votes in worst], [], lot)[:1]
    points = [
        sum(2 * pairs[a][b] + voters - pairs[a][b] - pairs[b][a] for b in range(size) if b != a) for a in range(size)
    ]
    return best_first(points, [], lot)[: card["winners"]]


# -- checking a file


def check(document: Any) -> list[Finding]:
    """Findings as sentences, each with True where all is well; raises `Wrong` for what is no such file."""
    if not isinstance(document, dict) or document.get("format") != "lti-tools/vote-record":
        raise Wrong("This file is not a published vote.")
    try:
        return list(_findings(document))
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise Wrong("This file is damaged: parts of it are missing or are not what they should be.") from error


def _findings(document: Any) -> Iterator[Finding]:
    card, result = document["card"], document["result"]
    rest = {name: value for name, value in document.items() if name != "hash"}
    yield fingerprint(rest) == document["hash"], "The file is unchanged: its fingerprint fits its content."
    yield fingerprint(card) == document["card_hash"], "The rule card is unchanged."
    size = len(card["options"])
    yield card["lot"] == (lot_of(card["seed"], size) if card["seed"] else []), "The lot follows from the seed."
    yield len(set(document["receipts"])) <= document["cast"], "There are no more receipts than ballots."
    if document["detail"] == "whole":
        yield all(_good(card, ballot, size) for ballot in document["ballots"]), "Every ballot keeps the rules."
        number = len(document["ballots"]) + document["undecided"]
        yield number == document["cast"], "The number of ballots is right."
        yield winners_of(document) == result["winners"], "The ballots, counted again, give the same winners."
    elif document["detail"] == "summary":
        yield _fits(document), "The published tables fit together, and the winners follow from them."
    else:
        yield True, "So few people voted, or all alike, that only the winner is published."


def _good(card: Any, ballot: Any, size: int) -> bool:
    kind, marks = card["ballot"], [mark for mark in ballot if mark is not None]
    if len(ballot) != size or any(type(mark) is not int for mark in marks):
        return False
    highest = {"stars": 5, "dates": 2, "ranked": size, "dots": card["budget"], "quadratic": card["budget"]}.get(kind, 1)
    lowest = -1 if kind in ("yes-no", "consent", "cards") else 0
    spent = {"dots": sum(marks), "quadratic": sum(m * m for m in marks)}.get(kind, 0)
    ticks = 1 if kind == "single" else card["most"] if kind == "approval" and card["most"] else size
    return (
        all(lowest <= mark <= highest for mark in marks)
        and spent <= (card["budget"] or 0)
        and (kind not in ("single", "approval") or sum(marks) <= ticks)
    )


def _fits(document: Any) -> bool:
    """Whether tables published in place of ballots agree with each other and with the result."""
    card, result = document["card"], document["result"]
    size, voters = len(card["options"]), document["cast"] - document["undecided"]
    lot = lot_of(card["seed"], size) if card["seed"] else list(range(size))
    if result["voters"] != voters:
        return False
    if "pairs" in result:
        pairs = result["pairs"]
        possible = all(pairs[a][b] + pairs[b][a] <= voters for a in range(size) for b in range(size) if a != b)
        totals, fives = result.get("totals") or [0] * size, result.get("fives") or [0] * size
        return bool(
            possible and (not voters or from_pairs(card, pairs, totals, fives, lot, voters) == result["winners"])
        )
    if "rounds" in result:
        rounds = result["rounds"]
        sums = {sum(v or 0 for v in one["votes"]) + one["exhausted"] for one in rounds}
        fewest = all(
            one["out"] is None or one["votes"][one["out"]] == min(v for v in one["votes"] if v is not None)
            for one in rounds
        )
        last = [v or 0 for v in rounds[-1]["votes"]]
        return bool(sums == {voters} and fewest and (not voters or [last.index(max(last))] == result["winners"]))
    if "stages" in result:
        stages = result["stages"]
        sums = {sum(Fraction(v) for v in one["votes"]) + Fraction(one["lost"]) for one in stages}
        elected = [o for one in stages for o in one["elected"]]
        return bool(len(sums) <= 1 and (not voters or elected == result["winners"]))
    if card["method"] == "approval":
        most = max(result["totals"])
        ahead = [o for o in range(size) if most and result["totals"][o] == most]
        return bool(most <= voters and result["winners"] == ahead)
    if "bought" in result:
        costs = [card["costs"][one["option"]] for one in result["bought"]]
        return bool(sum(costs) <= card["weeks"] and [one["option"] for one in result["bought"]] == result["winners"])
    if "answers" in result:
        return bool(result["winners"] == [o for o, answer in enumerate(result["answers"]) if answer[4] == "yes"])
    if "totals" in result:
        order = best_first(result["totals"], [], lot)
        return bool(result["winners"] == (order[: card["winners"]] if any(result["totals"]) else []))
    return _fits_lists(card, result, lot, voters)


def _fits_lists(card: Any, result: Any, lot: Numbers, voters: int) -> bool:
    if not voters:
        return bool(result["winners"] == [])
    if "cards" in result:
        support = [100 * (one[0] + 1) // (one[0] + one[1] + 2) for one in result["cards"]]
        order = best_first(support, [[one[0] for one in result["cards"]]], lot)
        return all(sum(one[:3]) <= voters for one in result["cards"]) and order[: card["winners"]] == result["winners"]
    can = [one[0] + one[1] for one in result["days"]]
    order = best_first(can, [[one[0] for one in result["days"]]], lot)
    return all(sum(one) == voters for one in result["days"]) and order[:1] == result["winners"]


def read(content: bytes) -> Any:
    """The document in a JSON file, or in the zip that was downloaded; raises `Wrong`."""
    if len(content) > LONGEST:
        raise Wrong("This file is too large to be a published vote.")
    try:
        if content[:2] == b"PK":
            with zipfile.ZipFile(BytesIO(content)) as archive:
                if archive.getinfo("vote.json").file_size > LONGEST:
                    raise Wrong("This file is too large to be a published vote.")
                content = archive.read("vote.json")
        return json.loads(content)
    except (ValueError, KeyError, zipfile.BadZipFile, RecursionError) as error:
        raise Wrong("This file cannot be read: it is neither vote.json nor the zip with it.") from error


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write("Usage: recount.py FILE (vote.json or the zip with it)\n")
        return 2
    try:
        with Path(arguments[0]).open("rb") as file:
            document = read(file.read(LONGEST + 1))
        findings = check(document)
    except (OSError, Wrong) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    for good, sentence in findings:
        sys.stdout.write(f"{'ok   ' if good else 'WRONG'} {sentence}\n")
    names = [document["card"]["options"][o] for o in document["result"]["winners"]]
    sys.stdout.write(f"Winners: {', '.join(names) or 'none'}\nFingerprint of the file: {document['hash']}\n")
    return 0 if all(good for good, _sentence in findings) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
