"""Pictures of the site: taken in, described again, and where they are shown."""

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q, QuerySet

from club.core import audit, images
from club.core.pages import renew
from club.editorial.models import Article, Picture
from members.models import User

FOLDER = "editorial"
Sizes = list[tuple[int, int, ContentFile]]


def add_picture(*, upload: UploadedFile, alt: str, credit: str, by: User) -> Picture:
    """A picture in every width; raises ClubError with what to do instead. The same file twice is two records."""
    return keep_picture(made=in_widths(upload), alt=alt, credit=credit, by=by)


def in_widths(upload: UploadedFile) -> Sizes:
    """All that takes time, and no row: threads may do it side by side."""
    return images.clean_in_widths(upload, upload.size or 0, folder=FOLDER)


@transaction.atomic
def keep_picture(*, made: Sizes, alt: str, credit: str, by: User) -> Picture:
    sizes = [[width, height, images.keep(file)] for width, height, file in made]
    picture = Picture.objects.create(alt=alt, credit=credit, sizes=sizes, added_by=by)
    audit.record(actor=by, verb="picture.add", target=picture)
    return picture


@transaction.atomic
def describe_picture(*, picture: Picture, alt: str, credit: str, by: User) -> None:
    picture.alt, picture.credit = alt, credit
    picture.save(update_fields=["alt", "credit"])
    audit.record(actor=by, verb="picture.describe", target=picture)
    transaction.on_commit(renew, robust=True)


def shown_in(picture: Picture) -> QuerySet[Article]:
    """The articles on the site that show it, above their text or inside it."""
    mark = f"](photo:{picture.pk})"
    inside = Q(body__contains=mark) | Q(parts__icontains=mark)
    return Article.objects.visible_to(None).filter(Q(picture=picture) | inside).order_by("-pk")
