"""What the links and envelopes of Flash info are signed for."""

from club.core.tokens import digest, read, sign

UNSUBSCRIBE = "newsletters.unsubscribe"
PREFERENCES = "newsletters.preferences"
SUBSCRIBE = "newsletters.subscribe"
OBJECT = "newsletters.object"
ENVELOPE = "newsletters.envelope"
MESSAGE_ID = "newsletters.message-id"

__all__ = ["ENVELOPE", "MESSAGE_ID", "OBJECT", "PREFERENCES", "SUBSCRIBE", "UNSUBSCRIBE", "digest", "read", "sign"]
