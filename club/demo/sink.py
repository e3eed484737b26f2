"""The demo's mail server: takes every mail, shows it at /demo/boite/, and sends nothing on.

Real SMTP with PIPELINING (RFC 2920). Two domains answer badly, so that refusals can be seen without a real
accident: anybody ``@inconnu.example`` is unknown (550 5.1.1), anybody ``@differe.example`` is full (452 4.2.2).

    python -m club.demo.sink PORT FILE
"""

import asyncio
import re
import signal
import sqlite3
import sys
from pathlib import Path

from club.demo.mailbox import Mailbox

LARGEST = 10 * 1024 * 1024
LONGEST_LINE = 4096
GOODBYE = "221 2.0.0 Au revoir"
_PATH = re.compile(rb"^(?:MAIL FROM|RCPT TO):\s*<([^>]*)>", re.IGNORECASE)
_REFUSED = {
    "inconnu.example": "550 5.1.1 Destinataire inconnu",
    "differe.example": "452 4.2.2 Boite pleine, revenez plus tard",
}


class Session(asyncio.Protocol):
    """One connection. What arrives in one read is answered in one write."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox = mailbox
        self.buffer = bytearray()
        self.searched = 0
        self.in_data = False
        self._reset()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.transport.write(b"220 boite.example ESMTP\r\n")

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        replies: list[str] = []
        while (reply := self._body() if self.in_data else self._line()) is not None:
            replies.append(reply)
        if replies:
            self.transport.write("".join(f"{reply}\r\n" for reply in replies).encode())
        too_long = len(self.buffer) > (LARGEST if self.in_data else LONGEST_LINE)
        if too_long or replies[-1:] == [GOODBYE]:
            self.transport.close()

    def _line(self) -> str | None:
        """The answer to the next command, or nothing while its line is not whole."""
        end = self.buffer.find(b"\r\n")
        if end < 0:
            return None
        line = bytes(self.buffer[:end])
        del self.buffer[: end + 2]
        verb = line[:4].upper()
        if verb in (b"MAIL", b"RCPT"):
            return self._envelope(verb, line)
        if verb == b"DATA":
            if not self.recipients:
                return "503 5.5.1 Aucun destinataire"
            self.in_data, self.searched = True, 0
            return "354 Terminez par un point seul"
        if verb == b"EHLO":
            self._reset()
            return f"250-boite.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE {LARGEST}"
        if verb in (b"HELO", b"RSET"):
            self._reset()
        if verb in (b"HELO", b"RSET", b"NOOP"):
            return "250 2.0.0 OK"
        return GOODBYE if verb == b"QUIT" else "502 5.5.2 Commande inconnue"

    def _envelope(self, verb: bytes, line: bytes) -> str:
        match = _PATH.match(line)
        if not match:
            return "501 5.5.4 Adresse illisible"
        address = match[1].decode("utf-8", "replace")
        if verb == b"MAIL":
            self._reset()
            self.sender = address
            return "250 2.1.0 OK"
        if self.sender is None:
            return "503 5.5.1 MAIL d'abord"
        refusal = _REFUSED.get(address.rpartition("@")[2].lower())
        if refusal:
            return refusal
        self.recipients.append(address)
        return "250 2.1.5 OK"

    def _body(self) -> str | None:
        """Stores the message once its closing dot is there."""
        if self.buffer.startswith(b".\r\n"):
            end, after = 0, 3
        else:
            end = self.buffer.find(b"\r\n.\r\n", self.searched)
            if end < 0:
                self.searched = max(0, len(self.buffer) - 4)
                return None
            end, after = end + 2, end + 5
        source = bytes(self.buffer[:end]).replace(b"\r\n..", b"\r\n.").removeprefix(b".")
        del self.buffer[:after]
        self.in_data = False
        try:
            self.mailbox.add(sender=self.sender, recipients=self.recipients, source=source)
        except sqlite3.Error as error:
            print(f"Message non gardé : {error}", file=sys.stderr, flush=True)
            return "452 4.3.1 Plus de place"
        finally:
            self._reset()
        return "250 2.0.0 Message garde"

    def _reset(self) -> None:
        self.sender: str | None = None
        self.recipients: list[str] = []


async def serve(port: int, mailbox: Mailbox) -> None:
    mailbox.open()
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    server = await loop.create_server(lambda: Session(mailbox), "127.0.0.1", port, backlog=200)
    await stopped.wait()
    server.close()
    mailbox.close()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Mailbox(Path(sys.argv[2]).resolve())))
