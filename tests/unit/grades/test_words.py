"""Every state and every refusal of the ledger has words."""

from lti_tools.grades.terms import Refusal, State
from lti_tools.grades.words import REFUSALS, STATES


def test_every_state_and_refusal_has_words():
    assert set(STATES) == set(State)
    assert set(REFUSALS) == set(Refusal)
