"""What only the outside can tell: our own public address, each platform's addresses and keys, the clocks.

What the admin pages show speaks the reader's language; what only the command tells is English.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from sqlalchemy import select

from lti_tools.errors import AnswerInvalid, TokenRefused, Unreachable
from lti_tools.lti.http import Answer, Http
from lti_tools.lti.jwks import SERVES, read_key_set
from lti_tools.lti.keys import KeyStore
from lti_tools.lti.tokens import Tokens, client_of
from lti_tools.ops.doctor.finding import Finding, ok, problem, warning
from lti_tools.settings import Settings
from lti_tools.store import key_sets
from lti_tools.store.database import Database
from lti_tools.store.platforms import Row, list_registrations
from lti_tools.store.service_hosts import LEARNT
from lti_tools.store.tables.admin import Audit
from lti_tools.store.tables.schools import KeySet, RegistrationStatus
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy

CLOCK_LIMIT = timedelta(seconds=30)
"""Tokens live for minutes and platforms allow little skew (Canvas refuses assertions from the future)."""
RENEWED = timedelta(hours=2)
"""A held key set is renewed every hour; one older than this could not be."""
NEWS = timedelta(days=30)
"""So long `doctor` tells of a host that launches named anew."""
FIREWALL = lazy(
    "Let this machine call that address (firewall, DNS); a host in a private network: LTI_TOOLS_PRIVATE_HOSTS."
)

ASK_ADMIN = "The tool must be active there, with this client id, and the platform must be able to fetch our /lti/jwks."


def public_findings(settings: Settings, http: Http, keys: KeyStore, now: datetime) -> Iterator[Finding]:
    """Whether the public address leads to this installation: it must show our own keys."""
    subject, mend = "public URL", "Check that `lti-tools serve` runs and that the proxy passes the address on to it."
    try:
        shown = http.request("GET", f"{settings.public_url}/lti/jwks").json()
    except Unreachable as error:
        yield warning(subject, f"From this machine it does not answer: {error.detail}.", mend)
        return
    if shown != keys.jwks(now):
        yield problem(subject, "It shows other keys than this keys folder holds.", f"{mend} And check LTI_TOOLS_KEYS.")
    else:
        yield ok(subject, "it answers with our keys")


def platform_findings(database: Database, http: Http, keys: KeyStore, now: datetime) -> Iterator[Finding]:
    """Every registration's addresses and whether it grants us tokens, every platform's keys and clock."""
    tokens = Tokens(http, keys.sign)
    with database.read() as db:
        rows = list_registrations(db)
        held = {row.platform.id: key_sets.key_set(db, row.platform.id) for row in rows}
    if not rows:
        yield ok("platforms", "none registered yet; make an invite with: lti-tools platform invite")
    seen: set[int] = set()
    for row in rows:
        subject = f"{row.platform.name} ({row.registration.id})"
        if row.registration.status == RegistrationStatus.PENDING:
            yield warning(
                subject,
                "Waits for approval.",
                f"Run: lti-tools platform approve {row.registration.id}. Or use the admin pages.",
            )
            continue
        answers: list[Answer] = []
        yield from _asked(http, subject, "sign-in", "GET", row.registration.authorization_endpoint, answers)
        if row.registration.scopes:
            yield from _granted(tokens, subject, row)
        else:
            yield from _asked(http, subject, "token", "POST", row.registration.token_endpoint, answers)
        if row.platform.id not in seen:
            seen.add(row.platform.id)
            yield from _keys(http, subject, row.platform.jwks_uri, answers)
            yield from _held(subject, held[row.platform.id], now)
            yield from _clock(subject, answers)


def held_findings(database: Database, now: datetime) -> Iterator[Finding]:
    """Key sets that could not be renewed of late, of platforms that launch; asks nobody."""
    with database.read() as db:
        held = {row.platform_id: row for row in db.scalars(select(KeySet))}
        rows = {row.platform.id: row for row in list_registrations(db)}
    for row in rows.values():
        if row.registration.status == RegistrationStatus.ACTIVE:
            yield from _held(f"{row.platform.name} ({row.registration.id})", held.get(row.platform.id), now)


def host_findings(database: Database, now: datetime) -> Iterator[Finding]:
    """Hosts of services that launches named of late beside the ones known before; asks nobody."""
    with database.read() as db:
        since = Audit.at > now - NEWS
        audits = db.scalars(select(Audit).where(Audit.action == LEARNT, since).order_by(Audit.at)).all()
        names = {row.registration.id: row.platform.name for row in list_registrations(db)}
    for audit in audits:
        number = audit.detail.get("registration")
        if number in names:
            host, day = audit.detail.get("host"), f"{audit.at:%Y-%m-%d}"
            said = _("Since %(day)s its launches name %(host)s for grades or rosters.", day=day, host=host)
            mend = _("Right where the platform has moved or was extended; else ask its administrator.")
            yield warning(f"{names[number]} ({number})", said, mend)


def _asked(http: Http, subject: str, what: str, method: str, url: str, answers: list[Answer]) -> Iterator[Finding]:
    """An endpoint that is there refuses our empty request with 4xx; what matters is that it answers."""
    try:
        answer = http.request(method, url)
    except Unreachable as error:
        yield problem(subject, f"The {what} address does not answer: {error.detail}.", FIREWALL)
        return
    answers.append(answer)
    if answer.status >= 500 or answer.status in (404, 410):
        mend = "Compare it with the platform's; register anew if it has moved."
        yield warning(subject, f"The {what} address {answer.host} answers {answer.status}.", mend)
    else:
        yield ok(subject, f"the {what} address answers")


def _granted(tokens: Tokens, subject: str, row: Row) -> Iterator[Finding]:
    """A token for the services proves client id, keys and clocks at once."""
    try:
        tokens.token(client_of(row.registration, row.platform), row.registration.scopes)
    except TokenRefused as error:
        yield problem(subject, f"It refuses us a token: {error.detail}.", ASK_ADMIN)
    except Unreachable as error:
        yield problem(subject, f"The token address gives no token: {error.detail}.", FIREWALL)
    else:
        yield ok(subject, "it grants us tokens for grades and rosters")


def _keys(http: Http, subject: str, jwks_uri: str, answers: list[Answer]) -> Iterator[Finding]:
    try:
        answer = http.request("GET", jwks_uri)
        answers.append(answer)
        count = len(read_key_set(answer)["keys"])
    except AnswerInvalid as error:
        yield problem(subject, f"The key set is of no use: {error.detail}.", "Tell the platform's administrator.")
    except Unreachable as error:
        yield problem(subject, f"The key set does not answer: {error.detail}.", FIREWALL)
    else:
        yield ok(subject, "the key set answers: 1 key" if count == 1 else f"the key set answers: {count} keys")


def _held(subject: str, held: KeySet | None, now: datetime) -> Iterator[Finding]:
    """Launches go on with the set that we hold, for 24 hours after its last good fetch."""
    if held is None or held.fetched_at is None or now - held.fetched_at <= RENEWED:
        return
    left = held.fetched_at + SERVES - now
    error = " " + _("Last error: %(error)s.", error=held.error) if held.error else ""
    if left <= timedelta(0):
        yield problem(subject, _("The held key set is too old: launches are refused.") + error, str(FIREWALL))
    else:
        hours = int(left.total_seconds() // 3600)
        said = _("The key set was not renewed; the held one serves %(hours)s h more.", hours=hours)
        yield warning(subject, said + error, str(FIREWALL))


def _clock(subject: str, answers: Sequence[Answer]) -> Iterator[Finding]:
    """Our clock against the platform's `Date`; a fresh answer differs by its travel time at most."""
    now = datetime.now(UTC)
    for answer in reversed(answers):
        with suppress(TypeError, ValueError):
            theirs = parsedate_to_datetime(answer.headers.get("Date", "")).astimezone(UTC)
            off = abs(theirs - now)
            if off > CLOCK_LIMIT:
                said = f"Its clock and ours differ by {int(off.total_seconds())} s."
                yield problem(subject, said, "Set this machine's clock by NTP; else tell the platform's administrator.")
            return
