"""What organisations and people say of themselves in the portal, and who asks to meet whom."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from club.core import audit, images
from club.core.errors import ClubError
from club.core.limits import DAY, allow
from club.core.pages import renew
from members.models import (
    Affiliation,
    DirectoryConsent,
    Introduction,
    Organisation,
    OrganisationChange,
    OrganisationPage,
    User,
)

READ_FIRST = OrganisationChange.Field
PER_DAY = 10


def page_of(organisation: Organisation) -> OrganisationPage:
    """The page of an organisation, or an empty one that is not saved."""
    return OrganisationPage.objects.filter(organisation=organisation).first() or OrganisationPage(
        organisation=organisation
    )


@transaction.atomic
def edit(
    *, organisation: Organisation, by: User, presentation: str, website: str, phone: str, logo: Any, **sensitive: str
) -> list[str]:
    """Write what holds at once; ask for the rest. Gives the labels of the fields that the Club reads first."""
    page = page_of(organisation)
    page.presentation = presentation
    if logo:
        page.logo = images.clean(logo, logo.size, folder="logos", widest=480, tallest=240)
    page.save()
    Organisation.objects.filter(pk=organisation.pk).update(website=website, phone=phone)
    waiting = [str(field.label) for field in READ_FIRST if _ask(organisation, field, sensitive[field.value], by)]
    audit.record(actor=by, verb="organisation.edit", target=organisation, asked=len(waiting))
    transaction.on_commit(renew, robust=True)
    return waiting


def _ask(organisation: Organisation, field: OrganisationChange.Field, after: str, by: User) -> bool:
    """Whether a change of a sensitive field was asked; a newer wish replaces one that waits."""
    before = getattr(organisation, field.value) or ""
    waiting = OrganisationChange.objects.filter(organisation=organisation, field=field, state="waiting")
    if after == before:
        waiting.delete()
        return False
    OrganisationChange.objects.update_or_create(
        organisation=organisation,
        field=field,
        state=OrganisationChange.State.WAITING,
        defaults={"before": before, "after": after, "asked_by": by, "asked_at": timezone.now()},
    )
    return True


@transaction.atomic
def settle_change(*, change: OrganisationChange, accepted: bool, reason: str, by: User) -> None:
    """Staff accept a change, which then holds, or refuse it with a reason."""
    change = (
        OrganisationChange.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=change.pk)
    )
    if change.state != OrganisationChange.State.WAITING:
        raise ClubError("Ce changement a déjà eu sa réponse.")
    if not accepted and not reason.strip():
        raise ClubError("Dites pourquoi vous refusez\u00a0: l’organisation le lira.")
    if accepted:
        _write(change)
    change.state = OrganisationChange.State.ACCEPTED if accepted else OrganisationChange.State.REFUSED
    change.reason, change.decided_by, change.decided_at = reason.strip()[:200], by, timezone.now()
    change.save()
    audit.record(actor=by, verb="organisation.change", target=change, field=change.field, accepted=accepted)


def _write(change: OrganisationChange) -> None:
    organisation = change.organisation
    value: str | None = change.after or (None if change.field == READ_FIRST.SIREN else "")
    taken = Organisation.objects.exclude(pk=organisation.pk)
    if change.field == READ_FIRST.SIREN and value and taken.filter(siren=value).exists():
        raise ClubError("Une autre organisation porte déjà ce SIREN.")
    if change.field == READ_FIRST.NAME and taken.filter(name__iexact=value).exists():
        raise ClubError("Une autre organisation porte déjà ce nom.")
    setattr(organisation, change.field, value)
    organisation.save(update_fields=[change.field])
    transaction.on_commit(renew, robust=True)


@transaction.atomic
def consent(*, affiliation: Affiliation, shown: Sequence[str]) -> DirectoryConsent:
    """What the person lets other members read; its history proves each choice."""
    row, _ = DirectoryConsent.objects.update_or_create(affiliation=affiliation, defaults={"shown": list(shown)})
    return row


def ask_introduction(
    *, asked_by: Affiliation, to: Organisation, message: str, person: Affiliation | None = None
) -> Introduction:
    """Ask the Club to be introduced; ten a day and a person."""
    if asked_by.organisation_id == to.pk:
        raise ClubError("C’est votre propre organisation.")
    if not allow(f"introduction:{asked_by.person_id}", limit=PER_DAY, per=DAY):
        raise ClubError("Vous avez fait beaucoup de demandes aujourd’hui\u00a0: reprenez demain, ou appelez-nous.")
    return Introduction.objects.create(asked_by=asked_by, to=to, message=message, person=person)


@transaction.atomic
def settle_introduction(*, introduction: Introduction, passed: bool, reply: str, by: User) -> None:
    """Staff passed the request on, or say why not."""
    state = Introduction.State.PASSED if passed else Introduction.State.DECLINED
    if not passed and not reply.strip():
        raise ClubError("Dites pourquoi la demande n’est pas transmise.")
    waiting = Introduction.objects.filter(pk=introduction.pk, state=Introduction.State.ASKED)
    fields = {"state": state, "reply": reply.strip()[:300], "handled_by": by, "handled_at": timezone.now()}
    if not waiting.update(**fields):
        raise ClubError("Cette demande a déjà été traitée.")
    audit.record(actor=by, verb="introduction.settle", target=introduction, passed=passed)
