"""A fake mail server, fast and faulty: ``python -m tests.newsletters.kit.sink PORT LOG PLAN``.

Each accepted message is one line of LOG, written before its 250 leaves. A client that breaks the rules of
PIPELINING is written there too, as ``violation``.
"""

import asyncio
import re
import ssl
import sys
from base64 import b64decode
from pathlib import Path
from typing import Any

from tests.newsletters.kit.plan import CLOSE, SILENT, Dice, Plan

_MESSAGE_ID = re.compile(rb"^Message-ID: *<([^>]*)>", re.M | re.I)
_ADDRESS = re.compile(rb"<([^>]*)>")
END = b"\r\n.\r\n"


class Sink:
    """What the connections share: the plan, its dice and the log."""

    def __init__(self, plan: Plan, log: Path) -> None:
        self.plan = plan
        self.dice = Dice(plan)
        self.log = log.open("ab", buffering=0)
        self.folder = log.parent
        self.accepted = 0
        self.context = None
        if plan.certificate:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(plan.certificate)

    def accept(self, message: bytes, sender: bytes, recipient: bytes) -> None:
        found = _MESSAGE_ID.search(message, 0, 4096)
        self.log.write(b"accepted %s %s %s\n" % (found[1] if found else b"-", recipient, sender))
        if self.accepted < self.plan.keep:
            (self.folder / f"message-{self.accepted}.eml").write_bytes(message)
        self.accepted += 1

    def note(self, word: str) -> None:
        self.log.write(f"{word}\n".encode())


