"""The phases of a peer review."""

from lti_tools.kit.schedule.declared import DeclaredPhase
from lti_tools.pure.schedule import Start
from lti_tools.web.locale import lazy

SUBMIT = DeclaredPhase(
    key="submit",
    title=lazy("Hand in"),
    may_open_early=True,
    text=lazy("Hand in your work, and hand it in again as often as you like. The newest version is reviewed."),
)
CALIBRATE = DeclaredPhase(
    key="calibrate",
    title=lazy("Practise"),
    text=lazy("Review examples that your teacher has reviewed too, and see where you differ."),
    optional=True,
    used_at_first=False,
    may_overlap=True,
    starts=(Start.AFTER, Start.DATE, Start.HAND, Start.NOW),
)
REVIEW = DeclaredPhase(
    key="review",
    title=lazy("Review"),
    text=lazy("Read what others handed in, and write to each what is good and what would make it better."),
    starts=(Start.AFTER, Start.DATE, Start.HAND, Start.NOW),
    may_overlap=True,
)
REVISE = DeclaredPhase(
    key="revise",
    title=lazy("Revise"),
    text=lazy("Read what others wrote, make your work better, and say what you changed."),
    optional=True,
    used_at_first=False,
    starts=(Start.AFTER, Start.DATE, Start.HAND),
)
AGAIN = DeclaredPhase(
    key="again",
    title=lazy("Review again"),
    text=lazy("Read what became of a work, and write whether it is better now."),
    optional=True,
    used_at_first=False,
    may_overlap=True,
    starts=(Start.AFTER, Start.DATE, Start.HAND),
)
FEEDBACK = DeclaredPhase(
    key="feedback",
    title=lazy("Read feedback"),
    text=lazy("Read what others wrote about your work, tell them how helpful it was, and ask the teacher if in doubt."),
    starts=(Start.AFTER, Start.DATE, Start.HAND, Start.NOW),
)
PHASES = (SUBMIT, CALIBRATE, REVIEW, REVISE, AGAIN, FEEDBACK)
