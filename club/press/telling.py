"""How pages tell a story: its first teller, the others, the partners it speaks of."""

from typing import Any

from django.utils import timezone

from club.press.models import Cluster, Story


def tell(cluster: Cluster) -> dict[str, Any]:
    """A line of the queue. ``others``: who else tells it, each address once. ``rejected_at``: when it was rejected
    before it came back.
    """
    stories = list(cluster.stories.all())
    lead = stories[0]
    return {
        "pk": cluster.pk,
        "title": lead.title,
        "link": lead.link,
        "excerpt": lead.excerpt,
        "source": lead.source,
        "at": lead.published_at,
        "is_today": timezone.localdate(lead.published_at) == timezone.localdate(),
        "partners": list(dict.fromkeys(str(story.feed.organisation) for story in stories)),
        "others": others(stories),
        "count": len(stories),
        "rejected_at": cluster.decided_at if cluster.state == Cluster.State.WAITING else None,
        "reason": cluster.get_reason_display(),
        "words": cluster.reason_words,
    }


def tell_rejected(cluster: Cluster) -> dict[str, Any]:
    return tell(cluster) | {"by": cluster.decided_by, "decided_at": cluster.decided_at}


def others(stories: list[Story]) -> list[Story]:
    """The tellers after the first, those of an address already shown left out."""
    seen, found = {stories[0].link_key}, []
    for story in stories[1:]:
        if not story.link_key or story.link_key not in seen:
            found.append(story)
        seen.add(story.link_key)
    return found
