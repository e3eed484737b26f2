"""What a browser sends from the editors' pages: the form of the page, changed."""

from typing import Any

from django.test import Client
from django.urls import reverse

from club.editorial.actions.writing import latest
from club.editorial.content import Content
from club.editorial.models import Article


def page_of(article: Article, name: str = "edit", **more: Any) -> str:
    return reverse(f"console:articles:{name}", kwargs={"pk": article.pk} | more)


def form_of(article: Article, **changed: Any) -> dict[str, Any]:
    """The form as it stands for the latest revision, with ``changed`` (parts and sources as lists of dicts)."""
    last = latest(article)
    stored = Content.of(last.content).to_json() | changed
    fields = {name: stored[name] for name in ("title", "summary", "saving", "effort", "body", "byline", "slug")}
    fields |= {"themes": stored["themes"], "related": stored["related"], "seen": changed.get("seen", last.number)}
    fields["note"] = changed.get("note", "")
    fields |= {name: stored[name] or "" for name in ("sponsor", "picture", "review_by")}
    empty = {"label": "", "publisher": "", "year": "", "url": ""}  # the page ends its sources with a row to fill
    rows_of = {"source": [*stored["sources"], empty]} | ({"part": stored["parts"]} if stored["parts"] else {})
    for prefix, rows in rows_of.items():
        fields |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": len(rows)}
        fields |= {f"{prefix}-{i}-{name}": value or "" for i, row in enumerate(rows) for name, value in row.items()}
    return fields


def save(client: Client, article: Article, **changed: Any) -> Any:
    return client.post(page_of(article), form_of(article, **changed))


def step(client: Client, article: Article, name: str, **data: Any) -> Any:
    seen = {"seen": latest(article).number} if name == "publish" else {}
    return client.post(page_of(article, name), seen | data, follow=True)
