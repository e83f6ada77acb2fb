"""Words of quizzes: kinds of questions, what is wrong with one, why none can be tried now."""

from lti_tools.web.locale import lazy
from tools.gamification.domain.quiz.trying import Again, Reveal

KINDS = {
    "short": lazy("A short text"),
    "choice": lazy("One right option"),
    "several": lazy("Several right options"),
    "number": lazy("A number"),
    "ordering": lazy("An order"),
    "cloze": lazy("A text with gaps"),
}
HOW = {
    "choice": lazy("One option a line. The right one begins with an asterisk: * Paris"),
    "several": lazy("One option a line. Right ones begin with an asterisk. A wrong one takes as much back."),
    "number": lazy("The number, and how far off it may be: 3.14 ± 0.01"),
    "short": lazy("One accepted form a line. Capitals and spaces do not matter; * stands for anything."),
    "ordering": lazy("One item a line, in the right order. Students find them mixed."),
    "cloze": lazy(
        "Gaps in double brackets: [[Paris|paris]] takes these words, [[*Paris|Rome]] is a choice, "
        "[[=3.14±0.01]] a number."
    ),
}
WRONG = {
    "too-few-options": lazy("Write at least two options."),
    "options-alike": lazy("Two options are the same."),
    "no-right-option": lazy("Mark the right option with an asterisk, exactly one where only one is right."),
    "shares-not-whole": lazy("Mark the right options with an asterisk."),
    "no-right-answer": lazy("Write what is right."),
    "empty-form": lazy("One of the accepted forms is empty."),
    "not-a-number": lazy("This is no number."),
    "tolerance-negative": lazy("A number can be off by 0 or more."),
    "too-few-items": lazy("Write at least two items."),
    "items-alike": lazy("Two items are the same."),
    "no-gap": lazy("There is no gap in this text."),
}
SKIPPED = {
    **WRONG,
    "open-question": lazy("An open question: let students hand in a text instead."),
    "no-answer": lazy("No answer is given."),
    "brace-open": lazy("A brace is not closed."),
    "several-blocks": lazy("More than one block of answers; leave a blank line between questions."),
    "kind-unknown": lazy("A kind of question that is not known here."),
    "picture": lazy("It has a picture or sound."),
    "damaged": lazy("This part of the file is damaged."),
    "share-outside": lazy("A percentage is outside of what is possible."),
}
NO_FILE = {
    "no-items": lazy("There are no QTI questions in this file."),
    "no-qti": lazy("This is neither QTI nor a text with GIFT questions."),
    "damaged": lazy("This file is damaged."),
    "too-large": lazy("This file is larger than anything we take."),
}
AGAIN = {
    Again.NEW.value: lazy("New questions, drawn again"),
    Again.SAME.value: lazy("The same questions, mixed"),
    Again.MISSED.value: lazy("Only those that were not right"),
}
REVEALS = {
    Reveal.AT_ONCE.value: lazy("After each try"),
    Reveal.AT_THE_END.value: lazy("When everything is right, or no try is left"),
    Reveal.NEVER.value: lazy("Never"),
}
