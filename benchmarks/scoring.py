"""How a reading compares with what a careful human reads: the rules of tests/corpora/README.md."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations

Record = Mapping[str, object]
FIELDS = (
    "kind", "date", "end_date", "start", "end", "topic", "expected", "present", "absent", "leave",
    "host", "lecturer", "recorder", "place", "participants", "amount",
)  # fmt: skip
NAMES = frozenset({"absent", "leave", "participants"})
CONTAINED = frozenset({"topic", "place"})
STORED = frozenset({"record", "talk"})
MOST_PAIRED = 6


@dataclass(slots=True)
class Tally:
    """Hits, wrong or needless answers, and misses of one field."""

    hits: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, other: "Tally") -> None:
        """Count the other's too."""
        self.hits += other.hits
        self.wrong += other.wrong
        self.missed += other.missed

    @property
    def precision(self) -> float:
        """Of what was answered, how much was right."""
        return self.hits / (self.hits + self.wrong) if self.hits + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Of what was to be answered, how much was."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(slots=True)
class Score:
    """The figures of a set of messages."""

    messages: int = 0
    intents: int = 0
    exact_messages: int = 0
    records: int = 0
    exact_records: int = 0
    kinds: int = 0
    kinds_right: int = 0
    asks: int = 0
    asks_right: int = 0
    negatives: int = 0
    false_records: int = 0
    fields: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in FIELDS})
    misses: list[str] = field(default_factory=list)

    @property
    def overall(self) -> Tally:
        """All fields together."""
        whole = Tally()
        for tally in self.fields.values():
            whole.add(tally)
        return whole


def add_message(score: Score, case: Record, answer: Record) -> None:
    """Count one message."""
    expect = _mapping(case["expect"])
    wanted, got = records_of(expect, str(answer["intent"])), _records(answer.get("records"))
    right_intent = is_intent_right(expect, str(answer["intent"]), got)
    right_ask = is_ask_right(expect, wanted, _list(answer.get("ask")))
    faults = _add_records(score, expect, wanted, got if right_intent or wanted else [])
    false_record = is_negative(expect) and bool(got) and answer["intent"] in STORED
    score.messages += 1
    score.intents += right_intent
    score.asks += 1
    score.asks_right += right_ask
    score.negatives += is_negative(expect)
    score.false_records += false_record
    score.exact_messages += right_intent and right_ask and not faults and not false_record
    _note(
        score,
        case,
        answer,
        [
            *faults,
            *([] if right_intent else ["intent"]),
            *([] if right_ask else ["ask"]),
            *(["FALSE RECORD"] if false_record else []),
        ],
    )


def _note(score: Score, case: Record, answer: Record, faults: Sequence[str]) -> None:
    if faults:
        shown = {key: value for key, value in answer.items() if value and key not in {"id", "dropped"}}
        score.misses.append(
            f"{case['id']} {str(case['now'])[:16]} {case['text']!r}\n    {', '.join(faults)}\n    want {case['expect']}\n    got  {shown}"
        )


def is_negative(expect: Record) -> bool:
    """Whether nothing may be stored."""
    accepted = {str(expect["intent"]), *map(str, _list(expect.get("accept")))}
    return not accepted & {"record", "talk", "correct"}


def is_intent_right(expect: Record, intent: str, got: Sequence[Record]) -> bool:
    """Whether the intent is the expected one, or as good."""
    accepted = {str(expect["intent"]), *map(str, _list(expect.get("accept")))}
    all_talks = bool(got) and all(record.get("kind") == "talk" for record in got)
    return intent in accepted or (all_talks and intent in STORED and bool(accepted & STORED))


def is_ask_right(expect: Record, wanted: Sequence[Record], asked: Sequence[object]) -> bool:
    """Whether what has to be asked is asked, and nothing else."""
    records = [expect, *wanted]
    if any(record.get("ask_dontcare") for record in records):
        return True
    if expect["intent"] not in STORED:
        return True
    required = {str(ask) for record in records for ask in _list(record.get("ask"))}
    return set(map(str, asked)) == required


def records_of(expect: Record, intent: str) -> list[Record]:
    """The records that a message is to give; none where another intent was as good and was answered."""
    if intent in map(str, _list(expect.get("accept"))) and intent not in STORED | {"correct"}:
        return []
    if "records" in expect:
        return _records(expect["records"])
    return [expect] if expect["intent"] in STORED | {"correct"} else []


