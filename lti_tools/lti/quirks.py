"""What differs between learning platforms, as data: one row per product, each field with what proves it.

Sources. [Moodle] measured on a running Moodle 4.5.6 (`mod/lti/service/gradebookservices`); [Canvas] its own source,
`app/controllers/lti/ims/`, or its API documentation where that is said; [Hypothesis] the source of hypothesis/lms, a
tool in production in five LMSs.
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, kw_only=True)
class Quirks:
    """How one product behaves. The defaults suit a platform that nobody has measured: they break nowhere known."""

    product: str
    timestamp_step: timedelta = timedelta(seconds=1)
    """Two scores of one person and line item whose timestamps are nearer than this count as one instant."""
    only_fully_graded: bool = True
    """A score whose gradingProgress is not FullyGraded would erase the grade."""
    always_comment: bool = True
    """A score without a comment erases the stored one, so it goes along each time."""
    comments_accumulate: bool = False
    """Each comment sent is added to the earlier ones, so it goes along only when it is new."""
    stale_statuses: frozenset[int] = frozenset({409})
    """Answers to a score that mean "I hold a newer one" (AGS 3.4.4: 409)."""
    stale_words: tuple[str, ...] = ()
    """A stale answer of another status than 409 has one of these in its body; the status alone means something else."""
    rate_limit_words: str = ""
    """If set, a 403 with these words in its body means "slower, please" and not "never"."""
    serial: bool = False
    """Service calls go one after the other; parallel ones are soon throttled."""
    refusals: tuple[tuple[int, str, str], ...] = ()
    """(status, words in the body in lower case, `grades.terms` word): refusals of a score that the status hides."""
    submission_extension: bool = False
    """Scores carry `https://canvas.instructure.com/lti/submission`: a person's work is handed in with the first score
    after it, and the address at which the gradebook opens that work goes along. Every other score says
    `new_submission: false`."""
    page_size: int | None = None
    """`limit` for line items and results; None sends none."""
    deletes_coupled_column: bool = False
    """DELETE of an activity's own line item is obeyed and destroys its column of grades. (Wherever it is not, it is
    refused: nobody may delete an item that the suite did not create.)"""
    token_audience: str = ""
    """`aud` of the client assertion where it is neither the token endpoint nor told at registration."""
    group_rosters: bool = False
    """Each group has a roster of its own at `/api/lti/groups/<id>/names_and_roles`."""

    def is_stale(self, status: int, body: str) -> bool:
        """Whether an answer to a score says that the platform holds a newer one."""
        return status in self.stale_statuses and (status == 409 or any(words in body for words in self.stale_words))

    def is_rate_limit(self, status: int, body: str) -> bool:
        """Whether an answer asks for slower requests."""
        return status == 429 or (status == 403 and bool(self.rate_limit_words) and self.rate_limit_words in body)


MOODLE = Quirks(
    product="moodle",
    # [Moodle] "409 unless the timestamp is later, in whole seconds, than the stored grade's"
    timestamp_step=timedelta(seconds=1),
    # [Moodle] "gradingProgress other than FullyGraded erases the grade"
    only_fully_graded=True,
    # [Moodle] "A score without comment erases the stored comment"
    always_comment=True,
    # [Moodle] with `limit` the Link header is unusable and results are an error page: never sent
    page_size=None,
    # [Moodle] "DELETE of an activity's own line item works and removes its column"
    deletes_coupled_column=True,
)
CANVAS = Quirks(
    product="canvas",
    # [Canvas, scores_controller verify_valid_timestamp] compared as instants that it keeps to the millisecond
    timestamp_step=timedelta(milliseconds=1),
    # [Canvas, scores_controller ignore_score?] other values set the submission's score to nil
    only_fully_graded=True,
    # [Canvas, scores_controller score_submission] `submission.add_comment` for each comment that is present
    always_comment=False,
    comments_accumulate=True,
    # [Canvas, scores_controller verify_valid_timestamp] 400 "... before last updated timestamp of ..."; the other
    # words are of platforms that copy Canvas's API and word it by themselves
    stale_statuses=frozenset({400, 409}),
    stale_words=("last updated timestamp", "timestamp not after the stored one"),
    # [Canvas, API documentation, "Throttling"] "403 Forbidden (Rate Limit Exceeded)", newer versions 429
    rate_limit_words="Rate Limit Exceeded",
    # [Canvas, API documentation, "Assignment and Grade Services"] "keep requests more-or-less sequential"
    serial=True,
    # [Canvas, API documentation, "Common Error Codes" of the same page]
    refusals=(
        (400, "in the future", "ahead"),
        (400, "", "not-understood"),
        (401, "not linked to a tool", "not-permitted"),
        (422, "concluded", "course-concluded"),
        (422, "unpublished", "unpublished"),
        (422, "attempts", "no-attempts-left"),
        (422, "not supplied", "not-understood"),
    ),
    # [Canvas, scores_controller new_submission?] without the extension every score counts as a new attempt;
    # [submit_homework] submission_type and submission_data are looked at only where new_submission is true, so
    # SpeedGrader knows no address of ours until one score per piece of work says true; [Submission, infer_values]
    # "attempt += 1 if submitted_at_changed?": repeated with the stored submittedAt it counts no further attempt;
    # [verify_attempts_for_online_upload] where attempts are used up it is refused with 422, even repeated: then the
    # score goes along as no new submission
    submission_extension=True,
    # [Canvas, gradebook_services pagination_args] ten to a page unless `limit` says more
    page_size=100,
    # [Canvas, names_and_roles_controller group_index]
    group_rosters=True,
)
BRIGHTSPACE = Quirks(
    product="desire2learn",
    # [Hypothesis, D2L plug-in] one audience for every site, whatever the token endpoint
    token_audience="https://api.brightspace.com/auth/token",  # noqa: S106 (an address, no secret)
)
UNKNOWN = Quirks(product="")

_ROWS = {row.product: row for row in (MOODLE, CANVAS, BRIGHTSPACE)}


def quirks_of(product: str) -> Quirks:
    """The row for `product_family_code` (Core 5.4.4), in any case; `UNKNOWN` for a product without one."""
    return _ROWS.get(product.strip().lower(), UNKNOWN)
