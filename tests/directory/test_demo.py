"""The directory of the demonstration: believable, within consent, and the same each time."""

import random

from club.core.topics import Topic
from club.demo.data.presentations import SKILLS, presentation


def test_every_topic_has_its_sentence_and_texts_fit() -> None:
    assert set(SKILLS) == set(Topic)
    rng = random.Random(1)
    for kind in ("reseller", "web_agency"):
        for _ in range(200):
            topics = rng.sample(Topic.values, 3)
            text = presentation(rng, kind=kind, name="Brumance & Fils", place="au Mans", topics=topics)
            assert len(text) <= 800
            assert text[0].isupper()
            assert " :" not in text
            assert "{" not in text
