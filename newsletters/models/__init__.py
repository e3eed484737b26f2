from newsletters.models.deliveries import Delivery
from newsletters.models.events import DeliveryEvent, Exclusion
from newsletters.models.issues import SEGMENTS, Block, Issue
from newsletters.models.lanes import Lane, Slot
from newsletters.models.links import LinkCheck
from newsletters.models.people import Preference, SubscriptionRequest, Suppression
from newsletters.models.quotations import Quotation
from newsletters.models.renditions import Rendition, TestSend
from newsletters.models.returns import MailboxReading, Reactivation, ReturnedMail

__all__ = [
    "SEGMENTS",
    "Block",
    "Delivery",
    "DeliveryEvent",
    "Exclusion",
    "Issue",
    "Lane",
    "LinkCheck",
    "MailboxReading",
    "Preference",
    "Quotation",
    "Reactivation",
    "Rendition",
    "ReturnedMail",
    "Slot",
    "SubscriptionRequest",
    "Suppression",
    "TestSend",
]
