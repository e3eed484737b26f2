"""Approval: another person than the author vouches for exactly these words and these recipients."""

from django.db import transaction
from django.db.models.functions import Now

from club.core import audit
from members.models import User
from newsletters import access, checks
from newsletters.actions.composing import Conflict
from newsletters.errors import FlashError
from newsletters.models import Issue
from newsletters.rendering.content import content_hash


@transaction.atomic
def approve(*, issue: Issue, actor: User, seen: str) -> Issue:
    """``seen``: the content hash of what the approver was shown; anything else is not approved."""
    issue = Issue.objects.select_for_update(no_key=True).get(pk=issue.pk)
    if issue.state != Issue.State.DRAFT:
        raise FlashError(f"Le {issue} est {issue.get_state_display()} : il n’est plus à approuver.")
    if issue.author_id == actor.pk:
        raise FlashError("L’approbation revient à une autre personne que l’auteur.")
    if not access.can_approve(actor, issue):
        raise FlashError("Vos droits ne permettent pas d’approuver un Flash info.")
    if seen != content_hash(issue):
        raise Conflict(issue)
    refuse_reds(issue)
    issue.state = Issue.State.APPROVED
    issue.approved_by, issue.approved_at, issue.content_hash = actor, Now(), seen
    issue.alert = ""
    issue.version += 1
    issue.save()
    issue.refresh_from_db()
    audit.record(actor=actor, verb="flash.approve", target=issue, content_hash=seen)
    return issue


@transaction.atomic
def withdraw(*, issue: Issue, actor: User) -> Issue:
    """An approval taken back before scheduling; the issue is a draft again."""
    issue = Issue.objects.select_for_update(no_key=True).get(pk=issue.pk)
    if issue.state != Issue.State.APPROVED:
        raise FlashError(f"Le {issue} est {issue.get_state_display()} : il n’y a pas d’approbation à retirer.")
    issue.state = Issue.State.DRAFT
    issue.approved_by, issue.approved_at, issue.content_hash = None, None, ""
    issue.version += 1
    issue.save()
    audit.record(actor=actor, verb="flash.withdraw", target=issue)
    return issue


def refuse_reds(issue: Issue) -> None:
    reds = checks.reds(issue)
    if reds:
        more = f" (et {len(reds) - 1} autre{'s' if len(reds) > 2 else ''})" if len(reds) > 1 else ""
        raise FlashError(f"Un contrôle s’y oppose : {reds[0].sentence}{more}")
