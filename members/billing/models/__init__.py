from members.billing.models.documents import Counter, Document, DocumentLine, Instalment, Payer
from members.billing.models.following import ClosedPeriod, Hold, Transmission
from members.billing.models.payments import Allocation, BankFile, BankLine, Payment, Reminder
from members.billing.models.proposals import AcceptanceCode, Proposal, ProposalLine

__all__ = [
    "AcceptanceCode",
    "Allocation",
    "BankFile",
    "BankLine",
    "ClosedPeriod",
    "Counter",
    "Document",
    "DocumentLine",
    "Hold",
    "Instalment",
    "Payer",
    "Payment",
    "Proposal",
    "ProposalLine",
    "Reminder",
    "Transmission",
]
