"""Words that may name a place where no rule sees one, and the pieces that tell whether they do.

site := characters behind a mark, a phrase, a preposition or a verb of going, up to one with which places end
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from handlers.grammar.lexicon.lexeme import SEPARATORS, Lexemes, Tag, TagName, tag_at
from handlers.grammar.lexicon.phrases import Phrases
from handlers.grammar.people.places import MOVING, PAPERS, SPEAKING
from handlers.grammar.text.numbers import NUMERALS
from schedules.ledger.activity import ActivityKind

VISITING = ("参观", "走访", "瞻仰", "祭扫", "打扫", "清扫")
"""What is done to a place, and makes it what an activity was about."""
_BREAKS = SEPARATORS | {Tag.LABEL, Tag.COLON, Tag.OPEN, Tag.CLOSE, Tag.QUOTED}
_LEADS = frozenset({Tag.AT, Tag.GO, Tag.KIND, Tag.SELF, Tag.HOLD})
LEADING = frozenset("在到去上来进爬逛赴至往于")
_ENDS = frozenset(
    "室校区楼堂院厅馆园场站心所口家学地屋山房村点头里墓庭部址库街湖局科碑厂子寨墙滩堤坡间桥台城层寓旁林市门闸办处船崖坳亭狱苑沟河渠角海厦田集"
    "圩边乡圃洞廊宫店寺塔祠港岛路镇县岗坝营坊埠码屯庄江溪泉峡岭峰涧舍棚窑仓坪巷弄道吧下前后"
)
_MARKED = _ENDS | LEADING
_WHOLE = frozenset({Tag.CONTENT, Tag.HOLD})
"""Words inside which no place ends: the 学 of 学习."""
_OF_PAPERS = tuple(f"的{paper}" for paper in PAPERS)
_SHORTEST, _LONGEST, _MOST = 2, 12, 16
_PIECE = "个"


class Site(NamedTuple):
    """A stretch of the text, half-open, with the tags before and behind it and that of its last word."""

    start: int
    end: int
    before: TagName | None
    behind: TagName | None
    closes: TagName


def sites_of(text: str, lexemes: Lexemes, phrases: Phrases) -> Sequence[Site]:
    """The words that may name a place; a bound, for texts that are not written by people."""
    claimed = phrases.spoken_for()
    found: list[Site] = []
    begins: dict[int, TagName | None] = {}
    end = 0
    for at, lexeme in enumerate(lexemes):
        tag = lexeme.tag
        if lexeme.start > end:
            begins = {}  # behind words that were taken back
        end = lexeme.end
        if at in claimed or tag in _BREAKS:
            begins = {}
            continue
        begins = begins or {lexeme.start: tag_at(lexemes, at - 1)}
        if not _MARKED.isdisjoint(lexeme.text):
            found += _sites_in(lexemes, at, begins)
        if tag in _LEADS:
            begins[lexeme.end] = tag
        if len(found) >= _MOST:
            break
    return [site for site in found if not _is_no_place(text, site)]


def _is_no_place(text: str, site: Site) -> bool:
    """讲到滨江路改造, 在党校的讲话, 去爬山, 去了3个村."""
    spoken = text[max(site.start - 1, 0) : site.start] == "到" and text[max(site.start - 2, 0)] in SPEAKING
    piece = text.find(_PIECE, site.start, site.start + _SHORTEST + 2)
    counted = piece > 0 and (text[piece - 1].isdecimal() or text[piece - 1] in NUMERALS)
    return spoken or counted or text[site.start] in MOVING or text.startswith(_OF_PAPERS, site.end)


def _sites_in(lexemes: Lexemes, at: int, begins: dict[int, TagName | None]) -> Iterator[Site]:
    """Those that end in a word; `begins` is where they may begin, and what stands before."""
    tag, text, start, stop = lexemes[at].tag, lexemes[at].text, lexemes[at].start, lexemes[at].end
    for end, last in enumerate(text, start + 1):
        if last in _ENDS and not (end < stop and tag in _WHOLE):
            behind = tag if end < stop else tag_at(lexemes, at + 1)
            for begin, before in begins.items():
                if _SHORTEST <= end - begin <= _LONGEST:
                    yield Site(begin, end, before, behind, tag)
        if last in LEADING:
            begins[end] = tag


def pieces_of_site(text: str, site: Site, kind: ActivityKind | None) -> frozenset[str]:
    """What stands in and around it."""
    start, end, before, behind, closes = site
    last = f"…{text[end - 1]}"
    return frozenset(
        [
            f"{text[start]}…",
            f"{text[start : start + 2]}…",
            last,
            f"…{text[end - 2 : end]}",
            f"before {text[max(start - 1, 0) : start]}",
            f"before {text[max(start - 2, 0) : start]}",
            f"behind {text[end : end + 1]}",
            f"behind {text[end : end + 2]}",
            f"{kind} {last}",
            *_between(before, behind, closes, end - start, kind),
        ]
    )


@cache
def _between(
    before: TagName | None, behind: TagName | None, closes: TagName, length: int, kind: ActivityKind | None
) -> Sequence[str]:
    """What its tags and its length tell."""
    tags = f"tag before {before}", f"tag behind {behind}", f"tags {before} {behind}", f"closes {closes}"
    return *tags, f"long {length}", f"{kind} before {before}"
