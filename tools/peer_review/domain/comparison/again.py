"""Two rounds of comparisons: works that were revised are compared anew, on the scale of the first round."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from tools.peer_review.domain.comparison.comparison import islands
from tools.peer_review.domain.comparison.marks import Said, Scale, Standing, ranked, standings


def newest(said: Sequence[Said], scale: Scale, renewed: Collection[int]) -> dict[int, Standing]:
    """Work -> where it stands by one question: `renewed` works by the second round, all others by the first.

    The first round is fitted alone, so nothing that is said in the second moves a work that was not revised. A revised
    work starts where it stood: how much all of them became better at once is not told by comparing them.
    """
    first = standings([one for one in said if not one.again], scale)
    again = [one for one in said if one.again]
    if not again:
        return first
    second = {work: replace(one, again=True) for work, one in standings(again, scale, first).items()}
    kept = {**first, **{work: one for work, one in second.items() if work in renewed or work not in first}}
    return ranked(_apart(kept, said))


def _apart(found: Mapping[int, Standing], said: Sequence[Said]) -> dict[int, Standing]:
    """Works hang together by the comparisons of both rounds."""
    works = sorted(found)
    at = {work: number for number, work in enumerate(works)}
    numbers = islands(len(works), [(at[one.better], at[one.worse]) for one in said])
    return {work: replace(found[work], island=number) for work, number in zip(works, numbers, strict=True)}
