"""Dynamic registration as one use case: claim the invite, ask the platform, store what it answered (LTI DR 1.0, 3).

No transaction is open while the platform is asked. Whatever goes wrong, nothing is stored and the invite can be used
again; only the transaction that stores the registration uses it up.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from lti_tools.errors import InviteInvalid
from lti_tools.lti.asking import Told, ask
from lti_tools.lti.http import Http
from lti_tools.lti.registration import Offer
from lti_tools.settings import Settings
from lti_tools.store.database import Database
from lti_tools.store.invites import Claim, claim_invite, consume_claim, release_claim
from lti_tools.store.key_sets import keep_key_set
from lti_tools.store.pending import check_room, count_attempt, holding_tenant_id
from lti_tools.store.platforms import NewClient, store_registration
from lti_tools.store.tables.schools import RegistrationStatus

log = logging.getLogger(__name__)

MOODLE = "moodle"


@dataclass(frozen=True)
class Desk:
    """What registrations work with. `offers` by slug; the whole suite is under the empty one."""

    database: Database
    http: Http
    settings: Settings
    offers: Mapping[str, Offer]


@dataclass(frozen=True)
class Registered:
    """A registration that stands, in the words its success page needs."""

    product: str
    platform: str
    offer: Offer
    client_id: str
    pending: bool


@dataclass(frozen=True)
class Opening:
    """The registration address as the platform opened it. `tool` None: whatever the invite is for."""

    tool: str | None
    secret: str = field(repr=False)
    configuration: str
    token: str = field(repr=False)


def register(desk: Desk, opening: Opening, now: datetime) -> Registered:
    """Register the suite or a tool with the platform that opened the address.

    Raises a `RegistrationRefused` or `Unreachable`, with nothing stored and the invite as it was.
    """
    claim = _claim(desk, opening, now)
    try:
        offer = _offer(desk, claim.tool if claim else opening.tool or "")
        told = ask(desk.http, opening.configuration, opening.token, offer, plain_http=desk.settings.development)
        registration_id = _store(desk, claim, offer, told, now)
    except BaseException:
        if claim:
            with desk.database.write() as db:
                release_claim(db, claim)
        raise
    pending = claim is None
    log.info("registered", extra={"fields": {"registration": registration_id, "tool": offer.slug, "pending": pending}})
    return Registered(told.platform.product, told.platform.name, offer, told.answer.client_id, pending)


def _claim(desk: Desk, opening: Opening, now: datetime) -> Claim | None:
    """A hold on the invite; None for a registration that may wait for approval."""
    if opening.secret:
        with desk.database.write() as db:
            return claim_invite(db, opening.secret, opening.tool, now)
    if desk.settings.registration != "pending":
        raise InviteInvalid("missing")
    count_attempt(desk.database, now)
    with desk.database.read() as db:
        check_room(db, now)
    return None


def _offer(desk: Desk, slug: str) -> Offer:
    if slug not in desk.offers:
        raise InviteInvalid("tool-gone")
    return desk.offers[slug]


def _store(desk: Desk, claim: Claim | None, offer: Offer, told: Told, now: datetime) -> int:
    with desk.database.write() as db:
        if claim is None:
            check_room(db, now)
        tenant_id = claim.tenant_id if claim else holding_tenant_id(db, now)
        status = RegistrationStatus.ACTIVE if claim else RegistrationStatus.PENDING
        registration = store_registration(db, tenant_id, _new_client(offer, told), now, status=status)
        keep_key_set(db, registration.platform_id, told.keys, now)
        if claim:
            consume_claim(db, claim, registration.id, now)
        return registration.id


def _new_client(offer: Offer, told: Told) -> NewClient:
    platform, answer = told.platform, told.answer
    return NewClient(
        issuer=platform.issuer,
        jwks_uri=platform.jwks_uri,
        client_id=answer.client_id,
        authorization_endpoint=platform.authorization_endpoint,
        token_endpoint=platform.token_endpoint,
        tool=offer.slug,
        scopes=answer.scopes,
        deployment_ids=(answer.deployment_id,) if answer.deployment_id else (),
        product=platform.product,
        name=platform.name,
        origins=platform.origins,
        # Moodle has one deployment per registration and names it; elsewhere an admin can deploy again later.
        learns_deployments=not (platform.product == MOODLE and answer.deployment_id),
    )
