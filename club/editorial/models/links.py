"""What was found behind the outside addresses of what is public: asked by a task, read by editors."""

from django.db import models

from club.core.links import Outcome


class LinkCheck(models.Model):
    """One address of one article, as its public text has it."""

    article = models.ForeignKey(
        "editorial.Article", models.CASCADE, related_name="link_checks", verbose_name="article"
    )
    url = models.CharField("adresse", max_length=500)
    outcome = models.CharField("résultat", max_length=9, choices=Outcome.choices)
    detail = models.CharField("précision", max_length=200, blank=True)
    checked_at = models.DateTimeField("vérifié le")

    class Meta:
        verbose_name = "lien vérifié"
        verbose_name_plural = "liens vérifiés"
        ordering = ["url"]
        constraints = [models.UniqueConstraint(fields=["article", "url"], name="article_link_once")]
        indexes = [
            models.Index(fields=["article"], condition=models.Q(outcome=Outcome.DEAD), name="article_dead_links")
        ]

    def __str__(self) -> str:
        return f"{self.url} {self.get_outcome_display()}"
