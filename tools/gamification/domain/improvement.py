"""Improvement points: everybody is measured against their own earlier results.

Source: the table of STAD, R. Slavin, "Cooperative Learning" (1995).
"""

PERFECT = 100


def improvement_points(base: int, score: int) -> int:
    """30, 20, 10 or 5 points for a score in percent against one's own base in percent.

    More than 10 above the base, or a perfect score: 30; up to 10 above: 20; up to 10 below: 10; further below: 5.
    """
    if score >= PERFECT or score > base + 10:
        return 30
    if score >= base:
        return 20
    return 10 if score >= base - 10 else 5


def team_points(points: list[int]) -> int:
    """The mean of the members' improvement points, rounded half up; 0 for a team without results."""
    return (2 * sum(points) + len(points)) // (2 * len(points)) if points else 0
