"""The likeliest name in a run of characters that no word claims: 苏和 in 护林员苏和坐敖包底下.

A candidate is a family name with one or two characters; it is weighed by how common the family name is, how fond given
names are of the others, and what stands at its edges: the run's own, an office or a calling before, a verb behind.
"""

from collections.abc import Callable, Iterator

from handlers.grammar.lexicon.surnames import COMMON, COMPOUND, FAMILIAR, GIVEN, SURNAMES

_CALLINGS = frozenset("员长任师工委记部科处局室院校会组团队社的村镇县市司所办站友属生警兵")
"""What offices and callings end with, and 的."""
_VERBS = frozenset("坐去来到在做谈聊说讲给打发等就因请从回住病出开接带把为跟对被以还也都是有一两值临没未不则吃喝走")
"""What may follow a name at once."""
_LEAST = 4
Weighed = tuple[int, int, int]
"""A weight, and where the name begins and ends."""


def likeliest_name(text: str, is_personal: Callable[[str], bool], *, least: int = _LEAST) -> tuple[int, int] | None:
    """Where the likeliest name stands in a run; none where nothing speaks for any."""
    best = max(_weighed(text, is_personal), default=None)
    return (best[1], best[2]) if best and best[0] >= least else None


def _weighed(text: str, is_personal: Callable[[str], bool]) -> Iterator[Weighed]:
    for at in range(len(text) - 1):
        family = 2 if text[at : at + 2] in COMPOUND else 1
        for end in range(at + family + 1, min(at + family + 2, len(text)) + 1):
            if is_personal(text[at:end]):
                yield _weight(text, at, at + family, end), at, end


def _weight(text: str, at: int, given: int, end: int) -> int:
    led = 2 if at == 0 or text[at - 1] in _CALLINGS else 0
    closed = 2 if end == len(text) or text[end] in _VERBS else 0
    if text[at] in FAMILIAR:
        return led + closed + (_LEAST - 1 if text[given] in SURNAMES else -_LEAST)
    common = 1 if given - at > 1 or text[at] in COMMON else 0
    return led + closed + common + sum([1 if char in GIVEN else -1 for char in text[given:end]])
