"""How many were there, and how many belong to it: of the numbers that one activity has.

present := part (、 part)+ COUNTED | whole part | squad{2,} | number
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from handlers.grammar.lexicon.lexeme import EDGES, Lexemes, Tag, number_at, tag_at, text_at
from handlers.grammar.lexicon.persons import raw
from handlers.grammar.lexicon.phrases import CountPhrase, Role
from schedules.ledger.activity import ActivityKind as K

UNCOUNTED = frozenset({K.DUES, K.VISIT, K.TALK, K.DEVELOPMENT, K.REPORT, K.RECTIFICATION})
_PRESENT, _BARE = Role.PRESENT, Role.BARE
"""By names of their own: Python 3.11 takes ten times as long to look up a member of an enumeration."""
_SQUADS = frozenset({"队", "组", "班", "路", "分队", "小队", "小组"})
_VISITORS = frozenset({"人", "个人"})
_JOINING, _MOST_BETWEEN = frozenset({Tag.PAUSE, Tag.COMMA, Tag.PEOPLE}), 2
_AND = frozenset({"和", "与", "及", "、"})
_ONLINE = frozenset({"线上", "网上", "视频", "远程", "云端"})
_WAYS = _ONLINE | {"线下", "现场", "会场", "到场", "会议室"}
_FIRST = "第一"
_PERSONS = frozenset({Tag.PEOPLE, Tag.TITLE})
_BEHIND_WHOLE = EDGES | {Tag.KIND, Tag.FINAL, Tag.PERFECT}
_OF_THEM = "其中"
_COUNTED = frozenset({"label:present", "count:present"})


def present_of(counts: Sequence[CountPhrase], best: Mapping[Role, int], kind: K | None, lexemes: Lexemes) -> int | None:
    """How many were there; `best` are the weightiest numbers."""
    several = len(counts) > 1 and kind is not K.VISIT
    if several and (found := _of_how_many(counts, lexemes)):
        return found[1]
    together = (
        (
            _sum_of(counts, lexemes)
            or _in_all(counts, lexemes)
            or _with_others(counts, lexemes)
            or _here_and_online(counts, lexemes)
            or _each_of_them(counts, lexemes)
        )
        if several
        else None
    )
    present = together or best.get(_PRESENT)
    if present is None and kind is K.VISIT:
        return _party_of(counts, lexemes)
    if present is not None or kind in UNCOUNTED:
        return present
    squads = _sum_of_squads(counts, lexemes) if several and kind is not K.GROUP_MEETING else None
    return squads or _sum_of_parts(counts, lexemes) or best.get(_BARE)


def whole_of(counts: Sequence[CountPhrase], lexemes: Lexemes) -> int | None:
    """共10名党员,实到9名: of how many."""
    if len(counts) < 2:  # most tell one
        return None
    if found := _of_how_many(counts, lexemes):
        return found[0]
    came = [p.number for p in counts if p.role is _PRESENT and lexemes[p.at].text.startswith("实")]
    whole = [p.number for p in counts if p.role is _BARE and tag_at(lexemes, p.at - 1) is Tag.TOTAL]
    return whole[0] if came and whole and whole[0] > came[0] else None


def best_of(counts: Sequence[CountPhrase]) -> Mapping[Role, int]:
    """The number for each role, the first of the weightiest."""
    best: dict[Role, int] = {}
    for phrase in sorted(counts, key=lambda phrase: -phrase.weight):
        best.setdefault(phrase.role, phrase.number)
    return best


def _party_of(counts: Sequence[CountPhrase], lexemes: Lexemes) -> int | None:
    """走访了两户,送了米油,5人: the visitors, where a clause of its own tells how many, and not right behind those visited."""
    alone = (
        phrase.number
        for phrase in counts
        if phrase.role is _BARE
        and text_at(lexemes, phrase.end - 1) in _VISITORS
        and tag_at(lexemes, phrase.at - 1) in EDGES
        and tag_at(lexemes, phrase.end) in EDGES
        and tag_at(lexemes, phrase.at - 2) is not Tag.PEOPLE
    )
    return next(alone, None)


def _of_how_many(counts: Sequence[CountPhrase], lexemes: Lexemes) -> tuple[int, int] | None:
    """党员24名,到会22名; 30人,28人参加; 五个委员来了四个: those who belong to it, and right behind them those who came."""
    for before, last in pairwise(counts):
        belong = before.role is _BARE or before.rule == "count:own" or text_at(lexemes, last.at - 1) == _OF_THEM
        if not belong or last.rule not in _COUNTED or before.number <= last.number or not last.weight:
            continue
        beside = last.at == before.end and last.rule == "label:present"  # 五个委员来了四个
        if beside or (_is_next(before, last, lexemes) and tag_at(lexemes, last.end) in _BEHIND_WHOLE):
            return before.number, last.number
    return None


def _is_next(before: CountPhrase, last: CountPhrase, lexemes: Lexemes) -> bool:
    """党员30人,28人参加; 党员30人,其中28人参加: in the next clause, and of the same people."""
    marks = [(x.tag in {Tag.COMMA, Tag.SPACE}, x.text) for x in lexemes[before.end : last.at]]
    beside = all(mark or text == _OF_THEM for mark, text in marks) and len(marks) <= 2
    return beside and _people_of(last, lexemes) in {None, _people_of(before, lexemes)}


def _people_of(phrase: CountPhrase, lexemes: Lexemes) -> str | None:
    """Which people are counted: 党员21人, 3名积极分子."""
    around = (phrase.at - 1, *range(phrase.at + 1, phrase.end + 1))
    return next((text_at(lexemes, at) for at in around if tag_at(lexemes, at) in _PERSONS), None)


def _in_all(counts: Sequence[CountPhrase], lexemes: Lexemes) -> int | None:
    """支委5人全部到会,共22人: in all, behind a part of them."""
    whole = [p for p in counts if p.role is _BARE and tag_at(lexemes, p.at - 1) is Tag.TOTAL]
    parts = [p for p in counts if p.rule == "count:present" and whole and p.at < whole[-1].at]
    return whole[-1].number if parts and whole[-1].number > max(p.number for p in parts) else None


def _sum_of(counts: Sequence[CountPhrase], lexemes: Lexemes) -> int | None:
    """21名党员3名积极分子参加, 党员20人、预备党员3人、群众5人参加: people of several kinds, counted side by side."""
    run: list[CountPhrase] = []
    for phrase in counts:
        run = [*run, phrase] if run and _are_beside(run[-1], phrase, lexemes) else [phrase]
        people = [_people_of(each, lexemes) for each in run]
        if phrase.role is not _PRESENT:
            continue
        if len(run) > 1 and phrase.rule == "count:present" and None not in people and len({*people}) == len(run):
            return sum(each.number for each in run)
        run = []
    return None


def _sum_of_parts(counts: Sequence[CountPhrase], lexemes: Lexemes) -> int | None:
    """党员12人、积极分子3人: kinds of people, counted side by side."""
    parts = [phrase for phrase in counts if phrase.role is _BARE]
    people = [_people_of(phrase, lexemes) for phrase in parts]
    named = None not in people and len({*people}) == len(parts)
    joined = named and all(_are_beside(before, last, lexemes) for before, last in pairwise(parts))
    return sum(phrase.number for phrase in parts) if joined and len(parts) > 1 else None


def _each_of_them(counts: Sequence[CountPhrase], lexemes: Lexemes) -> int | None:
    """正式党员实到24人,预备党员实到2人: people of several kinds, each with a word that they came."""
    came = [p for p in counts if p.role is _PRESENT]
    people = [text_at(lexemes, p.at - 1) for p in came if tag_at(lexemes, p.at - 1) is Tag.PEOPLE]
    if len(came) < 2 or len(people) < len(came) or any(text_at(lexemes, p.at - 2) == _OF_THEM for p in came):
        return None
    apart = all(one is each or one not in each for one in people for each in people) and len({*people}) == len(people)
    return sum(p.number for p in came) if apart else None


def _with_others(counts: Sequence[CountPhrase], lexemes: Lexemes) -> int | None:
    """参加的有20名党员和3名积极分子: behind one word for all of them, people of other kinds."""
    first, *others = counts
    people = [_people_of(phrase, lexemes) for phrase in counts]
    if first.rule != "label:present" or None in people or len({*people}) < len(people):
        return None
    joints = [lexemes[before.end : last.at] for before, last in pairwise(counts)]
    joined = all(len(joint) == 1 and joint[0].text in _AND for joint in joints)
    return sum(p.number for p in counts) if joined and all(p.role is _BARE for p in others) else None


def _here_and_online(counts: Sequence[CountPhrase], lexemes: Lexemes) -> int | None:
    """线下20人,线上8人; 20人现场,8人线上: two parts of one meeting."""
    parts = [phrase for phrase in counts if phrase.role is _BARE or phrase.rule in _COUNTED]
    if len(parts) != 2:
        return None
    before, behind = (
        {way for way in _WAYS for p in parts if raw(lexemes, max(p.at - 2, 0), p.at).endswith(way)},
        {way for way in _WAYS for p in parts if raw(lexemes, p.end, p.end + 2).startswith(way)},
    )
    apart = any(len(ways) == len(parts) and len(ways & _ONLINE) == 1 for ways in (before, behind))
    return sum(phrase.number for phrase in parts) if apart else None


def _sum_of_squads(counts: Sequence[CountPhrase], lexemes: Lexemes) -> int | None:
    """一队11人二队9人, 第一组8人,第二组9人: those of each squad, from the first on, and nobody besides."""
    numbered = [_squad_before(lexemes, phrase.at) for phrase in counts]
    return sum(phrase.number for phrase in counts) if numbered == [*range(1, len(counts) + 1)] else None


def _squad_before(lexemes: Lexemes, at: int) -> int | None:
    """Which squad stands before its number."""
    if text_at(lexemes, at - 1) not in _SQUADS:
        return None
    return 1 if text_at(lexemes, at - 2) == _FIRST else number_at(lexemes, at - 2)


def _are_beside(before: CountPhrase, last: CountPhrase, lexemes: Lexemes) -> bool:
    """Whether nothing stands between two numbers but a mark and whom the second one counts."""
    if before.role is not _BARE:
        return False
    between = lexemes[before.end : last.at]
    joined = all(lexeme.tag in _JOINING or lexeme.text in {"和", "与", "及"} for lexeme in between)
    return last.at - before.end <= 1 or (joined and len(between) <= _MOST_BETWEEN)