class Connection(asyncio.Protocol):
    def __init__(self, sink: Sink) -> None:
        self.sink = sink
        self.plan = sink.plan
        self.buffer = bytearray()
        self.replies: list[str] = []
        self.in_data = self.is_mute = self.is_upgrading = False
        self.is_secure = self.plan.implicit_tls
        self.authenticated = not self.plan.user
        self.login: list[bytes] | None = None
        self.sender = self.recipient = b""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        if not self.is_secure or not hasattr(self, "greeted"):
            self.greeted = True
            self.say("connect", "220 sink.example ESMTP")
            self.flush()

    def data_received(self, data: bytes) -> None:
        if self.is_mute:
            return
        self.buffer += data
        try:
            while self.buffer and not self.is_mute:
                if not (self._message() if self.in_data else self._command()):
                    break
        finally:
            self.flush()

    def say(self, stage: str, reply: str) -> bool:
        """The reply, or what a fault makes of it; False when the normal course is interrupted."""
        action = self.sink.dice.throw(stage)
        if action == CLOSE:
            self.flush()
            self.is_mute = True
            self._later(self.transport.close)
            return False
        if action == SILENT:
            self.is_mute = True
            return False
        self.replies.append(action or reply)
        if action.startswith("421"):
            self.flush()
            self.is_mute = True
            self._later(self.transport.close)
        return not action

    def flush(self) -> None:
        if self.replies and not self.is_upgrading:
            lines = "".join(f"{reply}\r\n" for reply in self.replies).encode()
            self.replies = []
            self._later(lambda: self.transport.write(lines))

    def _later(self, call: Any) -> None:
        if self.plan.delay:
            asyncio.get_running_loop().call_later(self.plan.delay, call)
        else:
            call()

    # One step of the dialogue; False when more bytes are needed

    def _command(self) -> bool:
        end = self.buffer.find(b"\r\n")
        if end < 0:
            return False
        line = bytes(self.buffer[:end])
        del self.buffer[: end + 2]
        if self.login is not None:
            self._login(line)
            return True
        verb = line[:4].upper()
        if self.buffer and (not self.plan.pipelining or verb in (b"DATA", b"EHLO", b"STAR", b"AUTH")):
            self.sink.note(f"violation {verb.decode()} was not the last of its group")
        handler = getattr(self, f"on_{verb.decode('ascii', 'replace').lower()}", None)
        if handler:
            handler(line)
        else:
            self.replies.append("502 5.5.1 unknown command")
        return True

    def _message(self) -> bool:
        if not hasattr(self, "_from"):
            self._from = 0
            if self.recipient and (action := self.sink.dice.throw("body")):
                self.is_mute = True
                if action == CLOSE:
                    self._later(self.transport.close)
                return False
        if self.buffer.startswith(b".\r\n") and not self._from:
            end, after = 0, 3
        else:
            end = self.buffer.find(END, max(0, self._from - len(END)))
            if end < 0:
                self._from = len(self.buffer)
                return False
            after = end + len(END)
        message = bytes(self.buffer[:end])
        del self.buffer[:after], self._from
        self.in_data = False
        self._end_of_message(message)
        return True

    def _end_of_message(self, message: bytes) -> None:
        if not self.recipient:
            self.replies.append("554 5.5.1 no valid recipients")
        elif self.say_fault("dot"):
            self.sink.accept(message, self.sender, self.recipient)
            self.say("accepted", "250 2.0.0 taken")
        self.sender = self.recipient = b""

    def say_fault(self, stage: str) -> bool:
        """Like ``say`` without any normal reply."""
        before = len(self.replies)
        going_on = self.say(stage, "")
        if going_on:
            del self.replies[before:]
        return going_on

    # Verbs

    def on_ehlo(self, _line: bytes) -> None:
        extensions = ["sink.example", *(["PIPELINING"] if self.plan.pipelining else []), "ENHANCEDSTATUSCODES"]
        if self.plan.starttls and not self.is_secure:
            extensions.append("STARTTLS")
        if self.plan.user and (self.is_secure or not self.plan.starttls):
            extensions.append(f"AUTH {self.plan.mechanisms}")
        lines = [f"250-{name}" for name in extensions[:-1]] + [f"250 {extensions[-1]}"]
        self.say("ehlo", "\r\n".join(lines))

    def on_star(self, _line: bytes) -> None:
        self.replies.append("220 2.0.0 go ahead")
        self.flush()
        self.is_secure = self.is_upgrading = True
        self.transport.pause_reading()  # what comes now is for the handshake
        self._later(lambda: asyncio.ensure_future(self._upgrade()))

    async def _upgrade(self) -> None:
        loop = asyncio.get_running_loop()
        self.transport = await loop.start_tls(self.transport, self, self.sink.context, server_side=True)
        self.is_upgrading = False
        self.flush()

    def on_auth(self, line: bytes) -> None:
        _, mechanism, *rest = line.split()
        if mechanism.upper() == b"PLAIN" and rest:
            _, user, password = b64decode(rest[0]).split(b"\0")
            self._check(user, password)
        else:
            self.login = []
            self.replies.append("334 VXNlcm5hbWU6")

    def _login(self, line: bytes) -> None:
        self.login.append(b64decode(line))
        if len(self.login) == 1:
            self.replies.append("334 UGFzc3dvcmQ6")
        else:
            (user, password), self.login = self.login, None
            self._check(user, password)

    def _check(self, user: bytes, password: bytes) -> None:
        right = user.decode() == self.plan.user and password.decode() == self.plan.password
        self.authenticated = right
        self.say("auth", "235 2.7.0 welcome" if right else "535 5.7.8 wrong password")

    def on_mail(self, line: bytes) -> None:
        if not self.authenticated:
            self.replies.append("530 5.7.0 authentication required")
        elif self.sender:
            self.replies.append("503 5.5.1 nested MAIL")
        elif self.say("mail", "250 2.1.0 ok"):
            self.sender = _ADDRESS.search(line)[1]

    def on_rcpt(self, line: bytes) -> None:
        if not self.sender:
            self.replies.append("503 5.5.1 MAIL first")
        elif self.say("rcpt", "250 2.1.5 ok"):
            self.recipient = _ADDRESS.search(line)[1]

    def on_data(self, _line: bytes) -> None:
        if self.recipient or self.plan.eager:
            self.in_data = self.say("data", "354 go on")
        else:
            self.replies.append("503 5.5.1 RCPT first")

    def on_rset(self, _line: bytes) -> None:
        self.sender = self.recipient = b""
        self.replies.append("250 2.0.0 forgotten")

    def on_quit(self, _line: bytes) -> None:
        self.replies.append("221 2.0.0 bye")
        self.flush()
        self._later(self.transport.close)


async def serve(port: int, log: Path, plan: Plan) -> None:
    sink = Sink(plan, log)
    loop = asyncio.get_running_loop()
    tls = sink.context if plan.implicit_tls else None
    server = await loop.create_server(lambda: Connection(sink), "127.0.0.1", port, ssl=tls, backlog=200)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2]), Plan.load(Path(sys.argv[3]).read_text())))
