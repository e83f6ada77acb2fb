"""The pair table: for each two options, how many ballots put one above the other."""

import numpy as np

from tools.co_curriculum.domain.counting.profile import Grades, Matrix


def pair_table(ballots: Grades) -> Matrix:
    """options x options: entry (a, b) counts the people who grade a above b. Equal grades count for neither."""
    table = np.zeros((ballots.options, ballots.options), dtype=np.int64)
    columns = np.ascontiguousarray(ballots.grades.T)
    for a in range(ballots.options):
        for b in range(a):
            table[a, b] = ballots.weights[columns[a] > columns[b]].sum()
            table[b, a] = ballots.weights[columns[a] < columns[b]].sum()
    return table


def wins(table: Matrix) -> Matrix:
    """The pair table with the losing and drawn sides at 0: who beats whom, with how many votes ("winning votes")."""
    return np.where(table > table.T, table, 0)


def condorcet_winner(table: Matrix) -> int | None:
    """The option that beats every other head to head, where there is one."""
    beaten = (table > table.T).sum(axis=1)
    found = np.flatnonzero(beaten == len(table) - 1)
    return int(found[0]) if len(found) else None
