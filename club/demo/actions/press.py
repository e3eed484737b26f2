"""The press watch of the demonstration: feeds read from files by the real parser, then an editor's morning."""

from datetime import timedelta

from django.utils import timezone

from club.demo.data import press
from club.demo.data.drawing import Drawing
from club.press.actions import briefs, deciding, fetching
from club.press.asking import Found, Validators
from club.press.models import Cluster, Feed, Problem, Reason
from club.press.parsing import parse
from members.models import Organisation, User
from newsletters.actions import quoting
from newsletters.models import Issue

KEPT = ["petit serveur de bureau", "comparatif 2026", "attestation de tous ses modèles"]
REJECTED = {
    "club de handball": (Reason.WRONG_PARTNER, ""),
    "bureaux ferment": (Reason.OFF_TOPIC, ""),
    "imprimante du mois": (Reason.ADVERTISING, ""),
    "Panne de Fibrelande": (Reason.OTHER, "Réglé le soir même, l’opérateur a prévenu ses clients."),
}


def add_press(*, drawing: Drawing, organisations: dict[str, Organisation], team: dict[str, User]) -> None:
    """Some forty stories; the newest wait, a few are decided, one feed is broken."""
    now, lucie, karim = timezone.now(), team["lucie.faivre"], team["karim.vasseur"]
    for told in press.feeds(now):
        feed = Feed.objects.create(organisation=organisations[told.partner], url=told.url, added_by=karim)
        fetching.conclude(feed=feed, found=_found(told), now=now - timedelta(minutes=20))
    _break()
    for words in KEPT:
        _keep(words, by=lucie)
    for words, (reason, why) in REJECTED.items():
        deciding.reject(cluster=_named(words), by=karim, reason=reason, words=why)
    Feed.objects.filter(problem="").update(next_at=now + timedelta(days=30))  # their addresses answer nobody


def _found(told: press.DemoFeed) -> Found:
    if told.body is None:
        return Found(problem=Problem.GONE, detail="réponse 404")
    return Found(read=parse(told.body, url=told.url), validators=Validators(etag='"demo"'))


def _break() -> None:
    """The feed without stories stopped three days ago."""
    since = timezone.now() - timedelta(days=3)
    later = timezone.now() + timedelta(hours=17)
    Feed.objects.broken().update(failures=9, broken_since=since, next_at=later, title="Signapluie")


def _keep(words: str, *, by: User) -> None:
    """The first is noted in the partner's file, the second drafted, the third quoted in the issue being written."""
    brief = deciding.keep(cluster=_named(words), by=by)
    if words == KEPT[0]:
        briefs.file(brief=brief, by=by, remark="Prix ferme : à reprendre à la rencontre de janvier.")
    elif words == KEPT[1]:
        briefs.draft_article(brief=brief, by=by)
    elif issue := Issue.objects.flash().filter(state=Issue.State.DRAFT).order_by("-number").first():
        quoting.quote(issue=issue, brief=brief, actor=by)


def _named(words: str) -> Cluster:
    return Cluster.objects.waiting().filter(stories__title__icontains=words).distinct()[0]
