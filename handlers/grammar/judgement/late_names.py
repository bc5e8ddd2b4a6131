"""Who is named besides, right behind a record: 还有李强, 漏了李强和王芳, 名单不全,还有李强也来了, 李强也在.

late  := lead names [there] | names 也 there
lead  := 忘了说 | 漏了 | 少写了 | 名单不全 | 还有 | 加上 …
there := 在 | 来了 | 到场 | 参加了 …
"""

from handlers.grammar.lexicon.lexer import lex
from handlers.grammar.lexicon.persons import is_trusted
from handlers.grammar.lexicon.titles import is_title
from handlers.grammar.people.names import read_names
from handlers.grammar.people.recognised import name_shares
from handlers.grammar.text.normalise import normalise
from handlers.grammar.text.patterns import Pattern

_ENTERED = "(?:写|报|登|填|记|录|列|算)"
_LEAD = Pattern(
    "(?:(?:哦|噢|啊|哎|对了|不好意思|抱歉|刚才|刚刚|我|[,。:])*)"
    f"(?P<signal>(?:(?:忘了?|忘记了?|漏了?|落了?|少了?)(?:说|{_ENTERED})了?|漏了?|落下?了?|少了"
    f"|(?:参加的?)?(?:人员?|名单|名字|人名)(?:没有?{_ENTERED}?[全完]|不全|不完整|漏了|少了)|还有|另有|另外|再?加上?|补上|补充|[,。:]|一?个人?|一?[位名](?:同志)?)*)"
)
_THERE = Pattern(
    "(?P<also>也|都|同样)?(?:在场?|来了?|到了|到场了?|到会了?|参加了?|去了?|出席了?|参会了?)?的?(?:[,。]?(?:忘了?|漏了?)(?:说|写|报|登|填)?了?)?[吧呢啊]?[。!]*$"
)
_LONGEST, _UNLIKELY = 30, 0.3
"""Of characters; and a share below which a name is none: 文件也到了."""


def names_added_in(text: str) -> tuple[str, ...]:
    """The names in a message that only says who was there besides; none where it says anything else."""
    said = normalise(text)
    lead = _LEAD.match(said.text)
    there = _THERE.search(said.text, lead.end() if lead else 0)
    if len(said.text) > _LONGEST or lead is None or there is None:
        return ()
    if not (lead["signal"] or (there["also"] and there.end("also") < len(said.text))):
        return ()
    middle = said.text[lead.end() : there.start()]
    lexemes, shares = lex(middle), name_shares(lex(said.text))
    spans, end = read_names(lexemes, 0, spaced=True)
    if end < len(lexemes) or not all(
        is_trusted(lexemes, span) and not is_title(middle[slice(*span)]) for span in spans
    ):
        return ()
    told = [(lead.end() + at, lead.end() + until) for at, until in spans]
    return (
        tuple([said.typed_between(*span) for span in told]) if all(shares.get(s, 1) > _UNLIKELY for s in told) else ()
    )
