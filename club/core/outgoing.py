"""The only way out to the web: http(s) to public addresses, few redirects, few bytes, little time.

The name is resolved once, every address it gives must be public, and the connection goes to that very address:
a name that answers differently the second time gains nothing.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import Message
from urllib.parse import urljoin, urlsplit

MOST_BYTES = 5 * 1024 * 1024
SECONDS = 10.0
MOST_REDIRECTS = 5
AGENT = "ClubEconomieNumerique/1.0 (verification des liens)"
REDIRECTS = (301, 302, 303, 307, 308)


class Unreachable(Exception):
    """Nobody answered, or not in time: it may heal."""


class Forbidden(Exception):
    """An address we never call: not http(s), not public, or too much of everything."""


class Unknown(Exception):
    """The name does not exist."""


@dataclass(frozen=True, slots=True)
class Answer:
    """``url``: where the redirects led. ``headers`` are read without regard to case."""

    status: int
    url: str
    body: bytes
    content_type: str
    headers: Message = field(default_factory=Message, compare=False)


def is_public(address: str) -> bool:
    """Global unicast, and so is the IPv4 address an IPv6 one may wrap (mapped, 6to4, NAT64)."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour
        if ip in ipaddress.ip_network("64:ff9b::/96"):
            wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if wrapped is not None:
            return is_public(str(wrapped))
    return ip.is_global and not ip.is_multicast


def fetch(
    url: str,
    *,
    reads_body: bool = True,
    most_bytes: int = MOST_BYTES,
    seconds: float = SECONDS,
    headers: Mapping[str, str] | None = None,
    allowed: Callable[[str], bool] = is_public,
) -> Answer:
    """The answer of the last address of the redirects; raises Unreachable, Unknown or Forbidden.

    ``seconds`` is for everything together but the name, whose resolver has its own patience. ``reads_body``: no
    when only the status matters. ``headers`` go to each address of the redirects: never a secret. ``allowed`` is a
    seam for tests, which call their own machine.
    """
    sent = {"User-Agent": AGENT, "Accept": "*/*", **(headers or {})}
    deadline = time.monotonic() + seconds
    for _ in range(MOST_REDIRECTS + 1):
        answer, location = _one(url, most_bytes if reads_body else 0, deadline, sent, allowed)
        if location is None:
            return answer
        url = urljoin(url, location)
    raise Forbidden("trop de redirections")


def _one(
    url: str, most_bytes: int, deadline: float, headers: Mapping[str, str], allowed: Callable[[str], bool]
) -> tuple[Answer, str | None]:
    host, port, is_secure, target = _parts(url)
    address = _resolve(host, port, allowed)
    connection = _Connection(host, port, address=address, is_secure=is_secure, timeout=_left(deadline))
    alarm = threading.Timer(_left(deadline), connection.cut)  # headers that drip are no socket's timeout
    alarm.start()
    try:
        connection.request("GET", target, headers=dict(headers))
        reply = connection.getresponse()
        location = reply.getheader("Location") if reply.status in REDIRECTS else None
        body = b"" if location or not most_bytes else _read(reply, connection, most_bytes, deadline)
        return Answer(reply.status, url, body, reply.getheader("Content-Type") or "", reply.headers), location
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unreachable(str(error)) from error
    finally:
        alarm.cancel()
        connection.close()


def _parts(url: str) -> tuple[str, int, bool, str]:
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except (ValueError, UnicodeError) as error:
        raise Forbidden("adresse mal formée") from error
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.password:
        raise Forbidden("seules les adresses http et https sont appelées")
    target = parts.path or "/"
    if parts.query:
        target += f"?{parts.query}"
    is_secure = parts.scheme == "https"
    return host, port or (443 if is_secure else 80), is_secure, _ascii(target)


def _ascii(target: str) -> str:
    """Percent-encodes what a request line cannot bear: blanks, controls, accents."""
    return "".join(c if 32 < ord(c) < 127 else "".join(f"%{b:02X}" for b in c.encode()) for c in target)


def _resolve(host: str, port: int, allowed: Callable[[str], bool]) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        if error.errno == socket.EAI_NONAME:
            raise Unknown(host) from error
        raise Unreachable(str(error)) from error
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not all(allowed(address) for address in addresses):
        raise Forbidden("adresse non publique")
    return addresses[0]


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise Unreachable("délai dépassé")
    return left


def _read(reply: http.client.HTTPResponse, connection: "_Connection", most_bytes: int, deadline: float) -> bytes:
    """At most ``most_bytes``, whatever the headers promise; a slow drip ends at the deadline."""
    chunks, size = [], 0
    while size <= most_bytes:
        connection.wait_at_most(_left(deadline))
        chunk = reply.read1(min(65_536, most_bytes + 1 - size))
        if not chunk and reply.length:
            raise Unreachable("réponse tronquée")
        if not chunk:
            _left(deadline)
            return b"".join(chunks)
        chunks.append(chunk)
        size += len(chunk)
        _left(deadline)
    raise Forbidden("réponse trop lourde")


class _Connection(http.client.HTTPConnection):
    """To one address already chosen, under the name of its host (Host header, TLS).

    ``line`` is our own hold of the socket: http.client lets go of its own as soon as the server says that it closes.
    """

    def __init__(self, host: str, port: int, *, address: str, is_secure: bool, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self.address, self.is_secure = address, is_secure
        self.default_port = 443 if is_secure else 80
        self.line: socket.socket | None = None
        self.is_cut = False

    def connect(self) -> None:
        self._hold(socket.create_connection((self.address, self.port), self.timeout))
        if self.is_secure:
            context = ssl.create_default_context()
            secure = context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self._hold(secure)
            secure.do_handshake()

    def _hold(self, line: socket.socket) -> None:
        self.sock = self.line = line
        if self.is_cut:  # while there was nothing to shut
            raise TimeoutError("délai dépassé")

    def wait_at_most(self, seconds: float) -> None:
        if self.line and self.line.fileno() >= 0:
            self.line.settimeout(seconds)

    def cut(self) -> None:
        """Ends whatever waits on the socket, from another thread; the layer of TLS is left to the one who reads."""
        self.is_cut = True
        if self.line:
            with suppress(OSError):
                socket.socket.shutdown(self.line, socket.SHUT_RDWR)
