"""The reference of the page measures: the plainest Django there is, with a list of 25 rows for somebody signed in.

A project of its own, in a schema of its own: Django's stock middleware, sessions and users, one ordered slice of 25
rows, a template that extends another. ``python -m bench._plain ROWS`` fills it and prints the key of a session.
"""

import os
import sys

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from club.core import env

LAYOUT = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>{% block title %}{% endblock %}</title></head>
<body><nav><ul>{% for number in "1234567890" %}<li><a href="{% url 'people' %}?n={{ number }}">Rubrique</a></li>
{% endfor %}</ul><p>{{ user }}</p></nav>
{% if messages %}<ul>{% for message in messages %}<li>{{ message }}</li>{% endfor %}</ul>{% endif %}
<main>{% block content %}{% endblock %}</main></body></html>"""
PAGE = """{% extends "layout.html" %}{% block title %}Personnes{% endblock %}
{% block content %}<h1>Personnes</h1><table><thead><tr><th>Nom</th><th>Prénom</th><th>Courriel</th><th>Compte</th>
<th>Depuis</th></tr></thead><tbody>
{% for person in people %}<tr><td><a href="{% url 'person' person.pk %}">{{ person.last_name }}</a></td>
<td>{{ person.first_name }}</td><td>{{ person.email }}</td><td>{{ person.is_active|yesno:"ouvert,fermé" }}</td>
<td>{{ person.date_joined|date:"j F Y" }}</td></tr>
{% endfor %}</tbody></table><p><a href="?page=2">Suivants</a></p>{% endblock %}"""

settings.configure(
    SECRET_KEY="reference-of-a-measure",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF="bench._plain",
    INSTALLED_APPS=[f"django.contrib.{app}" for app in ("auth", "contenttypes", "sessions", "messages")],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        [("django.template.loaders.locmem.Loader", {"layout.html": LAYOUT, "people.html": PAGE})],
                    )
                ],
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ],
            },
        }
    ],
    DATABASES={
        "default": env.database("DATABASE_URL", "postgresql://club@localhost/club", options={"search_path": "plain"})
    },
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    LANGUAGE_CODE="fr",
    USE_TZ=True,
)
application = get_wsgi_application()

from django.contrib.auth.decorators import login_required  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import path  # noqa: E402


@login_required
def people(request: HttpRequest) -> HttpResponse:
    return render(request, "people.html", {"people": User.objects.order_by("pk")[:25]})


urlpatterns = [path("", people, name="people"), path("<int:pk>/", people, name="person")]


def fill(rows: int) -> str:
    """The schema anew, with ``rows`` users; the key of a session of the first."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS plain CASCADE")
        cursor.execute("CREATE SCHEMA plain")
    call_command("migrate", verbosity=0)
    User.objects.bulk_create(
        User(username=f"personne{n}", first_name="Zoé", last_name=f"Façon {n}", email=f"personne{n}@reseau.example")
        for n in range(rows)
    )
    client = Client()
    client.force_login(User.objects.order_by("pk")[0])
    return client.cookies["sessionid"].value


if __name__ == "__main__":
    sys.stdout.write(fill(int(sys.argv[1])))
    os._exit(0)
