"""`Gradebook` over the wire: every failure of `lti.ags` as a `Reply` that the rules can judge."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from lti_tools.errors import (
    AddressForbidden,
    HostForeign,
    NotSent,
    ScopeMissing,
    ServiceRefused,
    TokenRefused,
    Unreachable,
)
from lti_tools.grades.answers import Reply
from lti_tools.grades.gradebook import CallFailed, Found, Gradebook, Held, Score
from lti_tools.grades.leases import Claim
from lti_tools.grades.terms import Kind, Refusal
from lti_tools.lti import ags_values
from lti_tools.lti.ags import Ags
from lti_tools.lti.http import Http
from lti_tools.lti.service import Service
from lti_tools.lti.tokens import Tokens

T = TypeVar("T")


def gradebooks(http: Http, tokens: Tokens, work_url: Callable[[Claim], str]) -> Callable[[Claim], Gradebook]:
    """Claim -> the gradebook of its registration and context.

    `work_url` gives the launch address of the person's work; empty where the tool shows none.
    """

    def of(claim: Claim) -> Gradebook:
        ags = Ags(Service(http, tokens, claim.client, claim.hosts), claim.granted)
        return AgsGradebook(ags, tokens, claim.client.registration_id, work_url(claim))

    return of


@dataclass(frozen=True)
class AgsGradebook:
    ags: Ags
    tokens: Tokens
    registration_id: int
    work_url: str

    def post_score(self, line_item_url: str, score: Score) -> Reply:
        sent = ags_values.Score(
            user_id=score.sub,
            timestamp=score.timestamp,
            score_given=score.given,
            score_maximum=score.maximum,
            comment=score.comment,
            submitted_at=score.submitted_at,
            work_url=self.work_url if score.hands_in else "",
        )
        try:
            posted = self.ags.post_score(line_item_url, sent)
        except Unreachable as error:
            return reply_of(error)
        return Reply(posted.status, posted.body_start, posted.retry_after, posted.budget_spent)

    def read_result(self, line_item_url: str, sub: str) -> Held | None:
        found = _call(lambda: self.ags.results(line_item_url, user_id=sub))
        own = next((result for result in found if result.user_id == sub and result.score is not None), None)
        if own is None or own.score is None:
            return None
        # Where resultMaximum is absent it is 1 (AGS 2.0, 3.3.3).
        return Held(own.score, own.maximum or Decimal(1), own.comment)

    def line_items(self, lineitems_url: str, resource_link_id: str) -> Sequence[Found]:
        found = _call(lambda: self.ags.line_items(lineitems_url, resource_link_id=resource_link_id))
        return [Found(item.url, item.tag, item.resource_link_id) for item in found]

    def create_line_item(
        self, lineitems_url: str, *, resource_link_id: str, tag: str, label: str, score_maximum: int
    ) -> str:
        item = ags_values.LineItem(
            label=label, score_maximum=Decimal(score_maximum), tag=tag, resource_link_id=resource_link_id
        )
        return _call(lambda: self.ags.create(lineitems_url, item)).url

    def forget_token(self) -> None:
        self.tokens.invalidate(self.registration_id)


def _call(deed: Callable[[], T]) -> T:
    try:
        return deed()
    except Unreachable as error:
        raise CallFailed(reply_of(error)) from error


def reply_of(error: Unreachable) -> Reply:
    """What a call without an answer, or with an error for one, comes down to."""
    status = error.answered if isinstance(error, ServiceRefused | TokenRefused) else 0
    said = error.said if isinstance(error, ServiceRefused) else error.code
    return Reply(status, said, kind=_kind(error, status))


def _kind(error: Unreachable, status: int) -> Kind | Refusal | None:
    match error:
        case AddressForbidden():
            return Refusal.ADDRESS_FORBIDDEN
        case HostForeign():
            return Refusal.HOST_FOREIGN
        case ScopeMissing():
            return Refusal.NOT_PERMITTED
        case TokenRefused():
            return Kind.UNSENT if status == 429 or status >= 500 else Kind.TOKEN
        case NotSent():
            return Kind.UNSENT
    return None
