"""What kind a record really is of, in sentences that name it as something else.

kind-mistake := [it] (应该算 | 实为 | 只是 | 按) kind … (类别 | 类型 | 改 …) | kind 才对 … (类别 | 类型) | [old] 记成了 wrong … 换过来
"""

from datetime import date

from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.kinds import parse_kind
from handlers.grammar.lexicon.lexeme import Tag
from handlers.grammar.requests.targets import target_in
from handlers.grammar.text.patterns import Pattern
from handlers.intents import Correct, Reading

_SORT = "(?:类别|类型|种类|那一?类)"
_PLEASE = "(?:请|麻烦|劳驾|你|给我|帮[我忙])*"
_RULES = (
    Pattern(
        f"(?:应该|应当|该)算(?:是|作|成)?(?P<kind>[^,。;]{{2,10}}?)[,。;]?{_PLEASE}(?:就?按)?(?:这个|这)?(?:{_SORT}|改)"
    ),
    Pattern(
        f"(?:实为|其实是|实际是|只是|不过是|就是)(?P<kind>[^,。;]{{2,16}}?)[,。;]{_PLEASE}(?:把{_SORT})?(?:更?改|换|更正)(?:一?下{_SORT}|过来|{_SORT})"
    ),
    Pattern(f"^(?P<kind>[^,。;]{{2,10}}?)才对[,。;]?{_PLEASE}(?:更?改|换|更正)?(?:一?下|过来)?{_SORT}"),
    Pattern(
        f"(?:把|将)(?P<kind>[^,。;]{{2,10}}?)(?:那[条次])?(?:[记登录报填写]成)了?[^,。;]{{2,10}}[,。;]?{_PLEASE}(?:[改换]过来|[改换]回来?)"
    ),
)
_OF_KINDS = frozenset("算类种过回")
"""One of these stands in everything that the rules find."""


def kind_mistake_of(read: Sentences, today: date) -> Correct | None:
    """它不算支部大会,只是二组开的小组会,劳驾改过来: only the kind is to be changed, and nothing is counted."""
    if read.phrases.counts or Tag.CHANGE not in read.tags or _OF_KINDS.isdisjoint(read.characters):
        return None
    for rule in _RULES:
        if (found := rule.search(read.text)) and (kind := parse_kind(found["kind"])):
            before = [phrase for phrase in read.phrases if read.lexemes[phrase.at].start < found.start("kind")]
            return Correct(changes=Reading(kind=kind), target=target_in(before, read.lexemes, today))
    return None
