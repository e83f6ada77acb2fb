"""Every setting of the suite: one field, one environment variable, one sentence (all in `docs/settings.md`)."""

import ipaddress
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lti_tools.errors import SettingInvalid


def _flag(text: str) -> bool:
    return text.strip().lower() in ("1", "true", "yes", "on")


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.replace(",", " ").split() if word)


def _setting(env: str, default: str, doc: str, parse: Callable[[str], Any] = str) -> Any:
    return field(metadata={"env": env, "default": default, "doc": doc, "parse": parse})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Read once at the start, never changed. Make one with `Settings.from_env(os.environ)`."""

    public_url: str = _setting(
        "LTI_TOOLS_PUBLIC_URL",
        "http://localhost:8000",
        "The address at which browsers and the LMS reach the suite; the only source of absolute addresses.",
        lambda text: text.rstrip("/"),
    )
    bind: str = _setting("LTI_TOOLS_BIND", "127.0.0.1:8000", "Host and port that `serve` listens on.")
    development: bool = _setting(
        "LTI_TOOLS_DEVELOPMENT",
        "0",
        "1 allows plain http and loopback platforms; refused unless the public URL and the bind address are loopback.",
        _flag,
    )
    database_url: str = _setting(
        "DATABASE_URL", "", "PostgreSQL address; empty means SQLite in the data folder (`lti_tools.sqlite3`)."
    )
    data: Path = _setting("LTI_TOOLS_DATA", "var", "Folder for the SQLite database, its backups and files.", Path)
    files_url: str = _setting(
        "LTI_TOOLS_FILES_URL",
        "",
        "fsspec address where uploaded files are kept; empty means `files/` in the data folder.",
    )
    keys: Path = _setting("LTI_TOOLS_KEYS", "keys", "Folder of the suite's signing keys and its master secret.", Path)
    keys_passphrase: str = _setting(
        "LTI_TOOLS_KEYS_PASSPHRASE", "", "Encrypts the private keys at rest; empty leaves them to file permissions."
    )
    admin_password: str = _setting(
        "LTI_TOOLS_ADMIN_PASSWORD", "", "Password of the admin pages; empty means that there are no admin pages."
    )
    registration: str = _setting(
        "LTI_TOOLS_REGISTRATION",
        "invite",
        "`invite`: an LMS registers with an invite alone; `pending`: also without, and an admin approves it.",
    )
    trusted_proxies: int = _setting(
        "LTI_TOOLS_TRUSTED_PROXIES", "0", "How many proxies in front add X-Forwarded-For and X-Forwarded-Proto.", int
    )
    private_hosts: tuple[str, ...] = _setting(
        "LTI_TOOLS_PRIVATE_HOSTS",
        "",
        "Exact host names in private networks that the suite may call (an intranet LMS).",
        _words,
    )
    ca_bundle: str = _setting("LTI_TOOLS_CA_BUNDLE", "", "PEM file of the authorities trusted when calling platforms.")
    session_idle_hours: float = _setting(
        "LTI_TOOLS_SESSION_IDLE_HOURS", "4", "A session closes after so many hours without a request.", float
    )
    session_hours: float = _setting(
        "LTI_TOOLS_SESSION_HOURS", "24", "A session closes after so many hours in all.", float
    )
    upload_mb: int = _setting("LTI_TOOLS_UPLOAD_MB", "100", "Most megabytes of one file that somebody sends.", int)
    upload_person_mb: int = _setting(
        "LTI_TOOLS_UPLOAD_PERSON_MB", "500", "Most megabytes of all files that one person keeps in one activity.", int
    )
    threads: int = _setting("LTI_TOOLS_THREADS", "12", "Requests that one web process answers at the same time.", int)
    timezone: str = _setting("LTI_TOOLS_TIMEZONE", "UTC", "Time zone shown where the LMS tells none.")
    locale: str = _setting("LTI_TOOLS_LOCALE", "en", "Language shown where the LMS tells none: en, ru, uz or es.")
    metrics_token: str = _setting(
        "LTI_TOOLS_METRICS_TOKEN", "", "Bearer token that opens /metrics; empty means that there is no /metrics."
    )
    contact: str = _setting("LTI_TOOLS_CONTACT", "", "Whom people turn to for help; shown on error pages.")
    smtp_host: str = _setting(
        "LTI_TOOLS_SMTP_HOST", "", "Mail server for e-mail about notices; empty means that no e-mail is sent."
    )
    smtp_port: int = _setting("LTI_TOOLS_SMTP_PORT", "587", "Its port: 587 with `starttls`, 465 with `tls`.", int)
    smtp_security: str = _setting(
        "LTI_TOOLS_SMTP_SECURITY",
        "starttls",
        "`starttls`, `tls` or `none`; `none` is for a mail server that stands in your own network.",
    )
    smtp_user: str = _setting("LTI_TOOLS_SMTP_USER", "", "Name to sign in to the mail server; empty: without.")
    smtp_password: str = _setting("LTI_TOOLS_SMTP_PASSWORD", "", "Password to sign in to the mail server.")
    smtp_from: str = _setting(
        "LTI_TOOLS_SMTP_FROM", "", "Address that e-mail comes from, such as `Learning together <tools@school.example>`."
    )
    log_level: str = _setting("LTI_TOOLS_LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR.", str.upper)

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> "Settings":
        """Read and check all settings; raises `SettingInvalid` naming the variable and what it should be."""
        env = os.environ if env is None else env
        values: dict[str, Any] = {}
        for item in fields(cls):
            text = env.get(item.metadata["env"], "") or item.metadata["default"]
            try:
                values[item.name] = item.metadata["parse"](text)
            except ValueError as error:
                raise SettingInvalid(f"{item.metadata['env']}={text!r}: {item.metadata['doc']}") from error
        settings = cls(**values)
        settings.check()
        return settings

    def check(self) -> None:
        """Refuse what cannot work or would be unsafe."""
        parts = urlsplit(self.public_url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise SettingInvalid(f"LTI_TOOLS_PUBLIC_URL={self.public_url!r} is not an http(s) address")
        if self.registration not in ("invite", "pending"):
            raise SettingInvalid("LTI_TOOLS_REGISTRATION is `invite` or `pending`")
        if self.development and not (is_loopback(parts.hostname) and is_loopback(self.bind_host)):
            raise SettingInvalid("LTI_TOOLS_DEVELOPMENT=1 needs a loopback public URL and bind address")

        if self.smtp_security not in ("starttls", "tls", "none"):
            raise SettingInvalid("LTI_TOOLS_SMTP_SECURITY is `starttls`, `tls` or `none`")
        if self.smtp_host and "@" not in self.smtp_from:
            raise SettingInvalid("LTI_TOOLS_SMTP_FROM has to be an e-mail address where LTI_TOOLS_SMTP_HOST is set")
        if self.smtp_password and self.smtp_security == "none" and not is_loopback(self.smtp_host):
            raise SettingInvalid("LTI_TOOLS_SMTP_SECURITY=none would send the password in the open")

    @property
    def bind_host(self) -> str:
        return self.bind.rpartition(":")[0].strip("[]") or "127.0.0.1"

    @property
    def bind_port(self) -> int:
        return int(self.bind.rpartition(":")[2])

    @property
    def secure(self) -> bool:
        """Whether browsers reach the suite over https."""
        return self.public_url.startswith("https://")

    @property
    def database(self) -> str:
        """The database's address, SQLite in the data folder unless one is set."""
        return self.database_url or f"sqlite:///{self.data.resolve() / 'lti_tools.sqlite3'}"

    @property
    def files(self) -> str:
        return self.files_url or (self.data.resolve() / "files").as_uri()


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine by name or address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
