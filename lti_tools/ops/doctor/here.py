"""What can be examined without asking anybody: settings, folders, keys, database, background work."""

import shutil
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from lti_tools.errors import SuiteError
from lti_tools.lti.key_files import is_sealed
from lti_tools.lti.key_rules import State
from lti_tools.lti.keys import KeyStore
from lti_tools.ops.doctor.finding import Finding, ok, problem, warning
from lti_tools.settings import Settings, is_loopback
from lti_tools.store.database import Database
from lti_tools.store.heartbeats import LOOPS
from lti_tools.store.migrate import Package, Standing, pending
from lti_tools.store.tables.admin import Heartbeat
from lti_tools.store.tables.retries import Setback
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import ngettext

OLD_KEY = timedelta(days=400)
KEEPS_FAILING = 3
"""Failures in a row before anybody is told: one may be the database, away for a moment."""
STILL = timedelta(minutes=5)
"""Background work writes its heartbeat far more often than this."""
LITTLE_SPACE = 500 * 1024 * 1024
SHORT_PASSWORD = 12


def settings_findings(settings: Settings) -> Iterator[Finding]:
    """Public address, https, proxies, password, CA bundle."""
    subject, host = _("public URL"), urlsplit(settings.public_url).hostname or ""
    if settings.development:
        yield warning(subject, _("Development mode is on."), _("Unset LTI_TOOLS_DEVELOPMENT before a school uses it."))
    elif not settings.secure:
        yield problem(
            subject,
            _("%(url)s is plain http: browsers send no cookies into the LMS's frame.", url=settings.public_url),
            _("Set LTI_TOOLS_PUBLIC_URL to the https address and put a proxy with a certificate in front."),
        )
    elif is_loopback(host):
        yield problem(
            subject,
            _("%(host)s is this machine alone.", host=host),
            _("Set LTI_TOOLS_PUBLIC_URL to the name browsers use."),
        )
    else:
        yield ok(subject, settings.public_url)
    if settings.secure and not settings.trusted_proxies:
        yield warning(
            _("trusted proxies"),
            _(
                "The address is https and `serve` speaks http, so a proxy stands in front, yet none is trusted: every "
                "visitor seems to have the proxy's address."
            ),
            _("Set LTI_TOOLS_TRUSTED_PROXIES to the number of proxies in front, usually 1."),
        )
    elif settings.trusted_proxies:
        yield ok(_("trusted proxies"), _("%(number)s in front", number=settings.trusted_proxies))
    if settings.admin_password and len(settings.admin_password) < SHORT_PASSWORD:
        yield warning(
            _("admin pages"), _("The password is short."), _("Set LTI_TOOLS_ADMIN_PASSWORD to a long sentence.")
        )
    if settings.ca_bundle and not Path(settings.ca_bundle).is_file():
        yield problem(
            _("CA bundle"),
            _("%(file)s is not there.", file=settings.ca_bundle),
            _("Correct LTI_TOOLS_CA_BUNDLE or unset it."),
        )


def key_findings(settings: Settings, keys: KeyStore, now: datetime) -> Iterator[Finding]:
    """A key that signs, its age, who can read the folder, whether the files are encrypted."""
    subject = _("keys")
    try:
        keys.sign({}, now)
        keys.keyed_hash("doctor", "")
    except SuiteError as error:
        yield problem(
            subject, f"{error.detail}.", _("`lti-tools keys list` shows what is there; `serve` makes the first ones.")
        )
        return
    current = next(key for key, state in keys.states(now) if state is State.CURRENT)
    if current.signs_from and now - current.signs_from > OLD_KEY:
        age = (now - current.signs_from).days
        yield warning(
            subject,
            ngettext(
                "%(kid)s has signed for %(num)s day.", "%(kid)s has signed for %(num)s days.", age, kid=current.kid
            ),
            _("Change it: lti-tools keys rotate"),
        )
    files = [path for path in settings.keys.iterdir() if path.suffix in (".pem", ".secret")]
    readable = [path.name for path in files if path.stat().st_mode & 0o077]
    if readable:
        yield problem(
            subject,
            _("Others can read %(files)s.", files=", ".join(sorted(readable))),
            f"chmod 600 {settings.keys}/*.pem {settings.keys}/*.secret",
        )
    if settings.keys_passphrase and not all(is_sealed(path.read_bytes()) for path in files if path.suffix == ".pem"):
        yield warning(
            subject, _("Some key files are not encrypted yet."), _("Start `lti-tools serve` once: it encrypts them.")
        )
    if not readable:
        yield ok(subject, _("%(kid)s signs, %(number)s published", kid=current.kid, number=len(keys.states(now))))


