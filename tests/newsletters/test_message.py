"""The spliced bytes are one valid message whose values read back as they were (standard parser)."""

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletters import links, tokens
from newsletters.models import Issue
from newsletters.rendering import message
from newsletters.rendering.content import Content
from newsletters.rendering.encoding import header_phrase, header_text, quoted_printable
from newsletters.rendering.skeleton import Skeleton, stuffed
from newsletters.rendering.slots import Context, Slot, SlotError, fill, mark

printable = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff"), max_size=200
)
pages = st.lists(
    st.one_of(
        st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=120),
        st.sampled_from(["\n", "\n.", ".", "..", "\n. .\n", " \n", "=", "\t\n", "x" * 300, *map(mark, Slot)]),
    ),
    max_size=12,
).map("".join)


def read(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default.clone(linesep="\r\n"))  # type: ignore[return-value]


def values_for(name: str = "Anne Durand", **overrides: str) -> dict[Slot, str]:
    values = message.values(
        delivery_id=7,
        address="anne@reseau.example",
        name=name,
        first_name="Anne",
        message_id=links.message_id(1, "2"),
        timestamp=datetime(2026, 11, 22, 9, tzinfo=UTC).timestamp(),
    )
    values[Slot.READER] = links.reader_token(7)
    values[Slot.INVITATION_URL] = links.invitation_url(7)
    return values | {Slot(key): value for key, value in overrides.items()}


def build(content: Content, subject: str = "La facture électronique arrive") -> Skeleton:
    return message.skeleton(Issue(pk=1, number=12, subject=subject), content)


def body(parsed: EmailMessage, subtype: str) -> str:
    part = parsed.get_body((subtype,))
    assert part is not None
    return part.get_payload(decode=True).decode()


@given(text=pages, html=pages, greeting=printable, name=printable)
@settings(max_examples=150)
def test_message_parses_back_to_its_values(text: str, html: str, greeting: str, name: str) -> None:
    values = values_for(name, greeting=greeting)
    raw = build(Content(html=html, text=text)).splice(values)

    parsed = read(raw)

    assert not parsed.defects
    assert body(parsed, "plain") == fill(text, values, html=False).replace("\n", "\r\n")
    assert body(parsed, "html") == fill(html, values, html=True).replace("\n", "\r\n")
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")


@given(name=printable)
@settings(max_examples=200)
def test_recipient_name_reads_back(name: str) -> None:
    parsed = read(build(Content("<p>x</p>", "x")).splice(values_for(name)))

    (recipient,) = parsed["To"].addresses
    assert recipient.addr_spec == "anne@reseau.example"
    assert squeezed(recipient.display_name) == squeezed(name)


def squeezed(text: str) -> str:
    """The standard parser folds runs of blanks; letters are what matters."""
    return re.sub(r"\s+", "", text)


@given(subject=printable.filter(str.strip))
@settings(max_examples=200)
def test_subject_reads_back(subject: str) -> None:
    parsed = read(b"Subject: " + header_text(subject) + b"\r\n\r\n")

    assert squeezed(parsed["Subject"]) == squeezed(subject)


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
@settings(max_examples=200)
def test_quoted_printable_lines_are_short_and_never_start_with_a_dot(text: str) -> None:
    lines = quoted_printable(text).split(b"\r\n")

    assert all(len(line) <= 76 for line in lines)
    assert not any(line.startswith(b".") or line.endswith((b" ", b"\t")) for line in lines)


@given(raw=st.lists(st.sampled_from([b".", b"..", b"\r\n", b"a", b"\r\n.\r\n", b"\n", b"\r"])).map(b"".join))
def test_dot_stuffing_is_undone_by_the_receiver(raw: bytes) -> None:
    sent = stuffed(raw)

    assert sent.endswith(b"\r\n.\r\n") or sent == b".\r\n"
    assert sent.find(b"\r\n.\r\n") in (-1, len(sent) - 5)
    received = sent[:-3]
    unstuffed = (b"\r\n" + received).replace(b"\r\n.", b"\r\n")[2:]
    assert unstuffed == (raw if raw.endswith(b"\r\n") else raw + b"\r\n")


@pytest.mark.parametrize("bad", ["a\r\nBcc: x@y.example", "a\nb", "a\rb", "a\0b", "a\x85b", "a\u2028b", "a\x7f"])
@pytest.mark.parametrize("slot", [Slot.NAME, Slot.ADDRESS, Slot.GREETING, Slot.MESSAGE_ID])
def test_line_breaks_and_controls_are_refused(slot: Slot, bad: str) -> None:
    with pytest.raises(SlotError):
        build(Content(mark(Slot.GREETING), mark(Slot.GREETING))).splice(values_for() | {slot: bad})


