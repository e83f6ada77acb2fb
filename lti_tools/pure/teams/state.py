"""A plan under search: who is in which team, with the sums that tell what an exchange of two people would change."""

from collections.abc import Sequence

import numpy as np

from lti_tools.pure.teams.problem import Floats, Ints, Problem, Trait, count


class State:
    """A plan and its cost; `moves` lists the exchanges since it was last cleared, so that they can be taken back."""

    def __init__(self, problem: Problem, team: Sequence[int]) -> None:
        self.problem = problem
        self.team: Ints = np.array(team, np.intp)
        self.everybody: Ints = np.arange(len(self.team))
        self.moves: list[tuple[int, int]] = []
        self.cost = problem.cost(self.team)
        member = np.zeros((len(self.team), len(problem.sizes)))
        member[self.everybody, self.team] = 1
        self.sums = problem.skills @ member
        self.counts = [_Counts(trait, self.team, len(problem.sizes)) for trait in problem.traits]
        self.ties = None if problem.pairs is None else problem.pairs @ member
        """`ties[p, t]`: what person p would cost team t, by its pairs."""

    def members(self, team: int) -> list[int]:
        found: list[int] = np.flatnonzero(self.team == team).tolist()
        return found

    def changes(self, person: int) -> Floats:
        """What exchanging `person` with each other one changes in the cost; infinite within the own team."""
        here, sizes = self.team[person], self.problem.sizes
        step = self.problem.skills - self.problem.skills[:, [person]]
        change: Floats = (step * (step + 2 * self.sums[:, [here]])).sum(axis=0) / sizes[here]
        change += (step * (step - 2 * self.sums[:, self.team])).sum(axis=0) / sizes[self.team]
        for counts in self.counts:
            change += counts.changes(person, here, self.team)
        if self.ties is not None and self.problem.pairs is not None:
            change += self.ties[:, here] - self.ties[person, here] + self.ties[person, self.team]
            change -= self.ties[self.everybody, self.team] + 2 * self.problem.pairs[person]
        change[self.team == here] = np.inf
        return change

    def change(self, one: int, other: int) -> float:
        """What exchanging these two changes: one entry of `changes`."""
        here, there, sizes = self.team[one], self.team[other], self.problem.sizes
        step = self.problem.skills[:, other] - self.problem.skills[:, one]
        change = float(step @ (step + 2 * self.sums[:, here])) / sizes[here]
        change += float(step @ (step - 2 * self.sums[:, there])) / sizes[there]
        change += sum(counts.change(one, other, here, there) for counts in self.counts)
        if self.ties is not None and self.problem.pairs is not None:
            change += self.ties[other, here] - self.ties[one, here] + self.ties[one, there] - self.ties[other, there]
            change -= 2 * self.problem.pairs[one, other]
        return float(change)

    def exchange(self, one: int, other: int) -> None:
        """Let two people of different teams change places."""
        self.cost += self.change(one, other)
        here, there = self.team[one], self.team[other]
        step = self.problem.skills[:, other] - self.problem.skills[:, one]
        self.sums[:, here] += step
        self.sums[:, there] -= step
        for counts in self.counts:
            counts.exchange(one, other, here, there)
        if self.ties is not None and self.problem.pairs is not None:
            ties = self.problem.pairs[:, other] - self.problem.pairs[:, one]
            self.ties[:, here] += ties
            self.ties[:, there] -= ties
        self.team[one], self.team[other] = there, here
        self.moves.append((one, other))

    def take_back(self) -> None:
        """Undo every exchange in `moves`."""
        for one, other in reversed(self.moves[:]):
            self.exchange(one, other)
        self.moves.clear()


class _Counts:
    """How many people of each value each team has, and what one more or one fewer would change."""

    def __init__(self, trait: Trait, team: Ints, teams: int) -> None:
        self.trait = trait
        self.here = count(trait, team, teams)
        self.more = np.empty(self.here.shape)
        self.fewer = np.empty(self.here.shape)
        for one in range(teams):
            self._weigh(one)

    def changes(self, person: int, here: int, team: Ints) -> Floats:
        value, own = self.trait.value, self.trait.value[person]
        change: Floats = self.fewer[here, own] + self.more[here][value] + self.more[team, own] + self.fewer[team, value]
        change[value == own] = 0
        return change

    def change(self, one: int, other: int, here: int, there: int) -> float:
        gone, come = self.trait.value[one], self.trait.value[other]
        if gone == come:
            return 0.0
        return float(self.fewer[here, gone] + self.more[here, come] + self.more[there, gone] + self.fewer[there, come])

    def exchange(self, one: int, other: int, here: int, there: int) -> None:
        gone, come = self.trait.value[one], self.trait.value[other]
        if gone == come:
            return
        for team, left, joined in ((here, gone, come), (there, come, gone)):
            self.here[team, left] -= 1
            self.here[team, joined] += 1
            self._weigh(team)

    def _weigh(self, team: int) -> None:
        values, here = np.arange(self.here.shape[1]), self.here[team]
        cost = self.trait.cost[team]
        now = cost[values, here]
        self.more[team] = cost[values, np.minimum(here + 1, cost.shape[1] - 1)] - now
        self.fewer[team] = cost[values, np.maximum(here - 1, 0)] - now
