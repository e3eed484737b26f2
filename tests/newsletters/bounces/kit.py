"""Samples of what servers send back, made to speak of a delivery of ours."""

from pathlib import Path

from newsletters import links
from newsletters.models import Delivery

SAMPLES = Path(__file__).with_name("samples")
NAMES = sorted(path.stem for path in SAMPLES.glob("*.eml"))


def sample(name: str, delivery: Delivery, **replaced: str) -> bytes:
    """``replaced``: another VERP, ADDRESS, LEAVING or MESSAGE_ID than the delivery's."""
    contact = links.contact_key(delivery.contact_id, delivery.test_id, delivery.address_hash)
    values = {
        "VERP": links.envelope_sender(delivery.pk),
        "ADDRESS": delivery.address,
        "LEAVING": links.unsubscribe_token(delivery.pk),
        "MESSAGE_ID": links.message_id(delivery.issue_id, contact),
    }
    text = (SAMPLES / f"{name}.eml").read_text()
    for key, value in {**values, **replaced}.items():
        text = text.replace(f"%{key}%", value)
    return text.encode()
