"""A second count of each method, written another way: person by person, in plain lists and fractions.

It shares nothing with the counts it checks but the rules. Ballots: rankings as lists of options, grades as lists of
numbers, ticks as sets.
"""

from decimal import ROUND_DOWN, Decimal
from fractions import Fraction


def pairs(grades, options):
    table = [[0] * options for _ in range(options)]
    for ballot in grades:
        for a in range(options):
            for b in range(options):
                table[a][b] += ballot[a] > ballot[b]
    return table


def schulze_unbeaten(grades, options):
    """Every option that no other beats by a stronger path; paths are searched by lowering the bar."""
    table = pairs(grades, options)
    edges = {(a, b): table[a][b] for a in range(options) for b in range(options) if table[a][b] > table[b][a]}

    def strength(start, end):
        for bar in sorted(set(edges.values()), reverse=True):
            reached, todo = {start}, [start]
            while todo:
                here = todo.pop()
                for (a, b), votes in edges.items():
                    if a == here and votes >= bar and b not in reached:
                        reached.add(b)
                        todo.append(b)
            if end in reached:
                return bar
        return 0

    return {a for a in range(options) if all(a == b or strength(a, b) >= strength(b, a) for b in range(options))}


def borda(grades, options):
    points = [Fraction(0)] * options
    for ballot in grades:
        for a in range(options):
            for b in range(options):
                if a != b:
                    points[a] += Fraction((ballot[a] > ballot[b]) * 2 + (ballot[a] == ballot[b]), 2)
    return points


def irv(rankings, options, lot):
    left, history = set(range(options)), []
    while True:
        votes = dict.fromkeys(left, 0)
        for ballot in rankings:
            named = [option for option in ballot if option in left]
            if named:
                votes[named[0]] += 1
        if len(left) == 1:
            return next(iter(left))
        for option in left:
            if votes[option] * 2 > sum(votes.values()):
                return option
        lowest = [option for option in left if votes[option] == min(votes.values())]
        for earlier in reversed(history):
            fewest = min(earlier[option] for option in lowest)
            lowest = [option for option in lowest if earlier[option] == fewest]
        left.remove(max(lowest, key=lot.index))
        history.append(votes)


def stv(rankings, options, seats, lot, places):
    """WIGM person by person; `places` decimals are kept (None: exact fractions). Returns the elected in order."""

    def cut(value):
        return value if places is None else value.quantize(Decimal(1).scaleb(-places), ROUND_DOWN)

    one = Fraction(1) if places is None else Decimal(1)
    papers = [[list(ballot), one] for ballot in rankings if ballot]
    quota = len(papers) // (seats + 1) + 1
    continuing, elected, history, done = set(range(options)), [], [], {}
    seats = min(seats, options)
    pending = {}

    def top(paper, allowed):
        return next((option for option in paper[0] if option in allowed), None)

    holders = [top(paper, continuing) for paper in papers]

    def tally():
        votes = [0 * one] * options
        for paper, holder in zip(papers, holders, strict=True):
            if holder is not None:
                votes[holder] += paper[1]
        for option, held in done.items():
            votes[option] = held
        return votes

    def decide(level, most):
        for earlier in reversed(history):
            wanted = (max if most else min)(earlier[option] for option in level)
            level = [option for option in level if earlier[option] == wanted]
        return (min if most else max)(level, key=lot.index)

    def ranked(level, votes):
        found, level = [], set(level)
        while level:
            most = max(votes[option] for option in level)
            option = decide([one for one in level if votes[one] == most], True)
            found.append(option)
            level.remove(option)
        return found

    def count():
        votes = tally()
        for option in ranked([one for one in continuing if votes[one] >= quota], votes)[: seats - len(elected)]:
            continuing.discard(option)
            elected.append(option)
            if votes[option] > quota:
                pending[option] = votes[option]
            else:
                done[option] = votes[option]
        history.append(votes)

    count()
    while len(elected) < seats:
        if len(continuing) <= seats - len(elected):
            return elected + ranked(continuing, history[-1])
        if pending:
            most = max(pending.values())
            option = decide([one for one, votes in pending.items() if votes == most], True)
            total = pending.pop(option)
            done[option] = quota * one
            for number, paper in enumerate(papers):
                if holders[number] == option:
                    paper[1] = cut((total - quota) * paper[1] / total)
                    holders[number] = top((paper[0][paper[0].index(option) + 1 :], 0), continuing)
        else:
            votes = history[-1]
            fewest = min(votes[one] for one in continuing)
            option = decide([one for one in continuing if votes[one] == fewest], False)
            continuing.remove(option)
            for number, paper in enumerate(papers):
                if holders[number] == option:
                    holders[number] = top((paper[0][paper[0].index(option) + 1 :], 0), continuing)
        count()
    return elected


def equal_shares(ticks, costs, budget, lot):
    """Person by person with a purse each; the most a fan pays is searched among the purses."""
    purses = [Fraction(budget, len(ticks) or 1)] * len(ticks)
    taken, left, waiting = [], budget, set(range(len(costs)))

    def most(option):
        fans = sorted(purses[person] for person, ticked in enumerate(ticks) if option in ticked)
        for poor in range(len(fans)):
            each = (costs[option] - sum(fans[:poor])) / Fraction(len(fans) - poor)
            if each <= fans[poor]:
                return each
        return None

    def wait(option):
        fans = [purses[person] for person, ticked in enumerate(ticks) if option in ticked]
        return max(Fraction(0), (costs[option] - sum(fans)) / Fraction(len(fans))) if fans else None

    for price in (most, wait):
        while True:
            prices = {one: price(one) for one in waiting if costs[one] <= left and price(one) is not None}
            if not prices:
                break
            option = min(prices, key=lambda one: (prices[one], lot.index(one)))
            for person, ticked in enumerate(ticks):
                if price is wait:
                    purses[person] += prices[option]
                if option in ticked:
                    purses[person] = Fraction(0) if price is wait else max(0, purses[person] - prices[option])
            waiting.remove(option)
            left -= costs[option]
            taken.append(option)
    return taken
