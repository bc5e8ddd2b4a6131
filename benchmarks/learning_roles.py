"""Learn what named people did: `python -m benchmarks.learning_roles [--without VOICE]... [--write]`.

Finds the expected names in the texts of records, and weighs what stands around them. With `--without` it prints how often the
likeliest role is right on the voices that were left out.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from benchmarks.learning import Example, Subject, learn_from_command_line, open_in, reading_of, told_in
from benchmarks.scoring import Record
from handlers.grammar.judgement.roles import ROLES, TABLE
from handlers.grammar.judgement.surroundings import surroundings_of
from handlers.grammar.lexicon.persons import Span
from handlers.grammar.lexicon.phrases import Role
from handlers.grammar.people.name_lists import NameList, name_lists
from handlers.grammar.text.normalise import normalise

FIELDS = {
    "participants": Role.PARTICIPANT,
    "participants_optional": Role.PARTICIPANT,
    "leave": Role.LEAVE,
    "absent": Role.ABSENT,
    "lecturer": Role.LECTURER,
    "host": Role.HOST,
    "recorder": Role.RECORDER,
}


def examples_of(case: Record) -> Iterator[Example]:
    """The lists of names in a record."""
    records = told_in(case)
    if not records or any(leaves_open(record) for record in records):
        return
    text, read, _ = reading_of(case)
    told = _roles_in(text, records)
    for names in name_lists(read.lexemes):
        yield Example(frozenset(surroundings_of(names, read)), ROLES.index(_role_of(names, told)))


def leaves_open(record: Record) -> bool:
    """Whether it is left open who did what."""
    return not FIELDS.keys().isdisjoint(open_in(record))


def _roles_in(text: str, records: Sequence[Record]) -> Mapping[int, Role]:
    """The role of each character that belongs to an expected name."""
    return {at: role for span, role in placed(text, records).items() for at in range(*span)}


def placed(text: str, records: Sequence[Record]) -> Mapping[Span, Role]:
    """Where the expected names stand, and their roles."""
    found: dict[Span, Role] = {}
    for record in records:
        for field, role in FIELDS.items():
            for forms in _names_in(record.get(field)):
                if span := _place(text, forms, found):
                    found[span] = role
    return found


def _names_in(value: object) -> list[list[str]]:
    """The names in a field, each with its forms."""
    listed = value if isinstance(value, list) else [value] if value else []
    return [[*map(str, name)] if isinstance(name, list) else [str(name)] for name in listed]


def _place(text: str, forms: Sequence[str], taken: Collection[Span]) -> Span | None:
    """Where a name stands last and is free, in its longest form."""
    for form in sorted((normalise(form).text for form in forms), key=len, reverse=True):
        at = text.rfind(form)
        while at >= 0 and any(start < at + len(form) and at < end for start, end in taken):
            at = text.rfind(form, 0, at)
        if at >= 0:
            return at, at + len(form)
    return None


def _role_of(names: NameList, told: Mapping[int, Role]) -> Role | None:
    """What most of these did."""
    each = [Counter(told.get(at) for at in range(*span)).most_common(1)[0][0] for span in names.spans]
    return Counter(each).most_common(1)[0][0]


SUBJECT = Subject(
    table=TABLE,
    answers=[str(role or "none") for role in ROLES],
    examples_of=examples_of,
    rounds=8,
    decay=1e-4,
    seen=2,
    light=0.1,
)

if __name__ == "__main__":
    learn_from_command_line(SUBJECT)
