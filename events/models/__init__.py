from events.models.afterwards import Contact, Feedback
from events.models.documents import EventDocument
from events.models.events import Event, announced_to_come
from events.models.feeds import CalendarFeed
from events.models.guests import Invitation
from events.models.kinds import Admission, Kind, State
from events.models.news import EventNews
from events.models.official_contacts import OfficialContactDraft
from events.models.programme import ProgrammeItem
from events.models.regional import Ask, AskMail, Pledge, RegionalMeeting, Stage
from events.models.registrations import CheckIn, Offer, Registration, Side
from events.models.reminders import Reminder
from events.models.seating import ExtraSeat
from events.models.trainings import TopicVote, TopicWish, TrainingProposal
from events.models.types import EventType, Series
from events.models.workshops import Place, Session, Slot, Wish, Workshop

__all__ = [
    "Admission",
    "Ask",
    "AskMail",
    "CalendarFeed",
    "CheckIn",
    "Contact",
    "Event",
    "EventDocument",
    "EventNews",
    "EventType",
    "ExtraSeat",
    "Feedback",
    "Invitation",
    "Kind",
    "Offer",
    "OfficialContactDraft",
    "Place",
    "Pledge",
    "ProgrammeItem",
    "RegionalMeeting",
    "Registration",
    "Reminder",
    "Series",
    "Session",
    "Side",
    "Slot",
    "Stage",
    "State",
    "TopicVote",
    "TopicWish",
    "TrainingProposal",
    "Wish",
    "Workshop",
    "announced_to_come",
]
