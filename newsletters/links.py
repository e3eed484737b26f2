"""Addresses written into messages. They outlive any release: once mailed, a path never changes."""

from django.conf import settings

from newsletters import tokens

UNSUBSCRIBE_PATH = "/flash-info/desabonnement/"
PREFERENCES_PATH = "/flash-info/preferences/"
SUBSCRIBE_PATH = "/flash-info/abonnement/"
ARCHIVE_PATH = "/flash-info/"
OBJECTION_PATH = "/opposition/"
REACTIVATION_PATH = "/flash-info/remise-en-service/"
CLICK_PATH = "/flash-info/lien/"
INVITATION_PATH = "/flash-info/invitation/"

LINKS_PER_BLOCK = 64  # the 600 characters of a block's text hold about fifty addresses at most


def unsubscribe_token(delivery_id: int) -> str:
    return tokens.sign(tokens.UNSUBSCRIBE, delivery_id)


def unsubscribe_url(token: str) -> str:
    """The page that asks on GET and acts on POST, without login (RFC 8058)."""
    return f"{settings.SITE_URL}{UNSUBSCRIBE_PATH}{token}/"


def unsubscribe_address(token: str) -> str:
    """The same as a mail address (RFC 2369)."""
    return f"desabonnement+{token}@{settings.MAIL_DOMAIN}"


def preferences_url(delivery_id: int) -> str:
    return f"{settings.SITE_URL}{PREFERENCES_PATH}{tokens.sign(tokens.PREFERENCES, delivery_id)}/"


def subscribe_url(request_id: int) -> str:
    """The page whose button confirms an address typed into the subscription form."""
    return f"{settings.SITE_URL}{SUBSCRIBE_PATH}{tokens.sign(tokens.SUBSCRIBE, request_id)}/"


def objection_url(notice_id: int) -> str:
    """The page of the information mail whose button refuses any further mail."""
    return f"{settings.SITE_URL}{OBJECTION_PATH}{tokens.sign(tokens.OBJECT, notice_id)}/"


def reactivation_url(request_id: int) -> str:
    """The page whose button puts an address back into use."""
    return f"{settings.SITE_URL}{REACTIVATION_PATH}{tokens.sign(tokens.REACTIVATE, request_id)}/"


def click_url(block_id: int, number: int) -> str:
    """The address that counts a click on link ``number`` of a block, the same for everybody, and leads to its site.

    One signed number says both: nobody reaches the inserts meant for others by counting up.
    """
    return f"{settings.SITE_URL}{CLICK_PATH}{tokens.sign(tokens.CLICK, block_id * LINKS_PER_BLOCK + number)}/"


def read_click(token: str) -> tuple[int, int] | None:
    """(block, number of its link), or None when the token is not ours."""
    signed = tokens.read(tokens.CLICK, token)
    return None if signed is None else divmod(signed, LINKS_PER_BLOCK)


def reader_token(delivery_id: int) -> str:
    """What follows ``click_url`` in the messages of those who agreed to be named by it."""
    return tokens.sign(tokens.READER, delivery_id)


def invitation_url(delivery_id: int) -> str:
    """Where whoever got that message answers an invitation; no account is needed."""
    return f"{settings.SITE_URL}{INVITATION_PATH}{tokens.sign(tokens.INVITED, delivery_id)}/"


def archive_url() -> str:
    return f"{settings.SITE_URL}{ARCHIVE_PATH}"


def feed_url() -> str:
    return f"{settings.SITE_URL}{ARCHIVE_PATH}atom.xml"


def web_copy_url(number: int) -> str:
    """The public copy of an issue: the same address for everyone."""
    return f"{settings.SITE_URL}{ARCHIVE_PATH}{number}/"


def envelope_sender(delivery_id: int) -> str:
    """VERP: bounces name the delivery they speak of, and nobody else can forge one."""
    return f"retour+{tokens.sign(tokens.ENVELOPE, delivery_id)}@{settings.MAIL_DOMAIN}"


def message_id(issue_id: int, contact: str) -> str:
    """The same message to the same contact always bears the same Message-ID. ``contact``: see ``contact_key``."""
    return f"<{tokens.digest(tokens.MESSAGE_ID, f'{issue_id}:{contact}')}@{settings.MAIL_DOMAIN}>"


def message_ids(issue_id: int, contact: str) -> list[str]:
    """The same without brackets, as it was or would be with each key in use."""
    numbers = tokens.digests(tokens.MESSAGE_ID, f"{issue_id}:{contact}")
    return [f"{number}@{settings.MAIL_DOMAIN}" for number in numbers]


def contact_key(contact_id: int | None, test_id: int | None, address_hash: str) -> str:
    """Whom a Message-ID speaks of: the contact, or the address of a trial."""
    return str(contact_id) if test_id is None else f"test-{test_id}-{address_hash}"
