"""Transfer encodings of mail: quoted-printable (RFC 2045) and encoded words (RFC 2047), pure functions."""

import re
from base64 import b64encode

LINE = 75  # one less than the limit of 76: room for the "=" of a soft break
_QP = [chr(byte) if 32 <= byte <= 126 and byte != 61 else f"={byte:02X}" for byte in range(256)]
_PLAIN = re.compile(rb"[!-<>-~ ]*\Z")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*\Z")
_WORD_BYTES = 42  # 42 bytes give 56 characters of base64 and an encoded word of 68, under the limit of 75


def quoted_printable(text: str) -> bytes:
    """Lines of at most 76 characters; a line never starts with a dot nor ends with a blank.

    Hard line breaks are kept as CRLF, the last line is left open.
    """
    return b"\r\n".join(quoted_line(line) for line in re.split(r"\r\n|\r|\n", text))


def quoted_line(line: str) -> bytes:
    """One line without its end."""
    raw = line.encode()
    if _PLAIN.match(raw) and not raw.endswith(b" "):
        chunks = [raw[at : at + LINE] for at in range(0, len(raw), LINE)] or [b""]
        if not any(chunk.startswith(b".") for chunk in chunks):
            return b"=\r\n".join(chunks)
    return _slow_line(raw)


def _slow_line(raw: bytes) -> bytes:
    """Byte by byte: an encoded byte is never cut, a dot is encoded where a line begins."""
    parts = [_QP[byte] for byte in raw]
    if parts[-1] == " ":
        parts[-1] = "=20"
    whole = "".join(parts)
    if len(whole) <= LINE and not whole.startswith("."):
        return whole.encode("ascii")
    lines, current, room = [], [], LINE
    for part in parts:
        if len(part) > room:
            lines.append("".join(current))
            current, room = [], LINE
        if part == "." and not current:
            part = "=2E"
        current.append(part)
        room -= len(part)
    lines.append("".join(current))
    return "=\r\n".join(lines).encode("ascii")


def header_text(value: str) -> bytes:
    """Unstructured header text: as it is when ASCII leaves no doubt, else encoded words, folded."""
    if value.isascii() and "=?" not in value and value == value.strip() and "  " not in value:
        return value.encode("ascii")
    return encoded_words(value)


def header_phrase(value: str) -> bytes:
    """A display name: atoms, a quoted string or encoded words (RFC 5322, RFC 2047 section 5)."""
    if not value:
        return b""
    if not value.isascii() or "=?" in value or value != value.strip() or "  " in value:
        return encoded_words(value)
    if _ATOMS.match(value):
        return value.encode("ascii")
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'.encode("ascii")


def encoded_words(value: str) -> bytes:
    """``=?utf-8?b?…?=`` words of at most 75 characters, no character cut in two, one per folded line."""
    words, chunk = [], b""
    for character in value:
        raw = character.encode()
        if len(chunk) + len(raw) > _WORD_BYTES:
            words.append(chunk)
            chunk = b""
        chunk += raw
    words.append(chunk)
    return b"\r\n ".join(b"=?utf-8?b?" + b64encode(word) + b"?=" for word in words)
