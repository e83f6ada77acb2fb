"""How votes are counted, for pupils: every way to count with the question that it answers."""

from flask import render_template

from lti_tools.launches import Role, require_role
from lti_tools.suite import current_suite
from tools.co_curriculum.domain.methods import RECOMMENDED
from tools.co_curriculum.method_words import EXPLAINED, NAMES, QUESTIONS
from tools.co_curriculum.views.current import current_vote


@require_role(*Role)
def show() -> str:
    """Those that answer a question first, in the order of the settings; the rest after them."""
    with current_suite().database.read() as db:
        vote = current_vote(db)
    answering = [(str(QUESTIONS[question]), method) for question, method in RECOMMENDED.items()]
    rest = [("", method) for method in NAMES if method not in RECOMMENDED.values()]
    ways = [(method, question, str(NAMES[method]), str(EXPLAINED[method])) for question, method in answering + rest]
    return render_template("topic-vote/ways.html", vote=vote, ways=ways)
