"""The demo's mail server, over real sockets: dialogue, pipelining, dots, refusals, and what it keeps."""

import smtplib
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from club.demo.mailbox import KEPT, Mailbox
from tests import servers

ENVELOPE = b"MAIL FROM:<club@club.example>\r\nRCPT TO:<anne@tpe.example>\r\nDATA\r\n"


@pytest.fixture(scope="module")
def sink(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Sink]:
    """One for all tests: each looks at the newest mail."""
    with servers.running_sink(tmp_path_factory.mktemp("sink")) as running:
        yield running


@pytest.fixture
def wire(sink: servers.Sink) -> Iterator[socket.socket]:
    """A raw connection, greeted."""
    port = int(sink.url.rpartition(":")[2])
    with closing(socket.create_connection(("127.0.0.1", port), timeout=5)) as connection:
        assert read(connection, 1) == ["220 boite.example ESMTP"]
        yield connection


def read(connection: socket.socket, lines: int) -> list[str]:
    received = b""
    while received.count(b"\r\n") < lines:
        more = connection.recv(65536)
        if not more:
            break
        received += more
    return received.decode().splitlines()


def last(sink: servers.Sink) -> bytes:
    newest = sink.mailbox.newest(limit=1)[0]
    return sink.mailbox.get(newest.id).source


def test_smtplib_delivers(sink: servers.Sink) -> None:
    with smtplib.SMTP("127.0.0.1", int(sink.url.rpartition(":")[2])) as client:
        client.sendmail("club@club.example", ["anne@tpe.example"], "Subject: Été\r\n\r\nBonjour\r\n".encode())
    newest = sink.mailbox.newest()[0]
    assert (newest.sender, newest.recipients) == ("club@club.example", "anne@tpe.example")
    assert last(sink) == "Subject: Été\r\n\r\nBonjour\r\n".encode()


def test_whole_dialogue_in_one_write(sink: servers.Sink, wire: socket.socket) -> None:
    """Body, dot and the next envelope together, as the sender writes them."""
    before = sink.mailbox.count()
    wire.sendall(b"EHLO club\r\n")
    assert "250-PIPELINING" in read(wire, 5)
    wire.sendall(ENVELOPE)
    assert [line[:3] for line in read(wire, 3)] == ["250", "250", "354"]
    wire.sendall(b"Subject: un\r\n\r\nun\r\n.\r\n" + ENVELOPE)
    assert [line[:3] for line in read(wire, 4)] == ["250", "250", "250", "354"]
    wire.sendall(b"Subject: deux\r\n\r\ndeux\r\n.\r\nQUIT\r\n")
    assert [line[:3] for line in read(wire, 2)] == ["250", "221"]
    assert sink.mailbox.count() == before + 2


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (b".\r\n", b""),
        (b"a\r\n..\r\nb\r\n.\r\n", b"a\r\n.\r\nb\r\n"),
        (b"..a\r\n...b\r\n.\r\n", b".a\r\n..b\r\n"),
        (b"a\r\n.\r\n", b"a\r\n"),
    ],
)
@pytest.mark.parametrize("step", [1, 3, 1000])
def test_dots_and_slices(sink: servers.Sink, wire: socket.socket, sent: bytes, kept: bytes, step: int) -> None:
    wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    wire.sendall(ENVELOPE)
    read(wire, 3)
    for start in range(0, len(sent), step):
        wire.sendall(sent[start : start + step])
    assert read(wire, 1) == ["250 2.0.0 Message garde"]
    assert last(sink) == kept


@pytest.mark.parametrize(
    ("address", "code"), [("x@inconnu.example", "550"), ("x@differe.example", "452"), ("x@tpe.example", "250")]
)
def test_two_domains_refuse(wire: socket.socket, address: str, code: str) -> None:
    wire.sendall(f"MAIL FROM:<>\r\nRCPT TO:<{address}>\r\n".encode())
    assert read(wire, 2)[1][:3] == code


@pytest.mark.parametrize(
    ("line", "code"),
    [("DATA", "503"), ("RCPT TO:<a@b.example>", "503"), ("MAIL FROM", "501"), ("XYZ", "502"), ("NOOP", "250")],
)
def test_wrong_order_is_answered(wire: socket.socket, line: str, code: str) -> None:
    wire.sendall(f"{line}\r\n".encode())
    assert read(wire, 1)[0][:3] == code


def test_endless_line_is_cut(wire: socket.socket) -> None:
    wire.sendall(b"x" * 10_000)
    assert wire.recv(1) == b""


def test_kill_loses_nothing_accepted(tmp_path: Path) -> None:
    with servers.running_sink(tmp_path) as sink:
        with smtplib.SMTP("127.0.0.1", int(sink.url.rpartition(":")[2])) as client:
            for number in range(50):
                client.sendmail("club@club.example", [f"a{number}@tpe.example"], b"Subject: x\r\n\r\nx\r\n")
            sink.process.kill()
        assert sink.mailbox.count() == 50


def test_old_mails_go(tmp_path: Path) -> None:
    mailbox = Mailbox(tmp_path / "mails.sqlite3")
    mailbox.open()
    for number in range(5):
        mailbox.add(sender="", recipients=[f"{number}@tpe.example"], source=b"x")
    mailbox._file.execute("UPDATE mail SET id = id + ? WHERE id > 2", (KEPT,))
    mailbox._file.execute("UPDATE source SET mail_id = mail_id + ? WHERE mail_id > 2", (KEPT,))
    mailbox.prune()
    assert [mail.recipients for mail in mailbox.newest()] == ["4@tpe.example", "3@tpe.example", "2@tpe.example"]
    mailbox.close()
