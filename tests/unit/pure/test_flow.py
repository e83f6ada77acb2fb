import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, milp

from lti_tools.pure.flow import Arc, Flow, least_cost_flow

NODES = range(5)
SOURCE, SINK = 0, 4


@st.composite
def arcs(draw: st.DrawFn) -> list[Arc]:
    number = draw(st.integers(1, 12))
    found = []
    for _ in range(number):
        tail, head = draw(st.sampled_from(NODES)), draw(st.sampled_from(NODES))
        lower = draw(st.sampled_from([0, 0, 0, 1]))
        capacity = lower + draw(st.integers(0, 4))
        found.append(Arc(tail, head, capacity, draw(st.integers(-4, 6)), lower))
    return found


def by_solver(network: list[Arc], amount: int | None) -> tuple[int, int] | None:
    """(amount, cost) by mixed-integer programming."""
    balance = np.zeros((len(NODES), len(network)))
    for place, arc in enumerate(network):
        balance[arc.tail, place] += 1
        balance[arc.head, place] -= 1
    inner = LinearConstraint(balance[1:-1], 0, 0)
    out = balance[SOURCE]
    bounds = ([arc.lower for arc in network], [arc.capacity for arc in network])
    costs = np.array([arc.cost for arc in network])
    if amount is None:
        forward = milp(-out, integrality=1, bounds=bounds, constraints=[inner, LinearConstraint(out, 0, np.inf)])
        if not forward.success:
            return None
        amount = round(-forward.fun)
    best = milp(costs, integrality=1, bounds=bounds, constraints=[inner, LinearConstraint(out, amount, amount)])
    return (amount, round(best.fun)) if best.success else None


def check_bounds(network: list[Arc], flow: Flow) -> None:
    for arc, carried in zip(network, flow.on, strict=True):
        assert arc.lower <= carried <= arc.capacity
    for node in NODES:
        out = sum(carried for arc, carried in zip(network, flow.on, strict=True) if arc.tail == node)
        back = sum(carried for arc, carried in zip(network, flow.on, strict=True) if arc.head == node)
        assert out - back == {SOURCE: flow.amount, SINK: -flow.amount}.get(node, 0)


@given(arcs(), st.one_of(st.none(), st.integers(0, 6)))
def test_it_finds_what_a_solver_finds(network: list[Arc], amount: int | None):
    flow = least_cost_flow(network, SOURCE, SINK, amount)
    expected = by_solver(network, amount)
    assert (flow and (flow.amount, flow.cost)) == expected
    if flow is not None:
        check_bounds(network, flow)


def test_people_get_topics_at_the_least_sum_of_ranks():
    ranks = {"ann": {"a": 1, "b": 2}, "bob": {"a": 1, "b": 3}, "eve": {"a": 2, "b": 1}}
    people = [Arc("in", person, 1) for person in ranks]
    wishes = [Arc(person, topic, 1, rank) for person, own in ranks.items() for topic, rank in own.items()]
    topics = [Arc(topic, "out", 2, 0, 1) for topic in "ab"]
    flow = least_cost_flow([*people, *wishes, *topics], "in", "out")
    assert flow is not None
    assert (flow.amount, flow.cost) == (3, 3)
    given = {(arc.tail, arc.head) for arc, one in zip(wishes, flow.on[3:9], strict=True) if one}
    assert given == {("ann", "a"), ("bob", "a"), ("eve", "b")}


def test_weights_beyond_machine_numbers_stay_exact():
    heavy = 10**40
    flow = least_cost_flow([Arc(0, 1, 1, heavy), Arc(0, 1, 1, heavy + 1)], 0, 1, 1)
    assert flow == Flow(1, heavy, (1, 0))


def test_bounds_that_cannot_be_met_give_no_flow():
    assert least_cost_flow([Arc(0, 1, 2, lower=2), Arc(1, 4, 1)], 0, 4) is None
    assert least_cost_flow([Arc(0, 4, 1)], 0, 4, 2) is None


@pytest.mark.parametrize(
    ("network", "amount"), [([Arc(0, 1, 1, lower=2)], None), ([Arc(0, 1, 1, lower=-1)], None), ([Arc(0, 1, 1)], -1)]
)
def test_bounds_that_make_no_sense_are_refused(network: list[Arc], amount: int | None):
    with pytest.raises(ValueError):
        least_cost_flow(network, 0, 1, amount)


def test_source_and_sink_are_two():
    with pytest.raises(ValueError):
        least_cost_flow([Arc(0, 1, 1)], 0, 0)
