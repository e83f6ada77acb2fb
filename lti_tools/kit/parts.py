"""Every part of the activity kit that has pages, tables or work of its own; one line each."""

from lti_tools.kit.activity_file.part import part as activity_file
from lti_tools.kit.audit.part import part as audit
from lti_tools.kit.coach.part import part as coach
from lti_tools.kit.comments.part import part as comments
from lti_tools.kit.exports.part import part as exports
from lti_tools.kit.groups.part import part as groups
from lti_tools.kit.jobs.part import part as jobs
from lti_tools.kit.mentors.part import part as mentors
from lti_tools.kit.moderation.part import part as moderation
from lti_tools.kit.notices.part import part as notices
from lti_tools.kit.once.part import part as once
from lti_tools.kit.overview.part import part as overview
from lti_tools.kit.part import Part
from lti_tools.kit.private_events.part import part as private_events
from lti_tools.kit.pseudonyms.part import part as pseudonyms
from lti_tools.kit.pulse.part import part as pulse
from lti_tools.kit.schedule.part import part as schedule
from lti_tools.kit.uploads.part import part as uploads

PARTS: tuple[Part, ...] = (
    activity_file,
    audit,
    coach,
    comments,
    exports,
    groups,
    jobs,
    mentors,
    moderation,
    notices,
    once,
    private_events,
    pseudonyms,
    pulse,
    overview,
    schedule,
    uploads,
)
