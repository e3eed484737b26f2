"""Tasks of the editors: the clock knocks, what is due is read from rows; what publication leaves to draw."""

from celery import shared_task

from club.core.pages import renew
from club.editorial import cards
from club.editorial.actions import checking, publishing
from club.editorial.models import Article


@shared_task(name="editorial.publish_due")
def publish_due() -> None:
    publishing.publish_due()


@shared_task(name="editorial.draw_cards")
def draw_cards() -> None:
    """The pictures for social networks that are still missing, rung for after each publication and by the clock."""
    if sum([cards.draw(article) for article in Article.objects.visible_to(None).only("level", "title")]):
        renew()


@shared_task(name="editorial.check_links")
def check_links() -> None:
    """Beat knocks each quarter of an hour: each public article once a week, a new text at once."""
    checking.check_due()
