"""Addresses of the press watch in the console, mounted by ``club.urls``."""

from django.urls import path

from club.press.views import briefs, feeds, queue, subjects

console = [
    path("", queue.queue, name="queue"),
    path("ecartes/", queue.rejected, name="rejected"),
    path("retenus/", briefs.briefs, name="briefs"),
    path("retenus/<int:pk>/", briefs.brief, name="brief"),
    path("retenus/<int:pk>/dossier/", briefs.file, name="file"),
    path("retenus/<int:pk>/article/", briefs.article, name="article"),
    path("sujets/<int:pk>/", subjects.subject, name="subject"),
    path("sujets/<int:pk>/separer/", subjects.split, name="split"),
    path("sujets/<int:pk>/reunir/", subjects.merge, name="merge"),
    path("articles/<int:pk>/retenir/", subjects.keep, name="keep"),
    path("sujets/<int:pk>/decision/", queue.decide, name="decide"),
    path("sujets/<int:pk>/relire/", queue.put_back, name="put_back"),
    path("flux/", feeds.feeds, name="feeds"),
    path("flux/nouveau/", feeds.new_feed, name="new_feed"),
    path("flux/<int:pk>/essai/", feeds.retry, name="retry"),
    path("flux/<int:pk>/pause/", feeds.pause, name="pause"),
    path("flux/<int:pk>/reprise/", feeds.resume, name="resume"),
]
