"""What editors decide of a story, once for all who tell it: keep, reject, read again."""

from django.db import transaction
from django.utils import timezone

from club.core import audit, console
from club.core.markup import clean
from club.core.typography import french
from club.press import uses
from club.press.errors import PressError
from club.press.models import Brief, Cluster, Reason, Story
from club.press.models.briefs import LONGEST_QUOTE, LONGEST_TITLE
from club.press.parsing import cut
from members.models import User

QUEUE = "console:press:queue"


@transaction.atomic
def keep(*, cluster: Cluster, by: User, story: Story | None = None) -> Brief:
    """A brief of the first story told (or of ``story``), for its partner. Kept twice is kept once."""
    row = _locked(cluster)
    if row.state == Cluster.State.KEPT:
        return Brief.objects.get(cluster=row)
    _refuse_decided(row)
    lead = story or row.stories.select_related("feed__organisation").order_by("published_at", "pk")[0]
    now = timezone.now()
    _decide(row, by, state=Cluster.State.KEPT, reason="", reason_words="")
    brief = Brief.objects.create(
        cluster=row,
        organisation=lead.feed.organisation,
        title=cut(french(lead.title), LONGEST_TITLE),
        source=lead.source or str(lead.feed)[:120],
        link=lead.link,
        quote=cut(french(lead.excerpt), LONGEST_QUOTE),
        published_on=timezone.localdate(lead.published_at),
        kept_by=by,
        kept_at=now,
    )
    audit.record(actor=by, verb="press.keep", target=row)
    return brief


@transaction.atomic
def reject(*, cluster: Cluster, by: User, reason: Reason, words: str = "") -> None:
    """Out of the queue, for a reason; those who tell it later follow."""
    row = _locked(cluster)
    if row.state == Cluster.State.REJECTED and row.decided_by_id == by.pk:
        return
    _refuse_decided(row)
    words = " ".join(clean(words).split())[:200]
    if reason == Reason.OTHER and not words:
        raise PressError("Dites en quelques mots pourquoi ce sujet est écarté.")
    _decide(row, by, state=Cluster.State.REJECTED, reason=reason, reason_words=words)
    audit.record(actor=by, verb="press.reject", target=row, reason=str(reason))


@transaction.atomic
def put_back(*, cluster: Cluster, by: User) -> None:
    """To be read again; a brief goes with it unless something was made of it."""
    row = _locked(cluster)
    if row.state == Cluster.State.WAITING:
        return
    if brief := Brief.objects.filter(cluster=row).first():
        if uses.of([brief]).get(brief.pk):
            raise PressError("Cette brève a déjà servi\u00a0: elle reste parmi les sujets retenus.")
        brief.delete()
    if not row.stories.exists():
        raise PressError("Les articles de ce sujet sont effacés\u00a0: il n’y a plus rien à lire.")
    Cluster.objects.filter(pk=row.pk).update(
        state=Cluster.State.WAITING, reason="", reason_words="", decided_by=None, decided_at=None
    )
    audit.record(actor=by, verb="press.put_back", target=row)
    console.forget_count(QUEUE)


def _locked(cluster: Cluster) -> Cluster:
    row = Cluster.objects.select_for_update(no_key=True).filter(pk=cluster.pk).first()
    if row is None:
        raise PressError("Ce sujet a été réuni à un autre pendant que vous le lisiez.")
    return row


def _refuse_decided(row: Cluster) -> None:
    if row.state != Cluster.State.WAITING:
        raise PressError(f"Ce sujet a déjà été {row.get_state_display()} par {row.decided_by}.")


def _decide(row: Cluster, by: User, **values: str) -> None:
    Cluster.objects.filter(pk=row.pk).update(decided_by=by, decided_at=timezone.now(), **values)
    console.forget_count(QUEUE)
