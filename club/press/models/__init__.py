"""Feeds, the stories they give, clusters of the same story, and what editors keep."""

from club.press.models.briefs import Brief
from club.press.models.feeds import Feed, Problem
from club.press.models.stories import Cluster, Reason, Story

__all__ = ["Brief", "Cluster", "Feed", "Problem", "Reason", "Story"]
