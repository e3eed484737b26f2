"""Who may do what with an issue."""

from typing import Any

from allauth.account.models import EmailAddress

from club.core.audiences import Audience, audiences_of
from newsletters.models import Issue

SEE = "newsletters.view_issue"
WRITE = "newsletters.change_issue"
APPROVE = "newsletters.approve_issue"
SEND = "newsletters.send_issue"


def can_write(user: Any, issue: Issue) -> bool:
    """Editors, until the issue is scheduled. Writing in an approved issue voids its approval."""
    return user.has_perm(WRITE) and issue.is_editable()


def can_approve(user: Any, issue: Issue) -> bool:
    """Whoever has the power to approve and is not the issue's author."""
    return user.has_perm(APPROVE) and issue.state == Issue.State.DRAFT and issue.author_id != user.pk


def can_schedule(user: Any, issue: Issue) -> bool:
    """Whoever has the power to send, once the issue is approved."""
    return user.has_perm(SEND) and issue.state == Issue.State.APPROVED


def can_stop(user: Any, issue: Issue) -> bool:
    """Whoever has the power to send: pause, resume, cancel, settle doubts."""
    return user.has_perm(SEND) and issue.state in (Issue.State.SENDING, Issue.State.PAUSED)


def receives_by_right(user: Any) -> bool:
    """Ambassadors and channel experts get Flash info without asking, until they say otherwise."""
    return bool(audiences_of(user) & {Audience.AMBASSADOR, Audience.EXPERT})


def may_subscribe_at_once(user: Any) -> bool:
    """Whoever has proved to read the mail of his address; the others confirm by a link first."""
    return EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists()
