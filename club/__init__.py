"""The Club: configuration on top; kernel, editorial and two departments inside."""

from club.celery import app as celery_app

__all__ = ["celery_app"]
