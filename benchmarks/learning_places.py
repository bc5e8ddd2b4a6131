"""Learn which words of a message tell where it was: `python -m benchmarks.learning_places [--without VOICE]... [--write]`.

With `--without` it prints how often words are judged rightly on the voices that were left out.
"""

from collections.abc import Iterator

from benchmarks.learning import Example, Subject, learn_from_command_line, open_in, reading_of, told_in
from benchmarks.learning_topics import kind_of, wanted_in
from benchmarks.scoring import Record
from handlers.grammar.clauses.likely_places import ANSWERS, TABLE
from handlers.grammar.clauses.sites import LEADING, pieces_of_site, sites_of

ADORNED = 5
"""A place may have so many characters more than the shortest piece that must be contained."""


def examples_of(case: Record) -> Iterator[Example]:
    """The words of a message that tells of one activity which may name a place."""
    records = told_in(case)
    if len(records) != 1 or "place" in open_in(records[0]):
        return
    places = wanted_in(records[0], "place")
    _, read, _ = reading_of(case)
    for site in sites_of(read.text, read.lexemes, read.phrases):
        words = read.text[site.start : site.end]
        named = any(_names(words, place) for place in places)
        yield Example(pieces_of_site(read.text, site, kind_of(records[0])), int(named))


def _names(words: str, place: str) -> bool:
    """Whether they are the place with little besides, and nothing that leads to it."""
    before, found, behind = words.partition(place)
    return bool(found) and len(before + behind) <= ADORNED and LEADING.isdisjoint(before)


SUBJECT = Subject(table=TABLE, answers=ANSWERS, examples_of=examples_of, rounds=6, decay=1e-4, seen=2, light=0.3)

if __name__ == "__main__":
    learn_from_command_line(SUBJECT)
