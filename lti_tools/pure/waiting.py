"""Who moves up from the waiting lists of groups when places are free: first come, first served."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class MovedUp:
    """A person who waited takes a place in `group`, and leaves `left` where they had one before."""

    person: int
    group: int
    left: int | None


def move_up(
    room: Mapping[int, int | None], seated: Mapping[int, int], waiting: Sequence[tuple[int, int]]
) -> list[MovedUp]:
    """Fill free places from the lists until nobody waits for a group that has one.

    `room` is each group's number of places (None: no limit), `seated` each person's group, `waiting` pairs of person
    and group, longest waiting first, each person once. Whoever moves up frees the place they had for the next one.
    """
    taken = Counter(seated.values())
    place, queue, moved = dict(seated), list(waiting), list[MovedUp]()
    while True:
        found = next((one for one in queue if _has_room(room, taken, one[1])), None)
        if found is None:
            return moved
        person, group = found
        queue.remove(found)
        left = place.get(person)
        if left == group:
            continue
        if left is not None:
            taken[left] -= 1
        taken[group] += 1
        place[person] = group
        moved.append(MovedUp(person, group, left))


def _has_room(room: Mapping[int, int | None], taken: Counter[int], group: int) -> bool:
    if group not in room:
        return False
    most = room[group]
    return most is None or taken[group] < most
