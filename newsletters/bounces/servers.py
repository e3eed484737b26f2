"""What servers say without a code, or with a code that means nothing: their words, in the order they are tried."""

import re

_WHOLE = re.compile(r"[245]\.\d{1,3}\.\d{1,3}", re.ASCII)
_CODE = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)")
_VAGUE = re.compile(r"[45]\.\d\.0")  # "other, undefined": the text says more

# Codes that a server uses for something else than the registry says.
_OWN_MEANING = [
    # Exchange Online turns away at its door whoever is in no directory
    ("5.1.1", re.compile(r"5\.4\.1 recipient address rejected: access denied", re.I)),
    ("5.1.2", re.compile(r"5\.4\.310|5\.4\.4 .{0,40}(?:domain|host)(?: name)? not found", re.I)),
]
_WORDS = [
    (
        "5.7.1",
        r"sender (?:address )?(?:rejected|verif|domain)|invalid sender"
        r"|spamhaus|spamcop|barracuda|blocked using|block ?list|black ?list|dnsbl|bad reputation|poor reputation"
        r"|low reputation|likely (?:spam|unsolicited)|spam message|message content rejected|ofr_?[159]\d\d"
        r"|ofr004_?\d*|unauthenticated|dmarc|spf (?:check|fail)|not authori[sz]ed to (?:send|relay)"
        r"|mail rejeté|rejeté pour spam|courrier indésirable",
    ),
    ("5.2.2", r"quota|mailbox (?:is )?full|full mailbox|boîte (?:aux lettres )?(?:est )?pleine|insufficient storage"),
    ("5.2.1", r"(?:mailbox|account|user|boîte|compte)[^.\n]{0,40}(?:disabled|inactive|suspended|désactivé|fermé)"),
    (
        "5.1.2",
        r"(?:host|domain)(?: name| or domain name)? (?:not found|does not exist|unknown)|unrouteable (?:mail )?domain"
        r"|all relevant mx records point to non-existent hosts|couldn.t find any host named|no such domain"
        r"|ce domaine n.existe pas",
    ),
    (
        "5.1.1",
        r"user unknown|unknown (?:user|recipient|local.part|mailbox)|no such (?:user|recipient|mailbox|address)"
        r"|(?:user|recipient|mailbox|address|account|adresse)[^.\n]{0,60}"
        r"(?:not found|does not exist|doesn.t exist|no longer exists|unknown|invalide?\b|introuvable|inconnue?)"
        r"|(?:isn.t|is not) a valid (?:user|address|mailbox)|doesn.t have an? [^\n]{0,40}account"
        r"|no mailbox here by that name|n.existe (?:pas|plus)|invalid recipient|unroute?able address",
    ),
    ("5.2.0", r"mailbox unavailable"),  # said of an address as well as of us: counted, no more
]
_WORDS_READ = [(code, re.compile(pattern, re.I)) for code, pattern in _WORDS]


def code_of(text: str, given: str = "") -> str:
    """The enhanced code of a refusal: ``given`` when it says something, else the text's, else what its words mean.

    "" when nothing is recognised; what is given and is no code counts for nothing.
    """
    given = given if _WHOLE.fullmatch(given) else ""
    for code, pattern in _OWN_MEANING:
        if pattern.search(f"{given} {text}"):
            return code
    written = [code for code in [given, *_CODE.findall(text)] if code and not code.startswith("2")]
    clear = next((code for code in written if not _VAGUE.fullmatch(code)), "")
    if clear:
        return clear
    for code, pattern in _WORDS_READ:
        if pattern.search(text):
            return code
    return written[0] if written else ""
