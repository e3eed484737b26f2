"""What this app gives to the rail of the console."""

from club.core.console import RailItem
from members.billing import access
from members.billing.models import Document

RAIL = [
    RailItem(
        "Cotisations",
        "Factures et avoirs",
        "console:documents",
        access.SEE_DOCUMENT,
        order=41,
        count=lambda: Document.objects.filter(number=None).count(),
        calls=True,
    ),
    RailItem("Cotisations", "Comptabilité", "console:accounting", access.CLOSE, order=48),
]
