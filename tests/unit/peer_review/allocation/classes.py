"""Random classes for the properties of allocation: groups, blocked pairs, wanted pairs, earlier rounds."""

import random

from tools.peer_review.domain.allocation.problem import Wanted


def random_class(seed: int, most: int = 300) -> Wanted:
    """A class of 3 to `most` people; small ones are often asked for what cannot be."""
    rng = random.Random(seed)
    size = rng.choice([rng.randint(3, 12), rng.randint(3, min(60, most)), rng.randint(3, most)])
    people = tuple(rng.sample(range(10_000), size))
    mates = 1 if rng.random() < 0.6 else rng.randint(2, 5)
    groups = [people[at : at + mates] for at in range(0, size, mates)]
    authors = {20_000 + number: frozenset(group) for number, group in enumerate(groups)}
    works = tuple(authors)
    k = rng.randint(1, 6)
    barred: dict[int, frozenset[int]] = {}
    share = rng.choice([0, 0, 0.02, 0.05, 0.2])
    for one in people:
        blocked = frozenset(work for work in works if share and rng.random() < share)
        if blocked:
            barred[one] = blocked
    must = frozenset()
    if rng.random() < 0.3:
        wanted = [(rng.choice(people), rng.choice(works)) for _ in range(rng.randint(1, 1 + size // 20))]
        must = frozenset(
            (one, work) for one, work in wanted if one not in authors[work] and work not in barred.get(one, ())
        )
    return Wanted(reviewers=people, authors=authors, k=k, barred=barred, must=must, reciprocal=rng.random() < 0.2)