def _add_records(score: Score, expect: Record, wanted: Sequence[Record], got: Sequence[Record]) -> list[str]:
    faults: list[str] = []
    counts = expect["intent"] in STORED
    for want, have in _paired(wanted, got):
        wrong = _compare(score, want, have)
        faults += wrong
        if counts and want is not None:
            score.records += 1
            score.exact_records += have is not None and not wrong
            _count_kind(score, want, have)
    return faults


def _count_kind(score: Score, want: Record, have: Record | None) -> None:
    if want.get("kind") is not None:
        score.kinds += 1
        score.kinds_right += have is not None and have.get("kind") in _options(want["kind"])


def _paired(wanted: Sequence[Record], got: Sequence[Record]) -> list[tuple[Record | None, Record | None]]:
    """Each wanted record with the answer that fits it best."""
    size = max(len(wanted), len(got))
    padded_want = [*wanted, *[None] * (size - len(wanted))]
    padded_got = [*got, *[None] * (size - len(got))]
    if size > MOST_PAIRED:
        return list(zip(padded_want, padded_got, strict=True))
    best = max(
        permutations(padded_got),
        key=lambda order: sum(_likeness(w, g) for w, g in zip(padded_want, order, strict=True)),
    )
    return list(zip(padded_want, best, strict=True))


def _likeness(want: Record | None, have: Record | None) -> int:
    if want is None or have is None:
        return 0
    return sum(judge(name, want, have).hits for name in FIELDS) + 1


def _compare(score: Score, want: Record | None, have: Record | None) -> list[str]:
    faults: list[str] = []
    for name in FIELDS:
        tally = judge(name, want if want is not None else {}, have or {})
        score.fields[name].add(tally)
        if tally.wrong or tally.missed:
            faults.append(name)
    if want is None:
        faults.append("needless record")
    return faults


def judge(name: str, want: Record, have: Record) -> Tally:
    """One field of one record."""
    if name in _list(want.get("dontcare")):
        return Tally()
    answer = have.get(name)
    if name == "topic" and want.get("topic") is None:
        return Tally(wrong=int("topic" in want and bool(answer)))
    if name == "date" and "date_window" in want:
        return _judge_window(_list(want["date_window"]), answer)
    if name in NAMES:
        return _judge_names(_list(want.get(name)), _list(answer), _list(want.get(f"{name}_optional")))
    return _judge_value(name, want.get(name), answer, may_be_empty=f"{name}_optional" in want)


def _judge_window(window: Sequence[object], answer: object) -> Tally:
    if answer is None:
        return Tally()
    inside = str(window[0]) <= str(answer) <= str(window[1])
    return Tally(hits=int(inside), wrong=int(not inside))


def _judge_value(name: str, wanted: object, answer: object, *, may_be_empty: bool) -> Tally:
    options = _options(wanted)
    if answer is None:
        return Tally() if None in options or may_be_empty else Tally(missed=1)
    if any(_fits(name, option, answer) for option in options if option is not None):
        return Tally(hits=1)
    return Tally(wrong=1, missed=int(None not in options))


def _fits(name: str, wanted: object, answer: object) -> bool:
    if name in CONTAINED:
        return _squeezed(wanted) in _squeezed(answer)
    if isinstance(wanted, int | float) and isinstance(answer, int | float):
        return abs(wanted - answer) < 0.005
    return wanted == answer


def _judge_names(wanted: Sequence[object], answer: Sequence[object], optional: Sequence[object]) -> Tally:
    left = Counter(map(str, answer))
    hits = missed = 0
    for name in wanted:
        found = next((option for option in map(str, _options(name)) if left[option]), None)
        hits += found is not None
        missed += found is None
        if found is not None:
            left[found] -= 1
    free = {option for name in optional for option in map(str, _options(name))}
    return Tally(hits=hits, missed=missed, wrong=sum(count for name, count in left.items() if name not in free))


def _squeezed(text: object) -> str:
    return "".join(str(text).split())


def _options(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else [value]


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _records(value: object) -> list[Record]:
    return [_mapping(item) for item in _list(value)]


def _mapping(value: object) -> Record:
    return value if isinstance(value, dict) else {}
