"""The library of pictures, and the one way in; pictures served under a name that never serves another."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from club.core import images
from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.idempotency import once
from club.core.paging import page_of
from club.editorial.actions.pictures import FOLDER, add_picture, describe_picture, shown_in
from club.editorial.forms import DescribeForm, PictureForm
from club.editorial.models import Picture

SEE, ADD, CHANGE = "editorial.view_picture", "editorial.add_picture", "editorial.change_picture"


@staff_page(SEE)
@require_safe
def pictures(request: HttpRequest) -> HttpResponse:
    q = request.GET.get("q", "").strip()[:80]
    rows = Picture.objects.filter(alt__icontains=q) if q else Picture.objects.all()
    page = page_of(rows, request, key="-pk", size=24)
    return render(request, "editorial/console/pictures.html", {"page": page, "q": q})


@staff_page(ADD)
@once
def new_picture(request: HttpRequest) -> HttpResponse:
    form = PictureForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        data = form.cleaned_data
        try:
            picture = add_picture(upload=data["file"], alt=data["alt"], credit=data["credit"], by=request.user)
        except ClubError as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, "L’image est dans la bibliothèque.")
            return redirect("console:articles:picture", picture.pk)
    return render(request, "editorial/console/picture_new.html", {"form": form})


@staff_page(CHANGE)
@once
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """What it shows, its mark for a text, and where the site shows it."""
    found = get_object_or_404(Picture.objects.select_related("added_by"), pk=pk)
    form = DescribeForm(request.POST or None, initial={"alt": found.alt, "credit": found.credit})
    if form.is_valid():
        describe_picture(picture=found, by=request.user, **form.cleaned_data)
        messages.success(request, "C’est enregistré.")
        return redirect("console:articles:picture", pk)
    context = {"picture": found, "form": form, "articles": shown_in(found)[:50]}
    return render(request, "editorial/console/picture.html", context)


@login_not_required
@require_safe
def image(request: HttpRequest, name: str) -> FileResponse:
    return images.answer(FOLDER, name)
