from club.core.models.audit import AuditEntry, SubmittedForm
from club.core.models.limits import RateLimit
from club.core.models.outbox import OutboxMail
from club.core.models.places import Commune, Departement, Region, Territory
from club.core.models.readings import Reading
from club.core.models.words import SearchWord

__all__ = [
    "AuditEntry",
    "Commune",
    "Departement",
    "OutboxMail",
    "RateLimit",
    "Reading",
    "Region",
    "SearchWord",
    "SubmittedForm",
    "Territory",
]
