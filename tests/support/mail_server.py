"""A mail server on loopback that takes messages, for tests: plain, with STARTTLS, with sign-in, and with moods."""

import base64
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class MailServer:
    """What it was told, and how it behaves."""

    port: int = 0
    messages: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    tls: ssl.SSLContext | None = None
    password: str = ""
    refusals: list[int] = field(default_factory=list)
    """Statuses to answer to the next recipients instead of taking them."""
    hang_up_after: int = 0
    """After so many messages were taken, the connection breaks before the yes arrives."""
    encrypted: int = 0
    connections: int = 0


class _Handler(socketserver.StreamRequestHandler):
    timeout = 10

    @property
    def mood(self) -> MailServer:
        mood: MailServer = self.server.mood  # type: ignore[attr-defined]
        return mood

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())
        self.wfile.flush()

    def handle(self) -> None:
        try:
            self.talk()
        except OSError:  # the client did not like our certificate
            return
        finally:
            for part in (self.rfile, self.wfile, self.connection):
                part.close()

    def finish(self) -> None:
        """Everything is closed by `handle`, the encrypted connection too."""

    def talk(self) -> None:
        self.mood.connections += 1
        self.say("220 test")
        signed_in = not self.mood.password
        while line := self.rfile.readline().decode().strip():
            verb = line.split()[0].upper()
            if verb in ("EHLO", "HELO"):
                self.say("250-test")
                if self.mood.tls and not isinstance(self.connection, ssl.SSLSocket):
                    self.say("250-STARTTLS")
                self.say("250 AUTH PLAIN")
            elif verb == "STARTTLS" and self.mood.tls:
                self.say("220 go on")
                self.rfile.close()
                self.wfile.close()
                self.connection = self.mood.tls.wrap_socket(self.connection, server_side=True)
                self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb")
                self.mood.encrypted += 1
            elif verb == "AUTH":
                given = base64.b64decode(line.split()[2]).split(b"\0")[-1].decode()
                signed_in = given == self.mood.password
                self.say("235 fine" if signed_in else "535 no")
            elif verb == "RCPT":
                self.recipient(line, signed_in)
            elif verb == "DATA":
                self.say("354 go on")
                self.take()
                if len(self.mood.messages) == self.mood.hang_up_after:
                    return
                self.say("250 taken")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 fine")

    def recipient(self, line: str, signed_in: bool) -> None:
        if not signed_in:
            self.say("530 sign in first")
        elif self.mood.refusals:
            self.say(f"{self.mood.refusals.pop(0)} not now")
        else:
            self.mood.recipients.append(line.partition("<")[2].partition(">")[0])
            self.say("250 fine")

    def take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append((line[1:] if line.startswith(b"..") else line).replace(b"\r\n", b"\n"))
        message = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.mood.messages.append(message)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def mail_server(**mood: object) -> Iterator[MailServer]:
    """A running server; `mood` are fields of `MailServer`."""
    found = MailServer(**mood)  # type: ignore[arg-type]
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.mood = found  # type: ignore[attr-defined]
        found.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield found
        finally:
            server.shutdown()
            thread.join()
