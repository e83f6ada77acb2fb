"""Flow through a network in whole numbers: as much as possible, or a given amount, at the least cost. Exact.

Successive shortest paths with potentials (Ahuja, Magnanti and Orlin, Network Flows, 1993, 9.7), where all the shortest
paths of one length are filled at once (Dinic's blocking flows on arcs of reduced cost 0). Lower bounds and arcs of
negative cost are met by sending their flow ahead and letting the network even out what each node has too much of; so no
search ever meets a negative cost. Python's whole numbers have no end: weights of rank-maximal plans fit too.
"""

import heapq
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

Node = Hashable


@dataclass(frozen=True)
class Arc:
    """A road from `tail` to `head` that takes from `lower` to `capacity` units, each at `cost`."""

    tail: Node
    head: Node
    capacity: int
    cost: int = 0
    lower: int = 0


@dataclass(frozen=True)
class Flow:
    """`on` says how much each arc carries, in the order in which the arcs were given."""

    amount: int
    cost: int
    on: tuple[int, ...]


def least_cost_flow(arcs: Sequence[Arc], source: Node, sink: Node, amount: int | None = None) -> Flow | None:
    """Send `amount` units from `source` to `sink`, as many as the arcs take where it is None, at the least cost.

    None where no flow meets the bounds (or carries the amount). `ValueError` for a lower bound below 0 or above its
    capacity, for a negative amount, and where source and sink are one.
    """
    _check(arcs, source, sink, amount)
    network = _Network(arcs, source, sink)
    if amount is None:
        amount = sum(arc.capacity for arc in arcs if source in (arc.tail, arc.head))
        detour = 1 + sum(abs(arc.cost) * arc.capacity for arc in arcs)
        network.add(network.place[source], network.place[sink], amount, detour)
    network.need(network.place[source], -amount)
    network.need(network.place[sink], amount)
    if not network.even_out():
        return None
    on = tuple(
        network.room[place ^ 1] + arc.lower if arc.cost >= 0 else arc.capacity - network.room[place ^ 1]
        for arc, place in zip(arcs, network.given, strict=True)
    )
    out = sum(one for arc, one in zip(arcs, on, strict=True) if arc.tail == source and arc.head != source)
    back = sum(one for arc, one in zip(arcs, on, strict=True) if arc.head == source and arc.tail != source)
    return Flow(out - back, sum(one * arc.cost for arc, one in zip(arcs, on, strict=True)), on)


def _check(arcs: Sequence[Arc], source: Node, sink: Node, amount: int | None) -> None:
    if source == sink:
        raise ValueError("source and sink are one node")
    if amount is not None and amount < 0:
        raise ValueError("a negative amount cannot flow")
    if any(not 0 <= arc.lower <= arc.capacity for arc in arcs):
        raise ValueError("a lower bound lies between 0 and the capacity")


class _Network:
    """The residual network: arc i's way back is arc i ^ 1; `room` is what still fits."""

    def __init__(self, arcs: Sequence[Arc], source: Node, sink: Node) -> None:
        nodes = dict.fromkeys(node for arc in arcs for node in (arc.tail, arc.head)) | {source: None, sink: None}
        self.place = {node: place for place, node in enumerate(nodes)}
        self.out: list[list[int]] = [[] for _ in range(len(nodes) + 2)]
        self.tail: list[int] = []
        self.head: list[int] = []
        self.room: list[int] = []
        self.cost: list[int] = []
        self.surplus = [0] * len(nodes)
        self.given = [self._give(arc) for arc in arcs]

    def add(self, tail: int, head: int, room: int, cost: int) -> int:
        for one, other, space, price in ((tail, head, room, cost), (head, tail, 0, -cost)):
            self.out[one].append(len(self.head))
            self.tail.append(one)
            self.head.append(other)
            self.room.append(space)
            self.cost.append(price)
        return len(self.head) - 2

    def need(self, node: int, amount: int) -> None:
        """Let `amount` units more leave the network at `node` (enter it, where negative)."""
        self.surplus[node] -= amount

    def _give(self, arc: Arc) -> int:
        """An arc as asked for; one of negative cost is filled first, and its way back is the arc to decide about."""
        tail, head = self.place[arc.tail], self.place[arc.head]
        ahead = arc.lower if arc.cost >= 0 else arc.capacity
        self.need(tail, ahead)
        self.need(head, -ahead)
        if arc.cost >= 0:
            return self.add(tail, head, arc.capacity - arc.lower, arc.cost)
        return self.add(head, tail, arc.capacity - arc.lower, -arc.cost)

    def even_out(self) -> bool:
        """Bring every surplus to where something is missing, at the least cost; False where that cannot be."""
        start, end = len(self.surplus), len(self.surplus) + 1
        wanted = sum(amount for amount in self.surplus if amount > 0)
        for node, amount in enumerate(self.surplus):
            if amount:
                self.add(*((start, node, amount, 0) if amount > 0 else (node, end, -amount, 0)))
        height = [0] * len(self.out)
        while wanted:
            far = self._distances(start, height)
            if far[end] is None:
                return False
            top = max(one for one in far if one is not None)
            height = [old + (top if one is None else one) for old, one in zip(height, far, strict=True)]
            while sent := self._fill(start, end, height):
                wanted -= sent
        return True

    def _distances(self, start: int, height: list[int]) -> list[int | None]:
        """Least reduced cost from `start` to each node (Dijkstra); None where no road leads."""
        far: list[int | None] = [None] * len(self.out)
        queue = [(0, start)]
        while queue:
            cost, node = heapq.heappop(queue)
            if far[node] is not None:
                continue
            far[node] = cost
            for arc in self.out[node]:
                other = self.head[arc]
                if self.room[arc] and far[other] is None:
                    heapq.heappush(queue, (cost + self.cost[arc] + height[node] - height[other], other))
        return far

    def _fill(self, start: int, end: int, height: list[int]) -> int:
        """A blocking flow along arcs of reduced cost 0, each a step further from `start`; how much it carries."""
        level = self._levels(start, height)
        if level[end] < 0:
            return 0
        next_arc = [0] * len(self.out)
        sent, path, node = 0, list[int](), start
        while True:
            if node == end:
                amount = min(self.room[arc] for arc in path)
                for arc in path:
                    self.room[arc] -= amount
                    self.room[arc ^ 1] += amount
                sent += amount
                full = next(place for place, arc in enumerate(path) if not self.room[arc])
                node = self.tail[path[full]]
                del path[full:]
            step = self._step(node, level, height, next_arc)
            if step is not None:
                path.append(step)
                node = self.head[step]
            elif path:
                next_arc[self.tail[path[-1]]] += 1
                node = self.tail[path.pop()]
            else:
                return sent

    def _levels(self, start: int, height: list[int]) -> list[int]:
        level = [-1] * len(self.out)
        level[start] = 0
        queue = [start]
        for node in queue:
            for arc in self.out[node]:
                other = self.head[arc]
                if self.room[arc] and level[other] < 0 and self.cost[arc] + height[node] == height[other]:
                    level[other] = level[node] + 1
                    queue.append(other)
        return level

    def _step(self, node: int, level: list[int], height: list[int], next_arc: list[int]) -> int | None:
        """The next open arc out of `node`; what lies before it is known to lead nowhere."""
        arcs = self.out[node]
        while next_arc[node] < len(arcs):
            arc = arcs[next_arc[node]]
            other = self.head[arc]
            if self.room[arc] and level[other] == level[node] + 1 and self.cost[arc] + height[node] == height[other]:
                return arc
            next_arc[node] += 1
        return None
