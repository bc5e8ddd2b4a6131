"""Learn what to make of rules and opinion together: `python -m benchmarks.learning_verdicts [--without VOICE]... [--write]`.

What the opinion thinks of a voice is learned from the others here, for it knows too well what it has learned from: so this takes
as long as all other tables together. Prints how often the verdict alone is right on the messages that it was learned from.
"""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import chain
from pathlib import Path

from benchmarks.accuracy import read_cases
from benchmarks.learning import Example, examples_in, learn, open_voices, share_right, write_table
from benchmarks.learning_intents import SUBJECT as OPINION
from benchmarks.learning_intents import intent_of
from benchmarks.scoring import Record
from handlers.grammar.clauses.sentences import read_sentences
from handlers.grammar.judgement.opinion import INTENTS
from handlers.grammar.judgement.pieces import pieces_of
from handlers.grammar.judgement.verdicts import TABLE, signs_of
from handlers.grammar.learned.weights import Weights
from handlers.grammar.lexicon.lexer import lex
from handlers.grammar.parse import ruled
from handlers.grammar.people.whole_names import with_whole_names
from handlers.grammar.text.normalise import normalise

PARTS = 4
_OF_RULES = (
    "all_parts behind_doors clerk_of_the_county corrections county_seat court_and_school far_and_near foot_of_the_hills "
    "forms grassland_town group_lead harbour_customs hospital_wards lakeside_bureau letters_and_lists library_and_lab "
    "market_square new_town night_watch_room not_of_ours nothing_to_file office_mornings old_secretary outsider paper_and_phone "
    "plain_office plain_pairs provincial_office rail_and_post retired_and_recalled river_delta salt_and_wind "
    "second_floor sensitive south_of_the_river talk_and_mend talks tax_hall voice_input water_bureau "
    "whole_sentences young_clerk"
)
OF_RULES = frozenset(_OF_RULES.split())
"""Voices that rules were written from: of these the rules know too well what the opinion has to be weighed against."""
SUBJECT = replace(OPINION, table=TABLE, rounds=8, decay=1e-4, light=0.0)


def main() -> None:
    """Learn, say how well, and write the table if that is wanted."""
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--without", action="append", default=[], metavar="VOICE", help="a voice that is not learned from"
    )
    parser.add_argument("--write", action="store_true", help="make the table anew")
    chosen = parser.parse_args()
    voices = [path for path in open_voices() if path.stem not in chosen.without]
    learned = [*chain.from_iterable(_examples_of_part(voices, part) for part in range(PARTS))]
    rows = learn(SUBJECT, learned)
    print(f"{TABLE}: {len(learned)} examples, {len(rows)} signs")
    print(f"alone {share_right(Weights(INTENTS, rows), learned):.1%}")
    if chosen.write:
        write_table(SUBJECT, rows)


def _examples_of_part(voices: list[Path], part: int) -> Iterator[Example]:
    """What the rules say of some voices, with the opinion of one who knows only the others."""
    others = [path for at, path in enumerate(voices) if at % PARTS != part]
    opinion = Weights(INTENTS, learn(OPINION, [*chain.from_iterable(examples_in(path, OPINION) for path in others)]))
    for path in (path for path in voices[part::PARTS] if path.stem not in OF_RULES):
        for case in read_cases(path):
            if intent := intent_of(case):
                yield _example_of(case, intent, opinion)


def _example_of(case: Record, intent: str, opinion: Weights) -> Example:
    now = datetime.fromisoformat(str(case["now"]))
    text = normalise(str(case["text"]))
    read = read_sentences(with_whole_names(lex(text.text)), now.date())
    odds = opinion.odds(pieces_of(text.text, read, now.date()))
    signs = signs_of(*ruled(read, text, now), read, odds)
    return Example(frozenset(signs.pieces()), INTENTS.index(intent))


if __name__ == "__main__":
    main()
