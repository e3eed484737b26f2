"""Addresses of stories: wrappers of search engines undone, what follows readers removed, one form to compare."""

import re
from urllib.parse import parse_qs, parse_qsl, quote, urlencode, urlsplit, urlunsplit

from club.core.markup import is_web_address
from club.press.models.stories import LONGEST_LINK

_WRAPPERS: list[tuple[re.Pattern[str], str, tuple[str, ...]]] = [
    (re.compile(r"(^|\.)google(\.com?)?\.[a-z]{2,3}$"), "/url", ("url", "q")),
    (re.compile(r"(^|\.)bing\.com$"), "/news/apiclick.aspx", ("url",)),
    (re.compile(r"^lm?\.facebook\.com$"), "/l.php", ("u",)),
    (re.compile(r"\.safelinks\.protection\.outlook\.com$"), "/", ("url",)),
]
"""Host, path and parameters of addresses that only lead elsewhere."""

_TRACKING = re.compile(
    r"""utm_.* | [gd]clid | gclsrc | gbraid | wbraid | fbclid | msclkid | yclid | twclid | ttclid | igshid | dclid
    | mc_[ce]id | mkt_tok | _hs(enc|mi) | hsctatracking | vero_(conv|id) | oly_(anon|enc)_id | s_cid | cmpid | xtor
    | at_(medium|campaign|custom\d|creation|send_date|link|recipient.*) | pk_(campaign|kwd|source|medium) | matomo_.*
    | mtm_.* | piwik_.* | wt\.?mc(_id)? | trk(campaign)? | __twitter_impression | _ga | _gl | ref_src | spm""",
    re.VERBOSE | re.IGNORECASE,
)
_NESTED = 3  # wrappers inside wrappers


def clean(address: str) -> str:
    """Where ``address`` leads, without what follows readers; "" when it is no address of the web."""
    address = address.strip()
    for _ in range(_NESTED):
        inside = _unwrapped(address)
        if not inside:
            break
        address = inside
    if not is_web_address(address):
        return ""
    try:
        parts = urlsplit(address)
        host = _host(parts.hostname or "", parts.port, parts.scheme)
    except (ValueError, UnicodeError):
        return ""
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    found = urlunsplit((parts.scheme, host, _tidy_path(parts.path) or "/", _without_tracking(parts.query), fragment))
    return found if len(found) <= LONGEST_LINK else ""


def canonical(address: str) -> str:
    """The form that two addresses of one page share: no scheme, « www. » or closing slash, parameters in order."""
    cleaned = clean(address)
    if not cleaned:
        return ""
    parts = urlsplit(cleaned)
    host = parts.netloc.removeprefix("www.")
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return "".join((host, parts.path.rstrip("/"), f"?{query}" if query else "", fragment))


def site_of(address: str) -> str:
    """Whose page it is: the host without « www. »."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _unwrapped(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    for host, path, names in _WRAPPERS:
        if host.search(parts.hostname or "") and parts.path == path:
            asked = parse_qs(parts.query)
            return next((asked[name][0] for name in names if is_web_address(asked.get(name, [""])[0])), "")
    return ""


def _host(name: str, port: int | None, scheme: str) -> str:
    host = name.lower().rstrip(".").encode("idna").decode("ascii") if not name.isascii() else name.lower().rstrip(".")
    host = f"[{host}]" if ":" in host else host
    return host if port in (None, 443 if scheme == "https" else 80) else f"{host}:{port}"


def _tidy_path(path: str) -> str:
    """Accents and blanks as octets; what is written as octets already stays so."""
    return quote(path, safe="/%:@!$&'()*+,;=~-._")


def _without_tracking(query: str) -> str:
    return "&".join(part for part in query.split("&") if part and not _TRACKING.fullmatch(part.partition("=")[0]))
