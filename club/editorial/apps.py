"""What the Club publishes: articles at three levels, its own pages, key figures, suppliers' resources."""

from django.apps import AppConfig


class EditorialConfig(AppConfig):
    name = "club.editorial"
    label = "editorial"
    verbose_name = "Contenus"

    def ready(self) -> None:
        from club.core.console import RailItem, register_rail_item, register_waiting
        from club.core.spelling import register_names
        from club.editorial import console
        from club.editorial.models import Article, Resource

        register_rail_item(
            RailItem(
                section="Contenus",
                label="Ressources",
                url_name="admin:editorial_resource_changelist",
                permission="editorial.view_resource",
                order=26,
                count=lambda: Resource.objects.published().count(),
            )
        )
        for item in console.RAIL:
            register_rail_item(item)
        register_waiting(console.waiting)
        for model in (Article, Resource):
            register_names(model)
