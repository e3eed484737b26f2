"""Files that no address serves: they leave through a view that checks rights."""

import os
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible(path="club.core.storage.PrivateStorage")
class PrivateStorage(FileSystemStorage):
    """The folder ``private`` of MEDIA_ROOT, read from the settings at each use; has no ``url``."""

    def __init__(self) -> None:
        super().__init__(base_url=None)

    @property
    def base_location(self) -> str:
        return str(Path(settings.MEDIA_ROOT) / "private")

    @property
    def location(self) -> str:
        return os.path.abspath(self.base_location)

    def url(self, name: str | None) -> str:
        raise ValueError("A private file has no address.")
