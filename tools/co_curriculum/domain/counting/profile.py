"""What is counted: a matrix with a row per ballot (or per group of equal ballots) and a column per option.

Every count takes such a matrix and `weights`, how many people cast each row. Options are columns here, from 0; whoever
calls keeps the list that turns them into the vote's own options. Nothing here knows who cast what.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.int64]
Vector = NDArray[np.int64]

UNRANKED = -1
"""Fills the end of a row of `Rankings.orders` whose ballot stops early."""


@dataclass(frozen=True)
class Grades:
    """Ballots that give every option a number: ticks (0 or 1), stars (0 to 5), dots; more is better.

    `grades` is ballots x options, `weights` has one entry a row.
    """

    grades: Matrix
    weights: Vector

    @property
    def options(self) -> int:
        return int(self.grades.shape[1])

    @property
    def voters(self) -> int:
        return int(self.weights.sum())


@dataclass(frozen=True)
class Rankings:
    """Ballots that order options, best first, without ties; a ballot may stop early.

    `orders` is ballots x options: the option in each place, `UNRANKED` after the last one ranked.
    """

    orders: Matrix
    weights: Vector

    @property
    def options(self) -> int:
        return int(self.orders.shape[1])

    @property
    def voters(self) -> int:
        return int(self.weights.sum())

    def as_grades(self) -> Grades:
        """The same ballots as numbers: options minus place, 0 for what was not ranked; all of those are level."""
        grades = np.zeros_like(self.orders)
        rows, places = np.nonzero(self.orders != UNRANKED)
        grades[rows, self.orders[rows, places]] = self.options - places
        return Grades(grades, self.weights)


def grades(rows: Iterable[Sequence[int]], options: int) -> Grades:
    """Group equal rows; each holds one number per option. Raises `ValueError` for a row of another length."""
    listed = [tuple(row) for row in rows]
    if any(len(row) != options for row in listed):
        raise ValueError("a ballot has one number for each option")
    matrix, weights = _grouped(np.array(listed, dtype=np.int64).reshape(len(listed), options))
    return Grades(matrix, weights)


def approvals(rows: Iterable[Iterable[int]], options: int) -> Grades:
    """Ticks: each row holds the options that one person approves."""
    listed = [set(row) for row in rows]
    return grades(([int(option in row) for option in range(options)] for row in listed), options)


def rankings(rows: Iterable[Sequence[int]], options: int) -> Rankings:
    """Group equal rows, each the options in order. Raises `ValueError` for one unknown or named twice."""
    listed = [tuple(row) for row in rows]
    for row in listed:
        if len(set(row)) < len(row) or any(not 0 <= option < options for option in row):
            raise ValueError("a ranking names known options, each once")
    filled = [row + (UNRANKED,) * (options - len(row)) for row in listed]
    matrix, weights = _grouped(np.array(filled, dtype=np.int64).reshape(len(filled), options))
    return Rankings(matrix, weights)


def _grouped(matrix: Matrix) -> tuple[Matrix, Vector]:
    if not len(matrix):
        return matrix, np.zeros(0, dtype=np.int64)
    found, counts = np.unique(matrix, axis=0, return_counts=True)
    return found, counts.astype(np.int64)
