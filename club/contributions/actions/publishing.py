"""An accepted contribution with a document becomes a resource, for the audience that staff choose."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils import timezone

from club.contributions.errors import ContributionError
from club.contributions.models import Submission
from club.core import audit
from club.core.naming import numbered
from club.core.pages import renew
from club.editorial.actions.resources import add_edition
from club.editorial.models import Resource
from members.models import User

Kind = Submission.Kind
KINDS = {
    Kind.CORPORATE: Resource.Kind.PRESS_RELEASE,
    Kind.PRODUCT: Resource.Kind.COMMERCIAL,
    Kind.TECHNICAL: Resource.Kind.TECHNICAL,
    Kind.MARKETING: Resource.Kind.MARKETING,
    Kind.COMMERCIAL: Resource.Kind.COMMERCIAL,
    Kind.PRESS_RELEASE: Resource.Kind.PRESS_RELEASE,
    Kind.WHITE_PAPER: Resource.Kind.WHITE_PAPER,
}


@transaction.atomic
def publish(*, submission: Submission, by: User, audience: Sequence[str]) -> Resource:
    """The words agreed and the document, in the resources from today; one that was withdrawn comes back as they say.

    Twice publishes once.
    """
    row = Submission.objects.select_for_update(no_key=True, of=("self",)).get(pk=submission.pk)
    if row.is_published():
        return row.resource
    if row.state != Submission.State.ACCEPTED:
        raise ContributionError(f"Ce contenu est {row.get_state_display()}\u00a0: il ne se publie pas encore.")
    if not row.file:
        raise ContributionError("Une ressource est un document\u00a0: demandez au fournisseur de joindre un PDF.")
    if row.expires_on and row.expires_on < timezone.localdate():
        raise ContributionError("Ce contenu n’a plus cours\u00a0: demandez au fournisseur de le mettre à jour.")
    resource = row.resource or Resource(
        organisation_id=row.supplier_id, slug=numbered(row.title, row.pk)[-80:].lstrip("-")
    )
    for name, value in _facts(row, audience).items():
        setattr(resource, name, value)
    resource.save()
    _bring_document(row, resource, by)
    row.resource = resource
    row.save()
    audit.record(actor=by, verb="contribution.publish", target=row, resource=resource.pk)
    return resource


def _facts(row: Submission, audience: Sequence[str]) -> dict[str, Any]:
    return {
        "kind": KINDS[Kind(row.kind)],
        "title": row.title,
        "summary": row.text,
        "audience": list(audience),
        "themes": row.specialities,
        "published_on": timezone.localdate(),
        "expires_on": row.expires_on,
        "withdrawn_at": None,
    }


def _bring_document(row: Submission, resource: Resource, by: User) -> None:
    """A new edition, unless the one that stands is this very file: both are named by their bytes."""
    last = resource.editions.first()
    if last and last.sha256.startswith(PurePath(row.file.name).stem):
        transaction.on_commit(renew, robust=True)
        return
    with row.file.open() as file:
        add_edition(resource=resource, upload=file, by=by, changes="publié de nouveau" if last else "")
