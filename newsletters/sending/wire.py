"""A non-blocking socket that knows how far its bytes have gone, in clear or encrypted."""

import os
import selectors
import socket
import ssl
from contextlib import suppress

from newsletters.sending.relay import Relay

CHUNK = 16_384  # one TLS record
READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE


class Lost(Exception):
    """The connection is over: refused, broken, closed by the other side or badly encrypted."""


class Wire:
    """``queued`` counts bytes given to us, ``gone`` those the system may have sent on.

    In clear, bytes the kernel did not take have certainly not left. Encrypted, a whole record counts as gone as
    soon as it was tried: OpenSSL may hold part of it.
    """

    def __init__(self, relay: Relay, address: tuple[socket.AddressFamily, tuple[object, ...]]) -> None:
        family, place = address
        self.socket: socket.socket = socket.socket(family, socket.SOCK_STREAM)
        self.socket.setblocking(False)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.relay = relay
        self.queued = self.gone = 0
        self._out = memoryview(b"")
        self._connected = False
        self._handshaking = False
        self._wants = WRITE
        with suppress(BlockingIOError):
            self.socket.connect(place)

    def fileno(self) -> int:
        return self.socket.fileno()

    @property
    def interest(self) -> int:
        """What to wait for with ``selectors``."""
        if not self._connected or self._handshaking:
            return self._wants
        return READ | WRITE if self._out else READ

    @property
    def is_secure(self) -> bool:
        return isinstance(self.socket, ssl.SSLSocket)

    def write(self, data: bytes) -> None:
        """Queues, and sends at once as much as the system takes."""
        self.queued += len(data)
        self._out = memoryview(bytes(self._out) + data) if self._out else memoryview(data)
        if self._connected and not self._handshaking:
            self.flush()

    def flush(self) -> None:
        while self._out:
            done = self.queued - len(self._out)
            chunk = self._out[:CHUNK] if self.is_secure else self._out
            if self.is_secure:
                self.gone = max(self.gone, done + len(chunk))
            try:
                taken = self.socket.send(chunk)
            except (BlockingIOError, ssl.SSLWantWriteError, ssl.SSLWantReadError):
                return
            except OSError as error:
                raise Lost(f"écriture : {error}") from error
            self._out = self._out[taken:]
            self.gone = max(self.gone, done + taken)

    def start_tls(self) -> None:
        """Begins the handshake; ``advance`` says when it is over."""
        context = self.relay.tls_context()
        self.socket = context.wrap_socket(self.socket, server_hostname=self.relay.host, do_handshake_on_connect=False)
        self._handshaking = True
        self._wants = WRITE

    def advance(self) -> bool:
        """Carries connection and handshake on; True when this call brought one of them to its end."""
        if not self._connected:
            error = self.socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if error:
                raise Lost(f"connexion : {os.strerror(error)}")
            self._connected = True
            if self.relay.implicit_tls:
                self.start_tls()
                return False
            return True
        return self._handshaking and self._shake_hands()

    def _shake_hands(self) -> bool:
        try:
            self.socket.do_handshake()  # type: ignore[attr-defined]
        except ssl.SSLWantReadError:
            self._wants = READ
            return False
        except ssl.SSLWantWriteError:
            self._wants = WRITE
            return False
        except OSError as error:
            raise Lost(f"chiffrement : {error}") from error
        self._handshaking = False
        return True

    @property
    def is_open(self) -> bool:
        return self._connected and not self._handshaking

    def read(self) -> bytes:
        """What has come; nothing when nothing has. Raises Lost at the end of the stream."""
        received = []
        while True:
            try:
                data = self.socket.recv(65_536)
            except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
                break
            except OSError as error:
                if received:
                    break  # answers first; the error comes again at the next read
                raise Lost(f"lecture : {error}") from error
            if not data:
                if received:
                    break
                raise Lost("connexion fermée par le relais")
            received.append(data)
            if len(data) < 65_536 and not self.is_secure:
                break
        return b"".join(received)

    def close(self) -> None:
        self.socket.close()


def resolve(relay: Relay) -> tuple[socket.AddressFamily, tuple[object, ...]]:
    """The first address of the relay; raises Lost when its name is unknown."""
    try:
        found = socket.getaddrinfo(relay.host, relay.port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Lost(f"nom du relais : {error}") from error
    family, _, _, _, place = found[0]
    return family, place