def database_findings(database: Database, packages: Sequence[Package]) -> Iterator[Finding]:
    """Whether it answers and fits this release."""
    subject = "database"
    try:
        with database.engine.connect() as connection:
            unfit = pending(connection, packages)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        yield problem(subject, f"It does not answer: {reason}", "Check DATABASE_URL and that the server runs.")
        return
    if Standing.NEWER in unfit.values():
        yield problem(subject, "A newer release has upgraded it.", "Run that release, or restore the copy from before.")
    elif unfit:
        yield problem(subject, f"Old schema: {', '.join(unfit)}.", "Run: lti-tools db upgrade")
    else:
        yield ok(subject, f"{database.engine.dialect.name}, schema up to date")


def folder_findings(settings: Settings) -> Iterator[Finding]:
    """The data folder can be written to and has room."""
    subject = _("data folder")
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        probe = settings.data / ".doctor"
        probe.touch()
        probe.unlink()
        free = shutil.disk_usage(settings.data).free
    except OSError as error:
        yield problem(
            subject,
            _("%(folder)s cannot be written to: %(reason)s.", folder=settings.data, reason=error.strerror),
            _("Correct LTI_TOOLS_DATA or its owner."),
        )
        return
    if free < LITTLE_SPACE:
        said = _("Only %(number)s MB are free.", number=free // 1024**2)
        yield warning(subject, said, _("Make room: a full disk loses work."))
    else:
        yield ok(subject, str(settings.data.resolve()))


def background_findings(database: Database, now: datetime) -> Iterator[Finding]:
    """Whether workers have run of late. Only for a database that fits."""
    with database.read() as db:
        beats = {beat.name: beat.at for beat in db.scalars(select(Heartbeat))}
    subject = _("background work")
    mend = _("Run `lti-tools serve`, or `lti-tools worker` beside `serve --no-worker`.")
    if not beats:
        yield warning(subject, _("No worker has run yet: grades and rosters wait."), mend)
    for name in sorted((set(LOOPS) - beats.keys()) if beats else ()):
        yield warning(subject, _("%(name)s has not run yet.", name=name), mend)
    for name, at in sorted(beats.items()):
        if now - at > STILL:
            yield warning(subject, _("%(name)s has not run since %(time)s UTC.", name=name, time=_time(at)), mend)
        else:
            ago = max(0, int((now - at).total_seconds()))
            yield ok(subject, _("%(name)s ran %(number)s s ago", name=name, number=ago))


def setback_findings(database: Database) -> Iterator[Finding]:
    """Work of activities that keeps failing. Only for a database that fits."""
    with database.read() as db:
        rows = db.scalars(select(Setback).where(Setback.tries >= KEEPS_FAILING).order_by(Setback.since)).all()
    for row in rows:
        said = _(
            "%(work)s in activity %(activity)s fails since %(time)s UTC (%(error)s).",
            work=row.work,
            activity=row.activity_id,
            time=_time(row.since),
            error=row.error,
        )
        mend = _("The log says more under its name. It is tried again at least hourly.")
        yield warning(_("background work"), said, mend)


def _time(at: datetime) -> str:
    """To the minute, as the log writes it."""
    return f"{at:%Y-%m-%d %H:%M}"
