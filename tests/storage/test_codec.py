"""Values to JSON text and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.codec import Codec, instant_text
from handlers.conversation import Conversation
from handlers.intents import Reading
from schedules.outbox import Content
from schedules.people.organisation import OrganisationSettings
from tests.storage.samples import CONTENT, CONVERSATION, READING, SETTINGS, WITH_COLUMNS, fields_at_default


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One field of each kind."""

    text: str
    number: int = 0
    flag: bool = False
    day: date | None = None
    clock: time | None = None
    at: datetime | None = None
    amount: Decimal | None = None
    names: tuple[str, ...] = ()
    pair: tuple[str, int] = ("", 0)
    words: frozenset[str] = frozenset()


SAMPLES = st.builds(
    Sample,
    text=st.text(),
    number=st.integers(),
    flag=st.booleans(),
    day=st.none() | st.dates(),
    clock=st.none() | st.times(),
    at=st.none() | st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    amount=st.none() | st.decimals(allow_nan=False, allow_infinity=False),
    names=st.lists(st.text()).map(tuple),
    pair=st.tuples(st.text(), st.integers()),
    words=st.frozensets(st.text()),
)


@given(SAMPLES)
def test_what_went_out_comes_back(sample: Sample) -> None:
    codec = Codec(Sample)
    assert codec.loads(codec.dumps(sample)) == sample


@pytest.mark.parametrize("value", [CONVERSATION, READING, CONTENT, SETTINGS], ids=lambda value: type(value).__name__)
def test_the_values_that_are_stored_so(value: object) -> None:
    codec = Codec(type(value))
    assert codec.loads(codec.dumps(value)) == value


@pytest.mark.parametrize("value", WITH_COLUMNS, ids=lambda value: type(value).__name__)
def test_no_field_that_needs_a_column_is_left_out_of_the_samples(value: object) -> None:
    assert fields_at_default(value) == set()


def test_what_has_its_default_is_not_written() -> None:
    assert Codec(Content).dumps(Content(text="好")) == '{"text":"好"}'
    assert Codec(Reading).dumps(Reading()) == "{}"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Content, '{"text":"好","colour":"red"}'),
        (Content, "{}"),
        (Content, '{"text":1}'),
        (Content, '{"text":null}'),
        (Content, '{"text":"好","buttons":[{"label":"撤销"}]}'),
        (Content, "[]"),
        (Conversation, '{"key":{"sender":{"channel":"a","account":"b"}},"recent":["12"]}'),
        (Reading, '{"kind":"picnic"}'),
        (Reading, '{"held_on":"2026-02-30"}'),
        (OrganisationSettings, '{"weekly_digest":1}'),
        (tuple[str, int], '["a"]'),
        (Content, '{"text":'),
    ],
)
def test_what_is_not_of_the_type_is_refused(kind: type, text: str) -> None:
    with pytest.raises((ValueError, TypeError, KeyError, AttributeError)):
        Codec(kind).loads(text)


@pytest.mark.parametrize("kind", [float, str | int, list[str], Mapping[str, object]])
def test_a_type_that_has_no_one_way_is_refused_at_once(kind: type) -> None:
    with pytest.raises(TypeError, match="no codec"):
        Codec(kind)


def test_instants_are_of_one_width_and_sort_as_text() -> None:
    shanghai = timezone(timedelta(hours=8))
    earlier = datetime(2026, 6, 28, 9, 5, tzinfo=shanghai)
    later = datetime(2026, 6, 28, 1, 5, 0, 1, tzinfo=UTC)
    assert instant_text(earlier) == "2026-06-28T01:05:00.000000Z"
    assert instant_text(earlier) < instant_text(later)
    assert datetime.fromisoformat(instant_text(earlier)) == earlier


def test_an_instant_without_a_zone_is_nobodys() -> None:
    with pytest.raises(TypeError, match="aware"):
        instant_text(datetime(2026, 6, 28))  # noqa: DTZ001 - that is the point
