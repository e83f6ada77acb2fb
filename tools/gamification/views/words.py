"""Codes of the domain in words: ways, sources, what is still needed, what is wrong with a draft."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.web.formats import format_instant, format_list
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy, ngettext
from tools.gamification.badges import store as badges
from tools.gamification.domain.boss import Standing
from tools.gamification.domain.conditions.condition import (
    After,
    AtLeast,
    Badge,
    Before,
    Condition,
    Done,
    Failed,
    FeedbackRead,
    Level,
    MonotoneAtLeast,
    Not,
    QuestDone,
    Score,
    Xp,
)
from tools.gamification.domain.conditions.explaining import Explanation
from tools.gamification.domain.conditions.linting import Fault, Finding
from tools.gamification.domain.questline.line import CapRule, Objective, Questline, Way
from tools.gamification.domain.questline.playing import Stand
from tools.gamification.domain.questline.ruling import badges_wanted
from tools.gamification.domain.rules import Window
from tools.gamification.domain.soundness import Unsound
from tools.gamification.views.current import current_settings
from tools.gamification.views.current import words as own_words

WAYS = {
    Way.TEXT: lazy("Text"),
    Way.FILE: lazy("File"),
    Way.LINK: lazy("Link"),
    Way.REPORT: lazy("Report and reflection"),
    Way.CODE: lazy("Secret code"),
    Way.CHECK_IN: lazy("Class code"),
    Way.TEACHER: lazy("Seen by the teacher"),
    Way.PEERS: lazy("Confirmed by classmates"),
    Way.QUIZ: lazy("Quiz"),
    Way.EVENT: lazy("Done in another activity"),
    Way.RESULT: lazy("A result of the course"),
    Way.OUTSIDE: lazy("Told by an outside system"),
    Way.HELP: lazy("Thanked for help"),
}
STANDS = {
    Stand.DONE: (lazy("Done"), "good"),
    Stand.OPEN: (lazy("Open"), "info"),
    Stand.WAITING: (lazy("Handed in"), "plain"),
    Stand.RETURNED: (lazy("Came back to you"), "warn"),
    Stand.LOCKED: (lazy("Still closed"), "plain"),
}
MEMBERS = {
    Standing.ACTIVE: (lazy("Active"), "good"),
    Standing.EXCUSED: (lazy("Excused"), "plain"),
    Standing.ABSENT: (lazy("Not waited for"), "warn"),
}
SOURCES = {
    "text": lazy("Text"),
    "file": lazy("File"),
    "link": lazy("Link"),
    "report": lazy("Report and reflection"),
    "code": lazy("Secret code"),
    "check-in": lazy("Class code"),
    "teacher": lazy("Seen by the teacher"),
    "peers": lazy("Confirmed by classmates"),
    "quiz": lazy("Quiz"),
    "event": lazy("Done in another activity"),
    "result": lazy("A result of the course"),
    "outside": lazy("Told by an outside system"),
    "help": lazy("Thanked for help"),
    "work": lazy("Accepted by the teacher"),
    "award": lazy("Given by the teacher"),
    "boss": lazy("Won together"),
    "retraction": lazy("Taken back"),
}
REASONS = {
    "accepted": lazy("Counts"),
    "improved": lazy("Better than before: the difference counts"),
    "no-better": lazy("Counted already: the best one counts"),
    "below-pass": lazy("Not enough yet"),
    "award": lazy("Given"),
    "cap": lazy("Part of it was over the limit"),
    "window": lazy("Counts once in this time"),
    "times": lazy("Counted as often as it can"),
    "improvement": lazy("For getting better than you were"),
    "early": lazy("For being done in time; never part of the grade"),
}


def titles_of(line: Questline) -> dict[str, str]:
    """Key of a quest or objective -> its title."""
    found = {quest.key: quest.title for _chapter, quest in line.quests()}
    return found | {one.key: one.title for _quest, one in line.objectives()}


def badge_titles(db: Session, activity_id: int, line: Questline) -> dict[str, str]:
    """Key of a badge that quests wait for -> its name; nothing is read where none does."""
    if not badges_wanted(line):
        return {}
    return {one.key: one.name for one in badges.badges_of(db, activity_id)}


def needed(why: Explanation, titles: Mapping[str, str]) -> list[str]:
    """What is still needed, a sentence each; nothing where the condition holds."""
    if why.met:
        return []
    if isinstance(why.condition, (AtLeast, MonotoneAtLeast)):
        return _needed_of(why, titles)
    return [_sentence(why.condition, why, titles)]


def _needed_of(why: Explanation, titles: Mapping[str, str]) -> list[str]:
    open_parts = [text for part in why.open_parts for text in needed(part, titles)]
    if why.wanted == len(why.parts):
        return open_parts
    begin = ngettext("Of these, %(num)s more is needed:", "Of these, %(num)s more are needed:", why.open)
    return [f"{begin} {format_list([text.rstrip('.') for text in open_parts])}."]


def _sentence(condition: Condition, why: Explanation, titles: Mapping[str, str]) -> str:
    def name(key: str) -> str:
        return titles.get(key, key)

    match condition:
        case Done(key, times, by):
            return _dated(_("Reach “%(name)s”.", name=name(key)) if times == 1 else _times(name(key), why), by)
        case QuestDone(key, by):
            return _dated(_("Finish the quest “%(name)s”.", name=name(key)), by)
        case Score(key, at_least):
            return _("Reach %(percent)s %% in “%(name)s”.", percent=at_least, name=name(key))
        case Xp(at_least, skill):
            if skill:
                return _("Points for “%(skill)s”: %(have)s of %(want)s.", skill=skill, have=why.reached, want=at_least)
            return _of(own_words(current_settings())["points"], why.reached, at_least)
        case Level(at_least):
            return _of(own_words(current_settings())["level"], why.reached, at_least)
        case Badge(key):
            return _("Earn the badge “%(name)s”.", name=name(key))
        case FeedbackRead(key):
            return _("Read the answer to “%(name)s”.", name=name(key))
        case After(at):
            return _("It opens on %(when)s.", when=format_instant(at))
        case Before(at):
            return _("It was open until %(when)s.", when=format_instant(at))
        case Failed(key, _below, tries):
            return ngettext(
                "A second way: for who has tried “%(name)s” %(num)s time without managing it.",
                "A second way: for who has tried “%(name)s” %(num)s times without managing it.",
                tries,
                name=name(key),
            )
        case Not():
            return _("It is closed because of what you chose before.")
    return ""


def _of(word: str, have: int, want: int) -> str:
    return _("%(word)s: %(have)s of %(want)s.", word=word, have=have, want=want)


def _times(name: str, why: Explanation) -> str:
    return _("Reach “%(name)s” several times: %(have)s of %(want)s.", name=name, have=why.reached, want=why.wanted)


def _dated(text: str, by: datetime | None) -> str:
    return f"{text} {_('By %(when)s.', when=format_instant(by))}" if by else text


def fault_text(finding: Finding, titles: Mapping[str, str]) -> str:
    """What the lint found, and where."""
    where = format_list([f"“{titles.get(key, key)}”" for key in finding.items])
    texts = {
        Fault.UNKNOWN: _("%(where)s waits for something that is not in this questline.", where=where),
        Fault.CIRCLE: _("These wait for each other, so none of them ever opens: %(where)s.", where=where),
        Fault.UNREACHABLE: _("%(where)s waits for something that nobody can come to.", where=where),
        Fault.IMPOSSIBLE: _("%(where)s can never open: it asks for more than there is.", where=where),
    }
    return texts[finding.fault]


def unfinished_text(one: Objective) -> str:
    """Why nobody can reach an objective yet."""
    texts = {
        Way.QUIZ: _("“%(title)s” has no questions yet, so nobody can reach it.", title=one.title),
        Way.CODE: _("“%(title)s” has no code yet, so nobody can reach it.", title=one.title),
    }
    if one.way is Way.OUTSIDE:
        return _("“%(title)s” does not say yet which deed of an outside system it waits for.", title=one.title)
    return texts.get(one.way) or _(
        "“%(title)s” does not say yet what is to be done in another activity.", title=one.title
    )


def limit_text(line: Questline, cap: CapRule) -> str:
    """A limit in a sentence."""
    titles = {one.key: one.title for one in line.chapters} | titles_of(line)
    what = cap.skill or titles.get(cap.of, cap.of)
    if not what:
        texts = {
            Window.DAY: _("At most %(points)s points a day from what can be repeated.", points=cap.points),
            Window.WEEK: _("At most %(points)s points a week from what can be repeated.", points=cap.points),
            Window.EVER: _("At most %(points)s points in all.", points=cap.points),
        }
    else:
        texts = {
            Window.DAY: _(
                "“%(what)s”: at most %(points)s points a day from what can be repeated.", what=what, points=cap.points
            ),
            Window.WEEK: _(
                "“%(what)s”: at most %(points)s points a week from what can be repeated.", what=what, points=cap.points
            ),
            Window.EVER: _("“%(what)s”: at most %(points)s points in all.", what=what, points=cap.points),
        }
    return texts[cap.window]


def cap_text(fault: Unsound) -> str:
    texts = {
        Unsound.CROSSING: _("Two limits cross: one of them has to lie within the other."),
        Unsound.WINDOW_OVER_LIMIT: _("A limit for a day or week lies over what counts once."),
        Unsound.MIXED_SKILLS: _("A limit lies over several skills, and something asks for the points of one."),
    }
    return texts[fault]