def test_html_values_are_escaped_and_text_values_are_not() -> None:
    content = Content(html=f"<p>{mark(Slot.GREETING)}</p>", text=mark(Slot.GREETING))

    parsed = read(build(content).splice(values_for(greeting='<b>"&')))

    assert body(parsed, "html") == "<p>&lt;b&gt;&quot;&amp;</p>"
    assert body(parsed, "plain") == '<b>"&'


def test_headers_make_leaving_easy_and_loops_impossible() -> None:
    parsed = read(build(Content("<p>Bonjour</p>", "Bonjour")).splice(values_for()))

    assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    https, mailto = parsed["List-Unsubscribe"].split(", ")
    assert https == f"<{links.unsubscribe_url(links.unsubscribe_token(7))}>"
    assert mailto == f"<mailto:{links.unsubscribe_address(links.unsubscribe_token(7))}>"
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert parsed["X-Auto-Response-Suppress"] == "All"
    assert parsed["Precedence"] == "bulk"
    assert parsed["List-Id"].startswith("Flash info <flash-info.")
    assert parsed["Feedback-ID"] == "12:flash:flash-info:club"
    assert parsed["Date"].datetime == datetime(2026, 11, 22, 9, tzinfo=UTC)
    assert parsed["Message-ID"] == links.message_id(1, "2")
    assert parsed["From"].addresses[0].display_name == "Club de l’économie numérique"
    (recipient,) = parsed["To"].addresses
    assert (recipient.display_name, recipient.addr_spec) == ("Anne Durand", "anne@reseau.example")


def test_skeleton_survives_the_database() -> None:
    built = build(Content(f"<p>{mark(Slot.GREETING)} é</p>", f"{mark(Slot.GREETING)}\n.fin"))

    again = Skeleton.load(*built.dump())

    assert again == built
    assert again.splice(values_for()) == built.splice(values_for())


def test_message_id_is_the_same_for_the_same_contact_and_issue() -> None:
    assert links.message_id(1, "2") == links.message_id(1, "2")
    assert len({links.message_id(i, c) for i in (1, 2) for c in ("2", "3", "test-1-ab")}) == 6
    assert links.message_id(1, "12") != links.message_id(11, "2")


def test_links_of_a_former_key_still_open(settings: Any) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "k" * 60, []
    token = tokens.sign(tokens.UNSUBSCRIBE, 42)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 60, ["k" * 60]
    assert tokens.read(tokens.UNSUBSCRIBE, token) == 42
    settings.SECRET_KEY_FALLBACKS = []
    assert tokens.read(tokens.UNSUBSCRIBE, token) is None


def test_token_opens_only_its_own_purpose() -> None:
    token = tokens.sign(tokens.UNSUBSCRIBE, 42)

    assert tokens.read(tokens.UNSUBSCRIBE, token) == 42
    assert tokens.read(tokens.UNSUBSCRIBE, token.upper()) == 42
    assert tokens.read(tokens.PREFERENCES, token) is None
    assert tokens.read(tokens.UNSUBSCRIBE, "43" + token[2:]) is None
    for junk in ("", "-", "42", "42-", "042" + token[2:], "٤٢" + token[2:], token + "a", "9" * 30 + "-a"):
        assert tokens.read(tokens.UNSUBSCRIBE, junk) is None


def test_envelope_sender_fits_a_local_part() -> None:
    local, _, domain = links.envelope_sender(10**12).partition("@")

    assert len(local) <= 64
    assert domain


@pytest.mark.parametrize(
    ("name", "encoded"),
    [
        ("Anne Durand", b"Anne Durand"),
        ("Durand, Anne", b'"Durand, Anne"'),
        ('A "B" \\', b'"A \\"B\\" \\\\"'),
        ("", b""),
        ("Hélène", b"=?utf-8?b?SMOpbMOobmU=?="),
    ],
)
def test_phrase_is_written_as_plainly_as_possible(name: str, encoded: bytes) -> None:
    assert header_phrase(name) == encoded


def test_context_names_are_stable() -> None:
    """They are stored with each rendition."""
    assert [context.value for context in Context] == ["header", "phrase", "text", "html"]
