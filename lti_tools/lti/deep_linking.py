"""Deep Linking 2.0: the settings of a request, the content item of an activity and the claims of the response."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any

from lti_tools.errors import ClaimInvalid, ClaimMissing, ReturnAddressInvalid
from lti_tools.lti import claims as names
from lti_tools.lti.reading import optional_text, optional_texts, web_address

RESOURCE_LINK_TYPE = "ltiResourceLink"
TITLE_LENGTH = 255
"""Moodle refuses a longer title."""


@dataclass(frozen=True, kw_only=True)
class DeepLinkingSettings:
    """What the platform takes back (Deep Linking 2.0, 3.4.1). `data` is None where the request had none."""

    return_url: str
    accept_types: tuple[str, ...]
    accept_multiple: bool
    accept_lineitem: bool
    targets: tuple[str, ...]
    title: str
    text: str
    data: str | None

    @property
    def takes_activities(self) -> bool:
        return RESOURCE_LINK_TYPE in self.accept_types

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "DeepLinkingSettings":
        lists = {key: tuple(value[key]) for key in ("accept_types", "targets")}
        return cls(**{**value, **lists})


@dataclass(frozen=True, kw_only=True)
class ActivityItem:
    """One activity as the teacher made it in the picker."""

    title: str
    text: str
    url: str
    custom: Mapping[str, str]
    column_label: str = ""
    column_tag: str = ""
    resource_id: str = ""
    score_maximum: int = 0
    """0: the activity has no column."""
    reviewable: bool = False
    """Whether the gradebook may open one person's work (Submission Review 1.0, 3.2)."""
    opens_at: datetime | None = None
    closes_at: datetime | None = None


def read_settings(claims: Mapping[str, Any]) -> DeepLinkingSettings:
    """The request's settings; raises `ClaimMissing`, `ClaimInvalid` or `ReturnAddressInvalid`."""
    value = claims.get(names.DEEP_LINKING_SETTINGS)
    if value is None:
        raise ClaimMissing("deep_linking_settings")
    if not isinstance(value, dict):
        raise ClaimInvalid("deep_linking_settings")
    return_url = web_address(value.get("deep_link_return_url"))
    if not return_url:
        raise ReturnAddressInvalid("deep_link_return_url")
    data = value.get("data")
    return DeepLinkingSettings(
        return_url=return_url,
        accept_types=optional_texts(value.get("accept_types")),
        accept_multiple=value.get("accept_multiple") is not False,
        accept_lineitem=value.get("accept_lineitem") is not False,
        targets=optional_texts(value.get("accept_presentation_document_targets")),
        title=optional_text(value.get("title"), TITLE_LENGTH),
        text=optional_text(value.get("text"), 4000),
        data=data if isinstance(data, str) and "\x00" not in data else None,
    )


def content_item(item: ActivityItem, settings: DeepLinkingSettings) -> dict[str, Any]:
    """The `ltiResourceLink` item (Deep Linking 2.0, 4.1.5), without null members and within what was asked for."""
    out: dict[str, Any] = {
        "type": RESOURCE_LINK_TYPE,
        "title": item.title[:TITLE_LENGTH],
        "url": item.url,
        "custom": dict(item.custom),
    }
    if item.text:
        out["text"] = item.text
    if item.score_maximum and settings.accept_lineitem:
        out["lineItem"] = {
            "scoreMaximum": item.score_maximum,
            "label": item.column_label,
            "tag": item.column_tag,
            "resourceId": item.resource_id,
        }
        if item.reviewable:
            review = {"reviewableStatus": ["Submitted", "Completed"], "url": item.url, "custom": dict(item.custom)}
            out["lineItem"]["submissionReview"] = review
    if item.opens_at:
        out["available"] = {"startDateTime": item.opens_at.isoformat()}
    if item.closes_at:
        out["submission"] = {"endDateTime": item.closes_at.isoformat()}
    return out


def response_claims(
    *,
    client_id: str,
    issuer: str,
    deployment_id: str,
    settings: DeepLinkingSettings,
    items: list[dict[str, Any]],
    now: datetime,
    message: str = "",
) -> dict[str, Any]:
    """Claims of the LtiDeepLinkingResponse (Deep Linking 2.0, 4.5); `data` goes back as it came, or not at all."""
    issued = now - timedelta(seconds=5)
    out: dict[str, Any] = {
        "iss": client_id,
        "aud": issuer,
        "iat": int(issued.timestamp()),
        "exp": int((now + timedelta(minutes=10)).timestamp()),
        "nonce": token_urlsafe(24),
        names.MESSAGE_TYPE: names.DEEP_LINKING_RESPONSE,
        names.VERSION: names.SUPPORTED_VERSION,
        names.DEPLOYMENT_ID: deployment_id,
        names.CONTENT_ITEMS: items,
    }
    if settings.data is not None:
        out[names.DATA] = settings.data
    if message:
        out[names.MSG] = message
    return out
