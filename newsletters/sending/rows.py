"""A claimed delivery, as the sender holds it."""

from dataclasses import dataclass

from newsletters import links
from newsletters.rendering import message
from newsletters.rendering.skeleton import Skeleton, stuffed
from newsletters.rendering.slots import Slot, SlotError


@dataclass(slots=True)
class Row:
    """``fence`` is the proof of ownership: every write about this row names it."""

    id: int
    fence: int
    issue: int
    rendition: int
    test: int | None
    contact: int | None
    address: str
    address_hash: str
    attempts: int
    drops: int
    first_name: str
    last_name: str
    origin: str = ""  # where the address came from, when the person has not been told yet
    body: bytes = b""

    def build(self, skeleton: Skeleton, timestamp: float) -> None:
        """Forms the bytes up to the final dot; raises SlotError when a personal value forbids it."""
        if not self.address.isascii() or any(c in self.address for c in "<> \r\n"):
            raise SlotError("An address that no envelope can bear.")
        contact = links.contact_key(self.contact, self.test, self.address_hash)
        values = message.values(
            delivery_id=self.id,
            address=self.address,
            name=f"{self.first_name} {self.last_name}".strip(),
            first_name=self.first_name,
            origin=self.origin,
            message_id=links.message_id(self.issue, contact),
            timestamp=timestamp,
        )
        if skeleton.bears(Slot.READER):
            values[Slot.READER] = links.reader_token(self.id)
        if skeleton.bears(Slot.INVITATION_URL):
            values[Slot.INVITATION_URL] = links.invitation_url(self.id)
        self.body = stuffed(skeleton.splice(values))

    def envelope(self) -> tuple[bytes, bytes, bytes]:
        """The three commands that come before the message."""
        sender = links.envelope_sender(self.id)
        return (
            f"MAIL FROM:<{sender}>\r\n".encode("ascii"),
            f"RCPT TO:<{self.address}>\r\n".encode("ascii"),
            b"DATA\r\n",
        )
