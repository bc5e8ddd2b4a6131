"""The tags of a topic."""

import re

from hypothesis import given
from hypothesis import strategies as st

from schedules.ledger.activity import ActivityKind
from schedules.ledger.tags import PATTERNS, WORDS, tags_of

PIECES = sorted({piece for words in WORDS.values() for piece in re.split(r"[^\w·]+", words) if piece})


@given(st.lists(st.sampled_from(PIECES), max_size=4).map("".join))
def test_every_tag_is_found_that_its_words_say(topic: str) -> None:
    said = {tag for tag, pattern in PATTERNS.items() if pattern.search(topic)}
    assert tags_of(topic, ActivityKind.OTHER) == said


def test_a_tag_is_also_typed_by_hand_and_told_by_the_kind() -> None:
    assert tags_of("重温入党誓词 #我的标签", ActivityKind.SEMINAR) == {"入党誓词", "我的标签", "研讨"}
