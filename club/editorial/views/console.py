"""The editors' articles: the list, a new one, and the page where one is written."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from club.core.access import staff_page
from club.core.idempotency import once
from club.core.lists import list_context
from club.core.readings import read_since
from club.core.resending import keeps_what_is_typed
from club.editorial.actions import writing
from club.editorial.checks import findings
from club.editorial.comparing import compare
from club.editorial.content import Content, tidy
from club.editorial.errors import EditorialError
from club.editorial.forms import ArticleFilter, ConfirmForm, NewArticleForm, PublishForm, SendBackForm
from club.editorial.links import link_findings
from club.editorial.models import Article, Level, Picture, Revision
from club.editorial.previewing import share_link
from club.editorial.rendering import minutes, pictures_of, to_text
from club.editorial.steps import SEE, TONES, WRITE, steps_for
from club.editorial.typed import Editing

WAITED = {
    Article.Stage.SCHEDULED: "Le texte a changé\u00a0: l’article n’est plus programmé.",
    Article.Stage.REVIEW: "Le texte a changé\u00a0: l’article n’est plus en relecture.",
}
SHOWN = ["title", "level", "stage", "live", "archived_at", "review_by", "publish_at"]


@staff_page(SEE)
@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    form = ArticleFilter(request)
    context = list_context(request, form, Article.objects.all(), key="-pk", shown=SHOWN, tell=line)
    numbers = [article.pk for article in context["rows"]]
    read = read_since("article", numbers)
    last = Revision.objects.filter(article__in=numbers).order_by("article_id", "-number").distinct("article_id")
    written = {one.article_id: one for one in last.select_related("by").defer("content")}
    for told, pk in zip(context["lines"], numbers, strict=True):
        told |= {"read": read.get(pk, 0), "by": written[pk].by, "at": written[pk].at}
    return render(request, "editorial/console/list.html", context)


def line(article: Article) -> dict[str, Any]:
    return {
        "pk": article.pk,
        "title": article.title,
        "level": article.get_level_display(),
        "stage": article.stage_words(),
        "tone": tone_of(article),
        "review_by": article.review_by if article.is_public else None,
        "publish_at": article.publish_at,
        "late": article.is_to_refresh(),
    }


def tone_of(article: Article) -> str:
    return "warning" if article.is_to_refresh() else TONES.get(Article.Stage(article.stage), "")


@staff_page(WRITE)
@once
def new(request: HttpRequest) -> HttpResponse:
    form = NewArticleForm(request.POST or None)
    if form.is_valid():
        level, title = Level(form.cleaned_data["level"]), form.cleaned_data["title"]
        return redirect("console:articles:edit", writing.create(level=level, title=title, by=request.user).pk)
    return render(request, "editorial/console/new.html", {"form": form})


@keeps_what_is_typed
@staff_page(WRITE)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Where an article is written. A POST with « geste » changes the form and keeps nothing; without, it saves."""
    article = get_object_or_404(Article.objects.select_related("live", "locked_by", "approved_by"), pk=pk)
    last = writing.latest(article)
    base = Content.of(last.content)
    if request.method != "POST":
        return editor(request, article, Editing.of(article, writing.standing(article, base), last.number), last)
    if gesture := request.POST.get("geste"):
        return editor(request, article, Editing.altered(article, base, request.POST, gesture), last)
    editing = Editing.typed(article, base, request.POST)
    return save(request, article, editing) if editing.is_valid() else editor(request, article, editing, last)


def save(request: HttpRequest, article: Article, editing: Editing) -> HttpResponse:
    data, stage = editing.form.cleaned_data, article.stage
    try:
        kept = writing.write(
            article=article, seen=data["seen"], content=editing.content(), by=request.user, note=data["note"]
        )
    except writing.Conflict as conflict:
        return clash(request, article, editing, conflict)
    except EditorialError as error:
        editing.form.add_error("slug" if "adresse" in str(error) else None, str(error))
        return editor(request, article, editing, writing.latest(article))
    messages.success(request, f"{str(kept).capitalize()} enregistrée. La typographie française est mise en place.")
    if stage in WAITED and kept.number > data["seen"]:
        messages.warning(request, WAITED[article.Stage(stage)])
    return redirect("console:articles:edit", article.pk)


def clash(request: HttpRequest, article: Article, editing: Editing, conflict: writing.Conflict) -> HttpResponse:
    """What the colleague wrote is told and taken in where this person changed nothing; the rest stays as typed."""
    article.refresh_from_db()
    before = Content.of(
        get_object_or_404(Revision, article=article, number=editing.form.cleaned_data["seen"]).content
    )
    theirs, mine = Content.of(conflict.theirs.content), tidy(editing.content())
    both = writing.merged(base=before, theirs=theirs, mine=mine)
    told = {
        "conflict": conflict,
        "theirs": compare(before, theirs),
        "mine": compare(theirs, both),
    }
    again = Editing.of(article, both, conflict.theirs.number)
    return editor(request, article, again, conflict.theirs, status=409, **told)


def editor(
    request: HttpRequest, article: Article, editing: Editing, last: Revision, *, status: int = 200, **more: Any
) -> HttpResponse:
    content = writing.standing(article, Content.of(last.content))
    colleague = writing.open_for(article=article, by=request.user)
    looked_for = {name: request.POST.get(f"cherche_{name}", "").strip()[:80] for name in ("image", "article")}
    context = {
        "article": article,
        "editing": editing,
        "form": editing.form,
        "last": last,
        "colleague": colleague,
        "looked_for": looked_for,
        "pictures": editing.pictures(looked_for["image"]),
        "neighbours": editing.neighbours(looked_for["article"]),
        "online": article.get_absolute_url() if article.is_public else "",
        "share": share_link(last),
        **state_of(request.user, article, content, last),
        **more,
    }
    return render(request, "editorial/console/edit.html", context, status=status)


def state_of(user: Any, article: Article, content: Content, last: Revision) -> dict[str, Any]:
    """Where the kept text stands: its findings, its length, its steps with their forms."""
    texts = content.texts()
    known = set(Picture.objects.filter(pk__in=pictures_of(texts)).values_list("pk", flat=True))
    found = [*findings(content, Level(article.level), known_pictures=known), *link_findings(article, content)]
    return {
        "findings": found,
        "graves": sum(finding.grave for finding in found),
        "words": sum(len(to_text(text).split()) for text in texts),
        "minutes": minutes(texts),
        "tone": tone_of(article),
        "steps": steps_for(user, article, content),
        "publish_form": PublishForm(initial={"seen": last.number}, auto_id="now_%s"),
        "publish_later": PublishForm(initial={"seen": last.number}, auto_id="later_%s"),
        "send_back_form": SendBackForm(auto_id="back_%s"),
        "confirm_form": ConfirmForm(initial={"until": timezone.localdate() + writing.A_YEAR}),
    }
