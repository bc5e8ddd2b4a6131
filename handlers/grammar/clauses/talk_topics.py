"""What a talk was about, where its teller says so: 主要聊退休后的打算, 都是值守纪律的事, 她想写入党申请书.

matter := [mainly] TELL words | ALL 是 words 的事 | 就 words 谈 | 他 WISH words

Which of it may be kept is for the guard to say.
"""

from collections.abc import Iterator

from handlers.grammar.clauses.grouping import Group
from handlers.grammar.lexicon.lexeme import SEPARATORS, Lexemes
from handlers.grammar.lexicon.persons import is_personal, raw
from handlers.grammar.lexicon.phrases import (
    AmountPhrase,
    CountPhrase,
    LabelPhrase,
    NamesPhrase,
    PlacePhrase,
    TimePhrase,
)
from handlers.grammar.text.normalise import Normalised
from handlers.grammar.text.patterns import Pattern
from schedules.ledger.activity import ActivityKind

_LEAD = "(?:主要|重点|着重|侧重|专门|大多|多半|一直|顺便|顺带|具体|还|又|也|就|都|全|净|我们|双方)*"
_ASPECT = "(?:了?[聊谈说讲问唠]|了?一?下|了?些|了|起了?|到了?|及|的主要是|的都是|的是|的)?"
_TELL = f"(?:[聊谈唠]{_ASPECT}|(?:说|讲|问(?!题)){_ASPECT}|(?:了解|关心)(?:了?一?下|了)?(?!到)|(?:交流|沟通|交换|探讨)了?|围绕|针对|关于|提醒(?:了|注意)?)"
_HIM = "[他她佢]们?"
_EMPTY = (
    r"(?![心话新过完得成上妥拢透好是按要不没定明来下起到通开谁了的]|会儿?(?:话|天)?(?:$|[,。;!\n ])|[我你咱]|大家|一?阵|半天|老?半天|[很许好]久|很多|不少|挺|蛮|非常|内容|时间|地点"
    r"|[\d一二两三四五六七八九十几多半大小整]+(?:[个来多刻分点时钟天次回会下位人名遍场轮条晚上早宿路上午]|$)|[:(])"
)
"""How long, how often and how well they talked, and the nouns of talking, are no matter."""
_WORDS = r"[^,。;!?:(\n ]"
_ENDS = r"(?=[,。;!\n ]|$)"
_BEGINS = r"(?:^|(?<=[,。;!\n ]))"
_AFFAIR = "(?:的?(?:事儿?|事情|问题|情况|想法|打算)|这事儿?)"
_MATTER = Pattern(
    rf"{_BEGINS}{_LEAD}{_TELL}(?:{_HIM}的?)?(?P<told>{_EMPTY}{_WORDS}{{2,24}}){_ENDS}"
    rf"|{_BEGINS}(?:都|全|就|净|尽)是(?P<all>{_WORDS}{{2,20}}{_AFFAIR}){_ENDS}"
    rf"|{_BEGINS}(?:主要|多半|大多)[是系](?P<main>{_EMPTY}{_WORDS}{{2,20}}){_ENDS}"
    rf"|就(?P<over>(?![咱我你今昨前是在这那上下来去和跟与找同算])(?:(?![谈聊]){_WORDS}){{3,20}}?)(?:等方面)?(?:[和与跟同找]{_WORDS}{{1,8}}?)?(?:一起|进行|作|做|开展|深入|单独|充分)*了?(?:谈[心话了]|[聊谈][聊谈了]|交流|交换|沟通)"
    rf"|(?<![跟和与同找给对把向问让请陪为听])(?P<his>{_HIM}(?:对{_WORDS}{{2,12}}(?:有|没)[一点些啥什么]*(?:想法|意见|看法)|[还也又]?(?:想|希望|打算|提了|提出|要求){_WORDS}{{2,20}}{_ENDS}))"
)
_TELLING = Pattern(
    f"{_HIM}|说(?!的)|劝|要求|希望|觉[得着]|嫌|反映|听{_HIM}|告诉|叮嘱|嘱咐|抱怨|担心|主要(?:聊|谈|说|讲|问|围绕|了解)|[聊谈说提]到|问了|了解"
)
"""How the clauses begin that tell what was said."""
_LONGEST_BEGINNING = 3
_CLAIMING = (NamesPhrase, CountPhrase, AmountPhrase, TimePhrase, PlacePhrase, LabelPhrase)


def talk_topic(group: Group, lexemes: Lexemes, text: Normalised) -> str | None:
    """The first words of a group that tell what was talked of, and nobody's name."""
    start, end = lexemes[group.at].start, lexemes[group.end - 1].end
    said = text.text[start:end]
    claimed = [(lexemes[p.at].start, lexemes[p.end - 1].end) for p in group.phrases if isinstance(p, _CLAIMING)]
    return next(
        (
            text.typed_between(first, last)
            for first, last in _matters_in(said, start)
            if not any(at < last and first < until for at, until in claimed)
        ),
        None,
    )


def start_of_matter(group: Group, lexemes: Lexemes) -> int:
    """Where it begins to be told what was said, behind the word for talking; the end of the group where it does not."""
    talk = next((p.end for p in group.kinds() if p.word.kind is ActivityKind.TALK), group.end)
    begins = (at for at in range(talk, group.end) if lexemes[at - 1].tag in SEPARATORS)
    return next((at for at in begins if _TELLING.match(raw(lexemes, at, at + _LONGEST_BEGINNING))), group.end)


def _matters_in(said: str, start: int) -> Iterator[tuple[int, int]]:
    for found in _MATTER.finditer(said):
        if not is_personal(found[found.lastgroup or 0]):
            first, last = found.span(found.lastgroup or 0)
            yield start + first, start + last
