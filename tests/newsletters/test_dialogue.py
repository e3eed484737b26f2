"""The SMTP client without a network: what it writes, what it makes of answers however they are cut."""

from base64 import b64encode
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletters.sending.dialogue import Answered, Closing, Dialogue, GoAhead, Ready, StartTls, Step
from newsletters.sending.relay import Relay
from newsletters.sending.replies import MOST_BYTES, ProtocolError, Reply, ReplyReader
from newsletters.sending.rows import Row

RELAY = Relay(host="relay.example", port=25, name="club.example")
EHLO = b"250-relay.example\r\n250-PIPELINING\r\n250 ENHANCEDSTATUSCODES\r\n"
OK = b"250 2.1.0 ok\r\n250 2.1.5 ok\r\n354 go\r\n"


def make_row(pk: int = 1) -> Row:
    names = {"first_name": "", "last_name": ""}
    row = Row(pk, 1, 1, 1, None, 1, f"a{pk}@tpe.example", "", 0, 0, **names)
    row.body = b"Subject: x\r\n\r\nx\r\n.\r\n"
    return row


words = st.text(st.characters(codec="ascii", categories=["L", "N", "Zs"]))


class Wire:
    """Collects what is written."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def take(self) -> bytes:
        written, self.written = b"".join(self.written), []
        return written


def open_dialogue(ehlo: bytes = EHLO, relay: Relay = RELAY) -> tuple[Dialogue, Wire]:
    wire = Wire()
    dialogue = Dialogue(relay, lambda data: wire.written.append(data))
    assert list(dialogue.receive(b"220 relay ESMTP\r\n")) == []
    events = list(dialogue.receive(ehlo))
    assert events == [Ready()], events
    wire.take()
    return dialogue, wire


def verbs(written: bytes) -> list[bytes]:
    return [line[:4] for line in written.split(b"\r\n") if line]


@given(
    replies=st.lists(
        st.tuples(st.integers(200, 599), st.lists(words, min_size=1, max_size=4)),
        min_size=1,
        max_size=5,
    ),
    cuts=st.lists(st.integers(0, 400)),
)
def test_replies_read_the_same_however_they_are_cut(replies: list[tuple[int, list[str]]], cuts: list[int]) -> None:
    stream = b""
    for code, lines in replies:
        for index, line in enumerate(lines):
            separator = " " if index == len(lines) - 1 else "-"
            stream += f"{code}{separator}{line}\r\n".encode()
    edges = [0, *sorted(cut for cut in cuts if cut < len(stream)), len(stream)]
    reader, found = ReplyReader(), []
    for start, end in pairwise(edges):
        found += reader.feed(stream[start:end])

    assert found == [Reply(code, tuple(lines)) for code, lines in replies]


ENDLESS = [b"x" * (MOST_BYTES + 1), b"250-x\r\n" * 600]


@pytest.mark.parametrize("junk", [b"hello\r\n", b"99 x\r\n", b"250-a\r\n251 b\r\n", b"2500 x\r\n", *ENDLESS])
def test_what_is_no_reply_is_refused(junk: bytes) -> None:
    reader = ReplyReader()
    with pytest.raises(ProtocolError):
        reader.feed(junk)


@pytest.mark.parametrize(
    ("line", "enhanced"),
    [("5.1.1 no such user", "5.1.1"), ("5.1.10", "5.1.10"), ("4.2.0 odd class", ""), ("no code", ""), ("5.1 x", "")],
)
def test_enhanced_code_is_read_when_its_class_agrees(line: str, enhanced: str) -> None:
    assert Reply(550, (line,)).enhanced == enhanced


def test_envelope_leaves_as_one_group() -> None:
    dialogue, wire = open_dialogue()

    dialogue.offer(make_row())

    assert len(wire.written) == 1
    assert verbs(wire.take()) == [b"MAIL", b"RCPT", b"DATA"]


def test_next_envelope_leaves_with_the_message() -> None:
    dialogue, wire = open_dialogue()
    first, second = make_row(1), make_row(2)
    dialogue.offer(first)
    assert list(dialogue.receive(OK)) == [GoAhead(first)]
    wire.take()

    dialogue.hand(second)

    assert len(wire.written) == 1
    assert wire.take() == first.body + b"".join(second.envelope())
    answer = Answered(first, Step.DOT, Reply(250, ("2.0.0 taken",)))
    assert list(dialogue.receive(b"250 2.0.0 taken\r\n" + OK)) == [answer, GoAhead(second)]


def test_without_pipelining_each_command_waits() -> None:
    dialogue, wire = open_dialogue(b"250 relay.example\r\n")
    row = make_row()
    dialogue.offer(row)
    seen = []
    for answer in (b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n"):
        seen += verbs(wire.take())
        events = list(dialogue.receive(answer))
    assert seen == [b"MAIL", b"RCPT", b"DATA"]
    assert events == [GoAhead(row)]
    with pytest.raises(ProtocolError):
        dialogue.hand(make_row(2))
    dialogue.hand(None)
    list(dialogue.receive(b"250 taken\r\n"))
    assert dialogue.is_free


@pytest.mark.parametrize(
    ("answers", "step", "code"),
    [
        (b"451 wait\r\n503 no\r\n503 no\r\n", Step.MAIL, 451),
        (b"250 ok\r\n550 5.1.1 no\r\n554 none\r\n", Step.RCPT, 550),
        (b"250 ok\r\n250 ok\r\n451 later\r\n", Step.DATA, 451),
    ],
)
def test_refused_envelope_is_reset_before_the_next(answers: bytes, step: Step, code: int) -> None:
    dialogue, wire = open_dialogue()
    row = make_row()
    dialogue.offer(row)
    wire.take()

    (event,) = dialogue.receive(answers)

    assert isinstance(event, Answered)
    assert (event.row, event.step, event.reply.code) == (row, step, code)
    assert dialogue.is_free
    dialogue.offer(make_row(2))
    assert verbs(wire.take()) == [b"RSET", b"MAIL", b"RCPT", b"DATA"]
    (event,) = dialogue.receive(b"250 reset\r\n" + OK)
    assert event.row.id == 2


def test_354_without_recipient_gets_a_lone_dot_whose_answer_is_nothing() -> None:
    dialogue, wire = open_dialogue()
    row = make_row()
    dialogue.offer(row)
    wire.take()

    (event,) = dialogue.receive(b"250 ok\r\n550 5.1.1 no\r\n354 go\r\n")

    assert (event.step, wire.take()) == (Step.RCPT, b".\r\n")
    assert not dialogue.is_free
    assert list(dialogue.receive(b"250 strange\r\n")) == []
    assert dialogue.is_free


def test_421_after_the_dot_answers_the_row_then_closes() -> None:
    dialogue, _ = open_dialogue()
    row = make_row()
    dialogue.offer(row)
    list(dialogue.receive(OK))
    dialogue.hand(None)

    first, second = dialogue.receive(b"421 4.3.2 going\r\n")

    assert (first.step, first.row, second.step) == (Step.DOT, row, Step.DOT)
    assert isinstance(second, Closing)


def test_421_to_no_question_closes_and_anything_else_is_refused() -> None:
    dialogue, _ = open_dialogue()
    (event,) = dialogue.receive(b"421 idle too long\r\n")
    assert isinstance(event, Closing)
    with pytest.raises(ProtocolError):
        list(dialogue.receive(b"250 by the way\r\n"))


@pytest.mark.parametrize(("mechanisms", "first"), [("PLAIN LOGIN", b"AUTH PLAIN "), ("LOGIN", b"AUTH LOGIN\r\n")])
def test_authentication(mechanisms: str, first: bytes) -> None:
    relay = Relay(host="r", port=25, user="club", password="secret")
    wire = Wire()
    dialogue = Dialogue(relay, lambda data: wire.written.append(data))
    list(dialogue.receive(b"220 hi\r\n"))
    wire.take()
    list(dialogue.receive(f"250-r\r\n250 AUTH {mechanisms}\r\n".encode()))

    assert wire.take().startswith(first)
    if mechanisms == "LOGIN":
        for word in (b"club", b"secret"):
            list(dialogue.receive(b"334 go\r\n"))
            assert wire.take() == b64encode(word) + b"\r\n"
    assert list(dialogue.receive(b"235 welcome\r\n")) == [Ready()]


@pytest.mark.parametrize(
    ("relay", "ehlo", "step"),
    [
        (Relay(host="r", port=25, user="club"), b"250 r\r\n", Step.AUTH),
        (Relay(host="r", port=25, starttls=True), b"250 r\r\n", Step.STARTTLS),
        (RELAY, b"502 what\r\n", Step.EHLO),
    ],
)
def test_relay_that_cannot_do_what_the_settings_ask_is_left(relay: Relay, ehlo: bytes, step: Step) -> None:
    dialogue = Dialogue(relay, lambda data: None)
    list(dialogue.receive(b"220 hi\r\n"))

    (event,) = dialogue.receive(ehlo)

    assert (type(event), event.step) == (Closing, step)


def test_answers_slipped_in_before_the_handshake_are_refused() -> None:
    """CVE-2011-0411: what a stranger adds in clear after STARTTLS must not be believed afterwards."""
    dialogue = Dialogue(Relay(host="r", port=25, starttls=True), lambda data: None)
    list(dialogue.receive(b"220 hi\r\n"))
    list(dialogue.receive(b"250-r\r\n250 STARTTLS\r\n"))
    answers = dialogue.receive(b"220 go\r\n250 slipped in\r\n")
    assert next(answers) == StartTls()
    with pytest.raises(ProtocolError):
        next(answers)
