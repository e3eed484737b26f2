"""What the links and envelopes of Flash info are signed for."""

from club.core.tokens import digest, digests, read, sign

UNSUBSCRIBE = "newsletters.unsubscribe"
PREFERENCES = "newsletters.preferences"
SUBSCRIBE = "newsletters.subscribe"
OBJECT = "newsletters.object"
REACTIVATE = "newsletters.reactivate"
ENVELOPE = "newsletters.envelope"
MESSAGE_ID = "newsletters.message-id"
CLICK = "newsletters.click"
READER = "newsletters.reader"
CLIENT = "newsletters.client"
INVITED = "newsletters.invited"

__all__ = [
    "CLICK",
    "CLIENT",
    "ENVELOPE",
    "INVITED",
    "MESSAGE_ID",
    "OBJECT",
    "PREFERENCES",
    "REACTIVATE",
    "READER",
    "SUBSCRIBE",
    "UNSUBSCRIBE",
    "digest",
    "digests",
    "read",
    "sign",
]
