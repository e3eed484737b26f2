"""After a backup was restored: what it holds as "to send" may have left since it was taken."""

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from club.core.models import OutboxMail
from newsletters.actions.delivering import pause
from newsletters.actions.scheduling import unschedule
from newsletters.models import Delivery, Issue

WORDS = "copie restaurée : peut être partie après la sauvegarde"


@transaction.atomic
def calm_restored_copy() -> dict[str, int]:
    """Nothing leaves by itself any more: people look at what is in doubt, and decide.

    Issues under way pause, scheduled ones go back to approved, and every message that was waiting becomes
    uncertain, which is never sent again automatically. Run twice, it finds nothing the second time.
    """
    sending, scheduled = Issue.objects.sending(), Issue.objects.filter(state=Issue.State.SCHEDULED)
    paused = [pause(issue=issue, by=None, reason=WORDS) for issue in sending]
    unscheduled = [unschedule(issue=issue, actor=None) for issue in scheduled]
    waiting = Delivery.objects.pending()
    ready = OutboxMail.objects.filter(state__in=[OutboxMail.State.READY, OutboxMail.State.HANDING])
    doubt = {"state": "uncertain", "lease_until": None, "fence": F("fence") + 1, "settled_at": Now()}
    return {
        "issues paused": len(paused),
        "issues unscheduled": len(unscheduled),
        "deliveries in doubt": waiting.update(reply_text=WORDS, **doubt),
        "mails in doubt": ready.update(reply=WORDS, **doubt),
    }
