"""Resources of suppliers: a record of who may open what, and files that follow each other."""

import hashlib
from typing import IO

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from club.core import audit
from club.core.pages import renew
from club.editorial.errors import EditorialError
from club.editorial.models import Edition, Resource
from members.models import User

MOST_BYTES = 15 * 1024 * 1024
PDF = "application/pdf"
BEGINNING = 1024  # bytes before which a PDF says that it is one (ISO 32000-1, annex H)


@transaction.atomic
def add_edition(*, resource: Resource, upload: IO[bytes], by: User, changes: str = "") -> Edition:
    """Put a PDF beside the former ones; the newest is what people open. Raises EditorialError for anything else."""
    data = upload.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise EditorialError("Ce fichier dépasse 15 Mo\u00a0: allégez-le avant de l’envoyer.")
    if b"%PDF-" not in data[:BEGINNING]:
        raise EditorialError("Ce fichier n’est pas un PDF\u00a0: enregistrez le document au format PDF.")
    resource = Resource.objects.select_for_update().get(pk=resource.pk)
    digest = hashlib.sha256(data).hexdigest()
    last = resource.editions.first()
    if last and last.sha256 == digest:
        raise EditorialError("Ce fichier est celui de l’édition en cours.")
    if last and not changes.strip():
        raise EditorialError("Dites ce qui change par rapport à l’édition précédente.")
    number = (resource.editions.aggregate(last=Max("number"))["last"] or 0) + 1
    edition = Edition.objects.create(
        resource=resource,
        number=number,
        file=ContentFile(data, name=f"{digest[:32]}.pdf"),
        name=f"{resource.slug}.pdf",
        media_type=PDF,
        size=len(data),
        sha256=digest,
        changes=changes.strip(),
        added_by=by,
    )
    audit.record(actor=by, verb="resource.edition", target=resource, number=number)
    transaction.on_commit(renew, robust=True)
    return edition


@transaction.atomic
def withdraw(*, resource: Resource, by: User) -> None:
    """Nobody opens it any longer; the files stay for the journal."""
    if not Resource.objects.filter(pk=resource.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
        raise EditorialError("Cette ressource est déjà retirée.")
    audit.record(actor=by, verb="resource.withdraw", target=resource)
    transaction.on_commit(renew, robust=True)
