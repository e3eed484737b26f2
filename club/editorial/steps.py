"""Which steps are open to a person for an article as it stands, and why the others are not."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from club.editorial.access import barred_from_publishing
from club.editorial.content import Content
from club.editorial.models import Article
from members.models import User

SEE = "editorial.view_article"
WRITE = "editorial.change_article"
PUBLISH = "editorial.publish_article"
Stage = Article.Stage
TONES = {Stage.DRAFT: "", Stage.REVIEW: "warning", Stage.SCHEDULED: "info", Stage.PUBLISHED: "success"}


@dataclass(frozen=True)
class Steps:
    """Each is a button of the article's page. ``why_not``: who may publish, when this person may not."""

    submit: bool = False
    send_back: bool = False
    publish: bool = False
    unschedule: bool = False
    archive: bool = False
    reopen: bool = False
    confirm: bool = False
    why_not: str = ""


def steps_for(user: Any, article: Article, content: Content) -> Steps:
    """``content``: what the latest revision says."""
    writes, answers = user.has_perm(WRITE), user.has_perm(PUBLISH)
    stage = Stage(article.stage)
    waits = stage in (Stage.DRAFT, Stage.REVIEW, Stage.SCHEDULED)
    why_not = _why_not(user, article, content) if waits else ""
    return Steps(
        submit=writes and stage == Stage.DRAFT,
        send_back=writes and stage == Stage.REVIEW,
        publish=answers and waits and not why_not,
        unschedule=answers and stage == Stage.SCHEDULED,
        archive=answers and stage != Stage.ARCHIVED,
        reopen=answers and stage == Stage.ARCHIVED,
        confirm=writes and article.is_public,
        why_not=why_not,
    )


def _why_not(user: Any, article: Article, content: Content) -> str:
    barred = barred_from_publishing(article, content)
    if user.has_perm(PUBLISH) and user.pk not in barred:
        return ""
    able = ", ".join(str(person) for person in publishers() if person.pk not in barred)
    reason = (
        "Publié pour un membre\u00a0: il est relu et publié par quelqu’un qui n’y a rien écrit"
        if barred
        else "Vous n’avez pas le pouvoir de publier"
    )
    return f"{reason}. Peuvent le faire\u00a0: {able}." if able else f"{reason}. Personne ne le peut encore."


def publishers() -> list[User]:
    """The team's members who may publish."""
    app, _, codename = PUBLISH.partition(".")
    power = {"groups__permissions__codename": codename, "groups__permissions__content_type__app_label": app}
    able = User.objects.staff().filter(Q(is_superuser=True) | Q(**power))
    return list(able.distinct().order_by("sort_key", "pk"))
