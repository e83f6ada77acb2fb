"""The draft as a student sees it, and publishing it, with what that would change."""

from werkzeug.wrappers import Response

from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import deed, done
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.suite import current_suite
from lti_tools.web.locale import gettext as _
from tools.gamification import deeds
from tools.gamification.service import building, playing
from tools.gamification.service.playing import names_of
from tools.gamification.store import lines
from tools.gamification.story_pictures import all_pictures
from tools.gamification.views import words
from tools.gamification.views.drafting import page, the_draft
from tools.gamification.views.map_picture import picture
from tools.gamification.views.words import STANDS, cap_text, fault_text, needed, titles_of, unfinished_text


@require_right(Right.SETTINGS)
def preview() -> str:
    """The draft as a student finds it who has done nothing yet."""
    line, suite, launch = the_draft(), current_suite(), current_launch()
    with suite.database.read() as db:
        titles = {**titles_of(line), **words.badge_titles(db, launch.activity, line)}
        pictures = all_pictures(suite, db, launch, line)
    states = playing.preview(line, now())
    shown = picture(line, states, lambda _key: "", _("Map of the quests"))
    return page(
        "preview",
        line=line,
        states=[(one, needed(one.why, titles)) for one in states],
        picture=shown,
        pictures=pictures,
        stands=STANDS,
    )


@require_right(Right.SETTINGS)
def publishing() -> str:
    """What publishing would change: faults first, then for whom."""
    launch = current_launch()
    with current_suite().database.read() as db:
        place = lines.published(db, launch.activity)
        draft, _number = lines.draft_of(db, launch.activity)
        effect = building.effect(db, launch.activity, now())
        names = names_of(db, launch.context_id)
        faults = building.faults_here(db, launch.activity, draft)
        titles = {**titles_of(draft), **words.badge_titles(db, launch.activity, draft)}
    return page(
        "publish",
        line=draft,
        place=place,
        same=draft == place.line,
        blocked=faults.blocking or not any(True for _one in draft.objectives()),
        faults=[fault_text(one, titles) for one in faults.findings] + [cap_text(kind) for kind, _places in faults.caps],
        unfinished=[unfinished_text(one) for one in faults.unfinished],
        empty=faults.empty,
        effect=effect,
        names=names,
    )


@require_right(Right.RUN)
@deed(deeds.PUBLISHED)
def publish() -> Response:
    launch = current_launch()
    with current_suite().database.write() as db:
        number = building.publish(db, launch.activity, now())
        entry = note(db, launch, deeds.PUBLISHED, after={"version": number}, now=now())
    return done(".outline", "quests-published", entry if number > 1 else None)
