"""Articles of the four levels in every state."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.utils import timezone

from club.core.topics import Topic
from club.editorial.actions import publishing, writing
from club.editorial.content import Content, Part, Source
from club.editorial.models import Article, Level, Picture
from club.editorial.urls import PATHS
from tests.editorial_factories import make_article, make_content, make_draft
from tests.factories import make_organisation
from tests.one_rule.things import Thing, Way, mistyped, to_all

TOPIC, HUB_TOPIC = Topic.PAYMENT, Topic.FUNDING
FIELDS = [
    "titre",
    "resume",
    "gain",
    "effort",
    "signature",
    "adresse",
    "intertitre",
    "texte",
    "legende",
    "photo",
    "image",
    "alt",
    "source",
    "editeur",
    "lien",
    "marque",
]
WITH_PARTS = ["partie", "adressepartie", "textepartie"]
STATES: dict[str, list[str]] = {  # what everybody reads of it
    "draft": [],
    "review": [],
    "scheduled": [],
    "published": FIELDS + WITH_PARTS,
    "corrected": FIELDS + WITH_PARTS,  # as published; the correction is a thing of its own
    "correction": [],
    "renewed": FIELDS + WITH_PARTS,  # the same, its correction is scheduled
    "correctionscheduled": [],
    "moved": [name for name in FIELDS + WITH_PARTS if name != "adresse"] + ["nouvelle"],
    "archived": ["titre"],
    "dropped": [],  # archived without ever having been published
    "retracted": [],  # archived and opened again
}
LINES = "titre resume gain effort marque image adresse nouvelle"
BRIEF = "titre resume adresse nouvelle"
TEXTS = "gain effort intertitre texte legende partie textepartie"
SOURCES = "source editeur lien marque signature"
FOUND = Way(f"{BRIEF} {TEXTS}", needs="resume", some=True)
EVERYWHERE = {
    "sitemap": Way("adresse nouvelle", needs="resume"),
    "search": FOUND,
    "hidden search": FOUND,
}
ARTICLE_WAYS = EVERYWHERE | {
    "page": Way(f"titre resume gain effort intertitre texte legende photo image alt {SOURCES}"),
    "list": Way(LINES, needs="resume"),
    "theme": Way(LINES, needs="resume"),
    "feed": Way(BRIEF, needs="resume"),
    "theme feed": Way(BRIEF, needs="resume"),
}
DOSSIER_WAYS = ARTICLE_WAYS | {
    "sitemap": Way("adresse nouvelle adressepartie", needs="resume"),
    "page": Way(f"titre resume gain effort intertitre texte legende photo image alt partie adressepartie {SOURCES}"),
    "part": Way(f"titre resume partie textepartie image {SOURCES}"),
    "whole": Way(f"titre resume intertitre texte legende photo partie textepartie {SOURCES}"),
}
PAGE_WAYS = EVERYWHERE | {
    "page": Way(f"titre resume intertitre texte legende photo image {SOURCES}"),
    "list": Way("titre adresse nouvelle", needs="resume"),
}


def _pictures(thing: Thing, by: Any) -> tuple[Picture, Picture]:
    """One above the text (``image``, ``alt``) and one inside it (``photo``, ``legende``)."""

    def one(name: str, alt: str) -> Picture:
        sizes = [[480, 320, f"editorial/{thing.word(name)}.webp"]]
        return Picture.objects.create(alt=thing.text(alt), sizes=sizes, added_by=by)

    return one("image", "alt"), one("photo", "legende")


def content_of(thing: Thing, level: Level, by: Any, sponsor: Any) -> dict[str, Any]:
    above, inside = _pictures(thing, by)
    body = f"## {thing.text('intertitre')}\n\n{thing.text('texte')}\n\n![{thing.text('legende')}](photo:{inside.pk})"
    lines = {"summary": "resume", "saving": "gain", "effort": "effort", "byline": "signature"}
    said = {name: thing.text(word) for name, word in lines.items()}
    source = Source(thing.text("source"), thing.text("editeur"), f"https://source.example/{thing.word('lien')}", 2025)
    said |= {"title": thing.title(), "slug": thing.word("adresse"), "body": body, "sources": (source,)}
    said |= {"themes": (TOPIC.value,), "picture": above.pk, "sponsor": sponsor.pk}
    if level.has_parts:
        bodies = thing.text("textepartie"), "Comparez trois devis."
        said["parts"] = (
            Part(thing.text("partie"), thing.word("adressepartie"), bodies[0]),
            Part("Choisir", "choisir", bodies[1]),
        )
    return said


def make_articles(level: Level, writer: Any, reviewer: Any) -> list[Thing]:
    things = []
    for state in STATES:
        if state in ("correction", "correctionscheduled"):
            continue
        thing = Thing(level.value, state, to_all(*STATES[state]), group=state)
        sponsor = make_organisation(name=thing.word("marque"))
        article = make_draft(level, by=writer, **content_of(thing, level, writer, sponsor))
        things += [thing, *_brought_to(thing, article, level, writer, reviewer, sponsor)]
        for one in things[-2:]:
            if not one.ways:
                one.ways = ways_of(one, level)
    return things


def _brought_to(
    thing: Thing, article: Article, level: Level, writer: Any, reviewer: Any, sponsor: Any
) -> list[Thing]:
    """The article in its state; gives the correction that waits, as a thing of its own."""
    state = thing.state
    later = timezone.now() + timedelta(days=2)
    if state == "review":
        publishing.submit(article=article, by=writer)
    elif state == "scheduled":
        publishing.publish(article=article, by=reviewer, at=later)
    elif state not in ("draft", "dropped"):
        publishing.publish(article=article, by=reviewer)
    if state in ("archived", "dropped", "retracted"):
        publishing.archive(article=article, by=reviewer)
    if state == "retracted":
        publishing.reopen(article=article, by=reviewer)
    if state == "moved":
        _rewritten(article, writer, writing.latest(article).content["title"], thing.word("nouvelle"))
        publishing.publish(article=article, by=reviewer)
    if state not in ("corrected", "renewed"):
        return []
    waiting = "correction" if state == "corrected" else "correctionscheduled"
    correction = Thing(level.value, waiting, {}, group=waiting)
    said = make_content(level, **content_of(correction, level, writer, sponsor))
    writing.write(article=article, seen=writing.latest(article).number, content=said, by=writer)
    if state == "renewed":
        publishing.publish(article=article, by=reviewer, at=later)
    return [correction]


def _rewritten(article: Article, by: Any, title: str, slug: str) -> None:
    last = writing.latest(article)
    content = replace(Content.of(last.content), title=title, slug=slug)
    writing.write(article=article, seen=last.number, content=content, by=by)


def ways_of(thing: Thing, level: Level) -> dict[str, str]:
    """Where it is read, and everywhere that a curious visitor would look for it."""
    at = f"/{PATHS[level]}/" if level in PATHS else "/le-club/"
    slug = thing.word("nouvelle" if thing.state == "moved" else "adresse")
    guessed = {
        "former": f"{at}{thing.word('adresse')}/",
        "mistyped": f"/recherche/?genre=articles&q={mistyped(thing.key)}",
    }
    if level.has_parts:
        guessed["whole"], guessed["part"] = f"{at}{slug}/en-entier/", f"{at}{slug}/{thing.word('adressepartie')}/"
    told = {
        "page": f"{at}{slug}/",
        "list": at,
        "sitemap": "/sitemap-articles.xml",
        "search": f"/recherche/?genre=articles&q={thing.key}",
        "hidden search": f"/recherche/?genre=articles&q={thing.hidden_key}",
    }
    if level in PATHS:
        theme = f"/themes/{TOPIC.value}/"
        told |= {"feed": f"{at}atom.xml", "theme": theme, "theme feed": f"{theme}atom.xml"}
    return told | guessed


def make_hub(by: Any) -> str:
    """An article whose editor chose every other as its neighbour; gives its address."""
    chosen = tuple(Article.objects.values_list("pk", flat=True))
    return make_article(Level.NEWS, by=by, related=chosen, themes=(HUB_TOPIC.value,)).get_absolute_url()
