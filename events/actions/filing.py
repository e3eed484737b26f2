"""Minutes, slides and replays of an event: put on file, taken away."""

import hashlib
from typing import IO

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from club.core import audit
from club.core.pages import renew
from club.editorial.actions.resources import BEGINNING, MOST_BYTES
from events.errors import EventError
from events.models import Event, EventDocument
from members.models import User


@transaction.atomic
def add(
    *, event: Event, kind: str, title: str, reader: str, by: User, upload: IO[bytes] | None = None, link: str = ""
) -> EventDocument:
    """A PDF, or the address of a replay, for those who may read it. Raises EventError for anything else."""
    row = EventDocument(event=event, kind=kind, title=title.strip(), reader=reader, added_by=by)
    if kind == EventDocument.Kind.REPLAY:
        row.link = _address(link)
    else:
        data = _pdf(upload)
        row.file, row.size = ContentFile(data, name=f"{hashlib.sha256(data).hexdigest()[:32]}.pdf"), len(data)
    row.save(force_insert=True)
    audit.record(actor=by, verb="event.document", target=row, kind=kind, reader=reader)
    transaction.on_commit(renew, robust=True)
    return row


def _address(link: str) -> str:
    if not link.startswith("https://"):
        raise EventError("Donnez l’adresse de la vidéo\u00a0: elle commence par https://.")
    return link


def _pdf(upload: IO[bytes] | None) -> bytes:
    if upload is None:
        raise EventError("Joignez le fichier.")
    data = upload.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise EventError("Ce fichier dépasse 15 Mo\u00a0: allégez-le avant de l’envoyer.")
    if b"%PDF-" not in data[:BEGINNING]:
        raise EventError("Ce fichier n’est pas un PDF\u00a0: enregistrez le document au format PDF.")
    return data


@transaction.atomic
def withdraw(*, document: EventDocument, by: User) -> None:
    """Nobody opens it any longer; the file stays for the journal."""
    EventDocument.objects.filter(pk=document.pk, withdrawn_at=None).update(withdrawn_at=timezone.now())
    audit.record(actor=by, verb="event.document_withdraw", target=document)
    transaction.on_commit(renew, robust=True)
