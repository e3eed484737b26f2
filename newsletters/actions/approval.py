"""Approval: somebody who wrote nothing in the issue vouches for exactly these words and these recipients."""

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
    if not actor.has_perm(access.APPROVE):
        raise FlashError("Vos droits ne permettent pas d’approuver un Flash info.")
    if not access.can_approve(actor, issue):
        raise FlashError(f"Vous avez écrit dans ce numéro\u00a0: {whose_turn(issue)}")
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


def whose_turn(issue: Issue) -> str:
    """Who may approve, by name, so that nobody waits for a colleague who may not."""
    if names := approver_names(issue):
        return f"l’approbation revient à quelqu’un qui n’y a rien écrit, {names}."
    return (
        "l’approbation revient à quelqu’un qui n’y a rien écrit, et personne d’autre n’en a le droit aujourd’hui. "
        "L’administration peut l’ouvrir à un collègue."
    )


def approver_names(issue: Issue) -> str:
    """« Antoine Diallo, Lucie Faivre ou Sylvie Marchal »; "" when nobody may."""
    names = [str(person) for person in access.approvers(issue)]
    return " ou ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def refuse_reds(issue: Issue) -> None:
    reds = checks.reds(issue)
    if reds:
        more = f" (et {len(reds) - 1} autre{'s' if len(reds) > 2 else ''})" if len(reds) > 1 else ""
        raise FlashError(f"Un contrôle s’y oppose : {reds[0].sentence}{more}")
