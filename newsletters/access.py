"""Who may do what with an issue."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet

from club.core import audit
from club.core.models import AuditEntry
from members.models import User
from newsletters.models import Issue

SEE = "newsletters.view_issue"
WRITE = "newsletters.change_issue"
APPROVE = "newsletters.approve_issue"
SEND = "newsletters.send_issue"
CHOOSE = "newsletters.change_preference"  # for somebody who asks: leave, come back
SUPPRESS = "newsletters.change_suppression"
WRITING = ("flash.open", "flash.write")  # the acts of ``newsletters.actions.composing`` in the journal


def can_write(user: Any, issue: Issue) -> bool:
    """Editors, until the issue is scheduled. Writing in an approved issue voids its approval."""
    return user.has_perm(WRITE) and issue.is_editable()


def can_approve(user: Any, issue: Issue) -> bool:
    """Four eyes: whoever has the power to approve and wrote nothing in the issue, neither its words nor its order."""
    if not user.has_perm(APPROVE) or issue.state != Issue.State.DRAFT or user.pk == issue.author_id:
        return False
    return not _writing(issue).filter(actor=user).exists()


def approvers(issue: Issue) -> list[User]:
    """The team's members who may approve the issue: they have the power and wrote nothing in it."""
    app, _, codename = APPROVE.partition(".")
    power = {"groups__permissions__codename": codename, "groups__permissions__content_type__app_label": app}
    able = User.objects.staff().filter(Q(is_superuser=True) | Q(**power)).exclude(pk=issue.author_id)
    return list(able.exclude(pk__in=_writing(issue).values("actor")).distinct().order_by("sort_key", "pk"))


def _writing(issue: Issue) -> QuerySet[AuditEntry]:
    """Each time somebody wrote in the issue, from the journal, which forgets nobody."""
    return AuditEntry.objects.filter(target=audit.name_of(issue), verb__in=WRITING, actor__isnull=False)


def can_schedule(user: Any, issue: Issue) -> bool:
    """Whoever has the power to send, once the issue is approved."""
    return user.has_perm(SEND) and issue.state == Issue.State.APPROVED


def can_stop(user: Any, issue: Issue) -> bool:
    """Whoever has the power to send: pause, resume, cancel, settle doubts."""
    return user.has_perm(SEND) and issue.state in (Issue.State.SENDING, Issue.State.PAUSED)


def may_subscribe_at_once(user: Any) -> bool:
    """Whoever has proved to read the mail of his address; the others confirm by a link first."""
    return EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists()
