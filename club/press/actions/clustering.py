"""What staff put right when the machine was mistaken: stories that are not one, stories that are."""

from collections.abc import Sequence
from datetime import timedelta

from django.contrib.postgres.search import TrigramSimilarity
from django.db import transaction
from django.db.models import Min, QuerySet

from club.core import audit, console
from club.core.search import plain
from club.press.actions.gathering import take_turn
from club.press.errors import PressError
from club.press.models import Brief, Cluster, Story
from members.models import User

SUGGESTED = 8
NEAR = timedelta(days=7)


@transaction.atomic
def split(*, cluster: Cluster, stories: Sequence[int], by: User) -> Cluster:
    """The stories named go to a cluster of their own, to be read; those of one address stay together."""
    take_turn()
    row = _locked(cluster.pk)
    chosen = list(row.stories.filter(pk__in=stories))
    links = {story.link_key for story in chosen} - {""}
    parting = {story.pk for story in chosen} | set(
        row.stories.filter(link_key__in=links).values_list("pk", flat=True)
    )
    if not chosen:
        raise PressError("Cochez les articles à séparer.")
    if len(parting) == row.stories.count():
        raise PressError("Laissez au moins un article\u00a0: ceux d’une même adresse ne se séparent pas.")
    apart = Cluster.objects.create(first_at=min(story.published_at for story in chosen))
    Story.objects.filter(pk__in=parting).update(cluster=apart)
    _date(row)
    audit.record(actor=by, verb="press.split", target=row, apart=apart.pk)
    console.forget_count("console:press:queue")
    return apart


@transaction.atomic
def merge(*, other: Cluster, into: Cluster, by: User) -> Cluster:
    """The stories of ``other`` join ``into``, whose decision holds for them."""
    take_turn()
    if other.pk == into.pk:
        raise PressError("Choisissez un autre sujet que celui-ci.")
    for number in sorted((other.pk, into.pk)):
        _locked(number)
    if Brief.objects.filter(cluster=other).exists():
        raise PressError("L’autre sujet est déjà retenu\u00a0: ouvrez-le, et réunissez-lui celui-ci.")
    Story.objects.filter(cluster=other).update(cluster=into)
    Cluster.objects.filter(pk=other.pk).delete()
    _date(into)
    audit.record(actor=by, verb="press.merge", target=into, other=other.pk)
    console.forget_count("console:press:queue")
    return into


def alike(cluster: Cluster, text: str = "") -> QuerySet[Cluster]:
    """Clusters that may be the same story: those found by ``text``, else those of these days with the nearest titles.

    The days bound how many titles are compared.
    """
    others = Cluster.objects.exclude(pk=cluster.pk)
    if text:
        return others.search(text).with_stories()[:SUGGESTED]
    span = (cluster.first_at - NEAR, cluster.first_at + NEAR)
    told = Story.objects.told().filter(published_at__range=span).exclude(cluster=cluster)
    ranked = told.annotate(alike=TrigramSimilarity("search_text", plain(str(cluster)))).filter(alike__gte=0.25)
    near = ranked.order_by("-alike").values_list("cluster", flat=True)[: 3 * SUGGESTED]
    return others.filter(pk__in=list(dict.fromkeys(near))[:SUGGESTED]).with_stories()


def _date(cluster: Cluster) -> None:
    first = cluster.stories.aggregate(first=Min("published_at"))["first"]
    Cluster.objects.filter(pk=cluster.pk).update(first_at=first)


def _locked(number: int) -> Cluster:
    row = Cluster.objects.select_for_update(no_key=True).filter(pk=number).first()
    if row is None:
        raise PressError("Ce sujet n’existe plus\u00a0: il a été réuni à un autre.")
    return row
