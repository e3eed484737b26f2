from newsletters.models.deliveries import Delivery
from newsletters.models.events import DeliveryEvent, Exclusion
from newsletters.models.invitees import Invitee
from newsletters.models.issues import FIRST_INVITATION, INVITED_SEGMENTS, SEGMENTS, Block, Issue
from newsletters.models.lanes import Lane, Slot
from newsletters.models.links import LinkCheck
from newsletters.models.people import Preference, SubscriptionRequest, Suppression
from newsletters.models.quotations import Quotation
from newsletters.models.reach import Click, Hit, OpenedInsert, Reach, TrackingConsent
from newsletters.models.renditions import Rendition, TestSend
from newsletters.models.returns import MailboxReading, Reactivation, ReturnedMail

__all__ = [
    "FIRST_INVITATION",
    "INVITED_SEGMENTS",
    "SEGMENTS",
    "Block",
    "Click",
    "Delivery",
    "DeliveryEvent",
    "Exclusion",
    "Hit",
    "Invitee",
    "Issue",
    "Lane",
    "LinkCheck",
    "MailboxReading",
    "OpenedInsert",
    "Preference",
    "Quotation",
    "Reach",
    "Reactivation",
    "Rendition",
    "ReturnedMail",
    "Slot",
    "SubscriptionRequest",
    "Suppression",
    "TestSend",
    "TrackingConsent",
]
