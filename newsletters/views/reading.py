"""What the pages of an issue show of it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from newsletters import access, audience, checks, ordering, watching
from newsletters.actions import approval, checking
from newsletters.forms import BlockForm, IssueForm
from newsletters.models import INVITED_SEGMENTS, Block, Delivery, Exclusion, Issue

MODES = (
    ("desktop", "Ordinateur", "device-desktop"),
    ("mobile", "Téléphone", "device-mobile"),
    ("text", "Texte seul", "file-text"),
    ("bare", "Sans images", "photo-off"),
)
TONES = {
    Issue.State.DRAFT: "",
    Issue.State.APPROVED: "info",
    Issue.State.SCHEDULED: "info",
    Issue.State.SENDING: "warning",
    Issue.State.PAUSED: "error",
    Issue.State.CANCELLED: "",
    Issue.State.SENT: "success",
}


def issue_context(request: HttpRequest, issue: Issue) -> dict[str, Any]:
    """The issue with its checks, its size and what the person may do with it."""
    mode = request.GET.get("apercu", "desktop")
    may_approve = access.can_approve(request.user, issue)
    may_write = access.can_write(request.user, issue)
    awaits_another = issue.state == Issue.State.DRAFT and not may_approve
    checked = checks_context(issue)
    return checked | {
        "issue": issue,
        "tone": TONES[Issue.State(issue.state)],
        "audience_words": audience_words(issue),
        "modes": MODES,
        "mode": mode if mode in {code for code, _, _ in MODES} else "desktop",
        "may_write": may_write,
        "rotation": ordering.proposal(issue, checked["blocks"]) if may_write and not issue.event_id else None,
        "may_approve": may_approve,
        "approvers": approval.approver_names(issue) if awaits_another else "",
        "awaits_another": awaits_another,
        "may_schedule": access.can_schedule(request.user, issue),
    }


def checks_context(issue: Issue) -> dict[str, Any]:
    """The blocks and what was found about them; asks for the links nobody has called lately."""
    subject = checks.gather(issue)
    found = checks.findings(subject)
    pending = checks.awaits_links(subject)
    if pending:
        checking.ask_for_checks(issue=issue)
    reds = sum(finding.is_red for finding in found)
    return {
        "blocks": subject.blocks,
        "findings": found,
        "reds": reds,
        "reds_words": "1 point bloquant" if reds == 1 else f"{reds} points bloquants",
        "pending": pending,
        "bytes": subject.bytes,
        "kilobytes": round(subject.bytes / 1024),
        "most_bytes": checks.RED_BYTES,
    }


def audience_context(issue: Issue) -> dict[str, Any]:
    """Who would get it now: each segment, each exclusion by its name."""
    count = audience.count(issue)
    return {
        "count": count,
        "left_out": audience.left_out(issue) if issue.event_id else [],
        "segments": [(Delivery.Segment(name).label, number) for name, number in count.segments.items() if number],
        "exclusions": [(Exclusion.Cause(name).label, number) for name, number in count.exclusions.items()],
    }


def audience_words(issue: Issue) -> str:
    """« ambassadeurs et experts du Channel, en 53, 72 »."""
    names = [Delivery.Segment(name).label for name in INVITED_SEGMENTS if name in issue.audience.get("segments", [])]
    words = " et ".join(filter(None, [", ".join(names[:-1]), *names[-1:]])) or "personne"
    territories = issue.audience.get("territories")
    return f"{words}, territoires {', '.join(territories)}" if territories else words


def words_of(row: Issue | Block) -> list[tuple[str, str]]:
    """What is written in a row, as its form would show it: (label, words) of what is filled."""
    form = IssueForm.of(row) if isinstance(row, Issue) else BlockForm.of(row)
    shown = []
    for field in form.visible_fields():
        value = getattr(row, field.name, None) if isinstance(row, Block) else form.initial.get(field.name)
        if value:
            words = ", ".join(value) if isinstance(value, list) else str(value)
            shown.append((str(field.label), words))
    return shown


@dataclass(frozen=True, slots=True)
class Question:
    """What a step will do, asked before it is done."""

    title: str
    effects: tuple[str, ...]
    button: str
    done: str
    reason: str = ""
    is_danger: bool = False


STOPS = {
    "pause": Question(
        "Mettre l’envoi en pause ?",
        (
            "Plus aucun message ne part, dans quelques secondes.",
            "Ceux qui sont en train d’être transmis reçoivent leur réponse.",
            "Les autres attendent, et l’envoi reprendra où il s’est arrêté : personne ne recevra deux fois.",
        ),
        "Mettre en pause",
        "L’envoi est en pause.",
        "mis en pause",
    ),
    "reprise": Question(
        "Reprendre l’envoi ?",
        (
            "L’envoi continue où il s’est arrêté, avec le même contenu et les mêmes destinataires.",
            "Ceux qui se sont désabonnés pendant la pause ne recevront rien.",
        ),
        "Reprendre l’envoi",
        "L’envoi reprend.",
    ),
    "annulation": Question(
        "Annuler ce qui n’est pas parti ?",
        (
            "Les messages déjà remis le restent : un courriel ne se rappelle pas.",
            "Tous ceux qui attendent sont annulés, pour de bon : ce message ne pourra plus leur être envoyé.",
            "Pour une erreur passagère, préférez la pause.",
        ),
        "Annuler l’envoi",
        "L’envoi est annulé.",
        "annulé",
        is_danger=True,
    ),
}


def watch_context(request: HttpRequest, issue: Issue) -> dict[str, Any]:
    progress = watching.progress(issue)
    is_live = issue.state == Issue.State.SENDING
    excluded = watching.left_out(issue) if issue.event_id else []
    return {
        "issue": issue,
        "tone": TONES[Issue.State(issue.state)],
        "progress": progress,
        "states": progress.by_line(),
        "lanes": watching.lanes(progress) if progress.open else [],
        "doubts": progress.doubts,
        "is_live": is_live,
        "excluded": excluded,
        "left_out": (issue.candidate_count or 0) - progress.total,
        "may_stop": access.can_stop(request.user, issue),
        "may_settle": request.user.has_perm(access.SEND),
    }
