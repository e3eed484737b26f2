"""What every text with marks shares: what is stored, and which addresses are links."""

import unicodedata
from urllib.parse import urlsplit


def is_web_address(url: str) -> bool:
    """http(s) with a host and nothing else; relative, ``javascript:`` and ``data:`` addresses are not links."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def clean(text: str) -> str:
    """What is stored: tags removed, line ends alike, no control characters, at most one empty line in a row."""
    alike = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = "".join(c for c in alike if c == "\n" or unicodedata.category(c)[0] != "C")
    lines = [line.rstrip() for line in kept.split("\n")]
    out: list[str] = []
    for line in lines:
        if line or (out and out[-1]):
            out.append(line)
    return "\n".join(out).strip()
