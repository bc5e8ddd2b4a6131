"""What is told to be wrong about one field of a record, in sentences without a word of change.

    mistake  := field LEFT_OUT value | LEFT_OUT field value | field NOT_AT old value | field value NOT_WRITE old
              | field IN_FACT value | value I_WROTE old | name NOT absence BUT name | name NOT absence absence | name CHANGE absence | DIGIT value | absence without name
    LEFT_OUT := 漏了 | 落下了 | 忘填了 | 没写 …
    DIGIT    := 少写了个零 | 多打一位 | 位数不对 …

The value is read as if it stood behind its label (地点:…): one that cannot be read there is none.
"""

from dataclasses import fields, replace
from datetime import date

from handlers.grammar.clauses.grouping import Group
from handlers.grammar.clauses.readings import reading_of
from handlers.grammar.clauses.sentences import Sentences, read_sentences
from handlers.grammar.lexicon.lexeme import Lexemes, Tag, tag_at
from handlers.grammar.lexicon.lexer import lex
from handlers.grammar.lexicon.outsiders import AFFAIRS, DRAFTS
from handlers.grammar.lexicon.persons import is_personal
from handlers.grammar.lexicon.phrases import DatePhrase, KindPhrase, LabelPhrase, Phrases
from handlers.grammar.requests.kind_mistakes import kind_mistake_of
from handlers.grammar.requests.targets import target_in
from handlers.grammar.text.normalise import Normalised
from handlers.grammar.text.patterns import Pattern, Signs
from handlers.intents import Correct, Reading, Target

_ANYBODY = frozenset({"人", "同志"})
_ASKING, _OTHERS = frozenset({Tag.ASKING, Tag.QUESTION_MARK}), DRAFTS | AFFAIRS
_LABELS = {
    "应到": "应到人数",
    **dict.fromkeys(("实到", "人数", "到会人数", "参会人数", "参加人数", "出席人数"), "实到人数"),
    **dict.fromkeys(("主持人", "主持的", "主持"), "主持人"),
    **dict.fromkeys(("记录人", "记录员", "记录的"), "记录人"),
    **dict.fromkeys(("主讲人", "主讲的", "主讲", "授课人", "领学人", "讲课的"), "主讲人"),
    **dict.fromkeys(("地点", "地方", "会场", "场地"), "地点"),
    **dict.fromkeys(("时间", "开始时间", "起止时间"), "时间"),
    **dict.fromkeys(("结束时间", "散会时间"), "结束时间"),
    **dict.fromkeys(("日期", "会期"), "日期"),
    **dict.fromkeys(("主题", "题目", "议题", "题名", "内容"), "主题"),
    **dict.fromkeys(("请假", "请假的", "请假人员", "请假名单", "请过假", "请了假", "请假了"), "请假"),
    **dict.fromkeys(("缺席", "缺席的", "缺席人员"), "缺席"),
    **dict.fromkeys(("参加人员", "人", "同志"), "参加人员"),
    **dict.fromkeys(("谈话对象", "谈心对象", "约谈对象", "谈话人选", "谈心谈话", "谈心"), "谈话对象"),
    **dict.fromkeys(("金额", "总额", "数目", "慰问金"), "金额"),
}
"""How people call a field, and the label that reads it."""
_NAMES = "|".join(sorted((name for name in _LABELS if name not in _ANYBODY), key=len, reverse=True))
_NAMED = Pattern(_NAMES)
_FIELD = rf"(?P<field>{_NAMES})(?!党日|教育)(?:那一?栏|栏|那项|里)?(?:也|都)?"
_WRITE = "(?:写|填|登|报|录|记|打|输|标)"
_ONE = "(?:了|一|[个位名])*"
_IS = "(?:应该|应|就)?(?:是|为|在|叫|写|填)?"
_LEFT_OUT = rf"(?:没{_WRITE}上?|(?<![删去拿划撤取清改])(?:漏|落|忘|掉)(?:记|了|下|掉)?{_WRITE}?(?:上|进去)?)"
_ADD = "[补添加](?:上|个|一个|一下|进去)"
_SOMEBODY_LEFT_OUT = Pattern(
    rf"(?:{_LEFT_OUT}|少{_WRITE}){_ONE}(?P<field>人|同志)[,:。 ]+(?:补上|加上|补|是|叫)?(?P<value>[^,。;]+?)(?:也?(?:参加|到会|来|在|去|听)了?)?(?=[,。;]|$)"
)
_RULES = (
    Pattern(rf"{_FIELD}{_LEFT_OUT}{_ONE}[,。;: ]+{_IS}(?P<value>.+)"),
    Pattern(
        rf"(?:{_LEFT_OUT}|少{_WRITE}|{_ADD}){_ONE}{_FIELD}(?:人|同志)?[,。;: ]*(?:{_ADD}|(?P=field)的?)?{_IS}(?P<value>.+)"
    ),
    Pattern(rf"^[^改]*?{_FIELD}(?:再|还|又|另外)?{_ADD}(?P<value>[^,。;]+)"),
    Pattern(
        rf"{_FIELD}(?:{_WRITE}错|[搞弄]错|不对|有误|改|更正|换)(?:一?下|了|人|一?个?字|一?个?人)*[,。; ]*(?:应该|应|就)?是(?P<value>[^,。; ]+?)[,。; ]*(?:而|并)?不是"
    ),
    Pattern(rf"{_FIELD}[少多错漏]了?[一两俩几]?个?字[,。;]{_IS}(?P<value>.+)"),
    Pattern(rf"{_FIELD}(?:那个|那位|的)?叫(?P<value>[^,。;]+)[,;](?:不叫|不是)"),
    Pattern(rf"{_FIELD}不(?:是)?在[^,。;]+[,;]而?是?在(?P<value>[^,。;]+)"),
    Pattern(rf"{_FIELD}{_IS}(?P<value>[^,。;]+)[,;](?:别|不要|莫|甭){_WRITE}"),
    Pattern(
        rf"{_FIELD}(?:其实|应该算|应当算|该算)(?:应该)?(?:是|为|只有|有)?(?P<value>(?![不没很太挺蛮真更就还都也已])[^,。;]+)"
    ),
    _SOMEBODY_LEFT_OUT,
    Pattern(
        rf"{_FIELD}[^,。;]{{0,4}}(?:空着?|空了|空白)[^,。;]{{0,3}}[,。;](?:请|应该?|要)?(?:填|写|补|加|登)上?(?P<value>[^,。;]+)"
    ),
    Pattern(
        rf"{_FIELD}(?:里头?|中)?(?:还)?(?:把|将)?(?P<value>[\u3400-\u9fff·]{{2,4}}?)(?:同志)?(?:给)?(?:落下|漏掉|落掉|忘掉|拉下)了?(?:[,。;]|$)"
    ),
    Pattern(
        rf"{_FIELD}(?:是|为|在|有)(?P<value>[^,。;]+)[,;](?:{_LEFT_OUT}了?[,;])?(?:请|[帮给]我|麻烦|劳驾)*(?:补|添|加)(?:上|进去|一下)(?:吧|哈|谢谢)?$"
    ),
    Pattern(
        rf"是(?P<value>[\u3400-\u9fff·]{{2,4}}?)(?P<field>主持的|记录的|主讲的),{_LEFT_OUT}了?,(?:请|[帮给]我|麻烦|劳驾)*{_ADD}"
    ),
    Pattern(r"(?P<field>请假|缺席)(?:的人|人员|名单)里?(?:还|再|又)?[补添加](?:为|上|一?[个位])?:?(?P<value>[^,。;]+)"),
    Pattern(rf"^[^,。;除]*{_FIELD}(?:还有|另有)(?P<value>[^,。;]+)$"),
    Pattern(rf"那[条次].*{_FIELD}换(?:成|为)?(?P<value>[^,。;了到个]+)"),
    Pattern(rf"{_FIELD}{_IS}(?P<value>[^,。;]+?)才对"),
    Pattern(
        rf"{_FIELD}(?:的?名字|的?姓名)?(?:(?:{_WRITE}|搞|弄|说|看)(?:错|反|混|串)了?|有误)(?:[,。; ]+|(?=应))(?:其实|实际)?(?:应该?|应当)?(?:是|为|叫)(?P<value>[^,。;]+)$"
    ),
    Pattern(rf"(?:那[条次个笔].*|^){_FIELD}(?:的?人|的)?(?:是|为|叫)(?P<value>[^,。;是]+),(?:而|并)?不是[^,。;]+$"),
    Pattern(rf"^{_FIELD}不是[^,。;]+,(?:而)?是(?P<value>[^,。;]+)"),
    Pattern(rf"的{_FIELD}是(?P<value>[\u3400-\u9fff·]{{2,4}}?),?(?:而|并)?不是[\u3400-\u9fff·]{{2,4}}$"),
    Pattern(
        rf"{_FIELD}(?:老师)?(?:不[是姓].{{1,2}}[,;]?)?姓(?P<surname>.{{1,2}}?)[,;]?(?:不[是姓].{{1,2}}[,;])?(?:叫|应该?是|是)?(?P<value>(?P=surname)[\u3400-\u9fff]{{1,2}})$"
    ),
    Pattern(rf"那[条次个笔].*{_FIELD}(?:改|调|挪|换|变|提前|推迟|推)到了?(?P<value>[^,。;]+)"),
    Pattern(
        rf"(?:那[条次个笔].*|^){_FIELD}(?:补|凑|加|减|添|订正|更正|修正|调整|纠正)(?:成|到|为|至)(?P<value>[^,。;]+)"
    ),
    Pattern(
        r"(?P<field>应到|实到|人数)(?:改成|改为|是)?(?P<value>[^,。;]+)[,;](?:其余|其他|其它|别的)的?都?(?:不变|照旧|不动)"
    ),
)
_ADDED = Pattern("[补添加]上")
_THAT_ONE = Pattern(rf"(?:那[个次条场]|^){_FIELD}应该(?:有|是)?(?P<value>[\d一二三四五六七八九十][^,。;]*)")
_COUNTS_AS = Pattern(r"(?:应该|应当|该)算(?P<value>(?:\d+|[一二三四五六七八九十百]+)个?人)")
_FULL_NAME = Pattern(r"(?:[登写记报填]的?|改)[^。;]*(?:全名|大名|本名|真名)|(?:全名|大名|本名|真名)[^。;]*[改登写记填]")
_ABSENCE = "(?:缺席|缺勤|请假|旷会|无故缺席)"
_RATHER = (
    Pattern(
        rf"(?P<value>[\u3400-\u9fff·]{{2,4}}?)?,?(?:不是|不算|不能算){_ABSENCE},?(?:是|算|应该是|应该算|该算)(?P<field>请假|缺席)"
    ),
    Pattern(
        rf"(?P<value>[\u3400-\u9fff·]{{2,4}}?)(?:不是|不算|没){_ABSENCE},[他她]?(?:是|早|已经?|提前|都)?(?:[跟和向给][^,。]{{1,4}})?(?P<field>请[过了]假|请假了)"
    ),
    Pattern(
        rf"(?P<value>[\u3400-\u9fff·]{{2,4}}?)(?:不是|不算){_ABSENCE},[^。;]{{0,12}}改(?:成|为|作)?(?P<field>缺席|请假)"
    ),
    Pattern(
        r"把(?P<value>[\u3400-\u9fff·]{2,4}?)(?:同志)?(?:列入|列为|列到|算成|算作|算|记成|记作|归到|归入|放到)(?P<field>请假|缺席)"
    ),
    Pattern(r"(?:缺席|请假)[^,。;]{0,4}?[: ](?P<value>[\u3400-\u9fff·]{2,4}) ?(?:改为|改成|改) ?(?P<field>请假|缺席)"),
)
_TURNED = Pattern(
    r"^(?:把|将)?(?P<value>[\u3400-\u9fff·]{2,4}?(?:[、和跟][\u3400-\u9fff·]{2,4}?)*)(?:同志)?(?:改成|改为|改作|换成)(?P<field>请假|缺席)[了吧啊]*[。!]?$"
)
"""周建民改成请假: whoever is named was away in another way than was told."""
_WHY_AWAY = "出差|请假|休假|外出|生病|下乡|缺席|缺勤"
_NOT_BUT = Pattern(
    rf"^(?:不对|错了|说错了|搞错了|记错了|更正)?[,。 ]*(?P<old>[\u3400-\u9fff·]{{2,4}}?)(?:同志)?(?:并|其实)?(?:没有?|不是)(?P<why>{_WHY_AWAY}),"
    rf"(?:(?:{_WHY_AWAY})的|而)?(?:应该|应)?是(?P<value>[\u3400-\u9fff·]{{2,4}}?)(?:同志)?(?:{_WHY_AWAY})?[了的]?[。!]?$"
)
"""不对,郑伟没出差,是刘洋: one was away and not the other."""
_DIGIT = Pattern(
    rf"(?:[少多漏掉落]{_WRITE}?|[少多漏](?:按|敲|点|算))(?:了|一|个)*(?:零|0|位数?|1)(?!\d)|小数点[^,。;]*[错漏]|位数(?:不对|不够|错)"
)
_SUM = Pattern(r"\d[\d,]*(?:\.\d+)?|[一二三四五六七八九十百千万两]{2,}")
_HEADS = ("人数", "实到", "应到")
_I_WROTE = Pattern(rf"[,;。](?:我|当时|原来|上次|之前|刚才|昨天)*(?:{_WRITE})(?:的|成)了?(?:是)?(?P<old>[^,。;]+)$")
_WITHOUT = Pattern(
    r"(?:请假|缺席|名单|参加人员)(?:(?!条|次|笔)[^,。;]){0,8}?(?:去掉|拿掉|拿下来|划掉|删掉|删了|剔除|取掉)"
)
_SIGNS = Signs(
    "不[是算]|全名|大名|本名|真名|应该|漏|落|忘|掉|没(?:[写填登报录记]|有?(?:出差|请假|休假|外出|生病|下乡|缺席|缺勤))|不在|别写|别填|不要写|莫写|其实|算|其余|其他|其它|别的|少|多|位数|小数点|写[的成]|填[的成]|登[的成]|报[的成]|"
    "录[的成]|记[的成]|打[的成]|拿下|剔除|空[着了白]|才对|还有|另有|那[条次]|名单里?[补添加]|人员里?[补添加]|补(?:上|进去|一[下个]|个)|添(?:上|进去|一[下个]|个)|加(?:上|进去|一[下个]|个)|改|列[入为到]|归[到入]|放到|姓|凑|搞错|弄错|看错|说错|有误|补[成到]|减[到成]|加[到成]"
)
_FIELDS = frozenset({Tag.LABEL, Tag.HOST, Tag.LECTURER, Tag.RECORDER})
_LONGEST = 120
_NUMBER = Pattern(r"(?:\d+|[一二三四五六七八九十百]+)人?了?")
_COUNTS = frozenset({"expected", "present"})
_CLOCKS = frozenset({"starts", "ends"})


def may_tell_mistake(said: str) -> bool:
    """A quick look: whether a text holds what any rule here begins with."""
    return _SIGNS.search(said) is not None or ("删" in said and _WITHOUT.search(said) is not None)


def mistake_of(read: Sentences, text: Normalised, today: date) -> Correct | None:
    """The change that a text tells by what was wrong; its values may be left for a question."""
    said = text.text
    if len(said) > _LONGEST or not _SIGNS.search(said) or _is_of_another(read):
        return None
    found = (
        _not_but(text, today)
        or _field_told(read, text, today)
        or _rather(read, text, today)
        or _turned(read, text, today)
    )
    found = found or _digits(read, text, today) or _what_i_wrote(read, text, today)
    return found or kind_mistake_of(read, today)


def takes_names_out(read: Sentences, text: Normalised, today: date) -> Correct | None:
    """请假名单里把高峰拿掉, 主题去掉: a name or a field goes, the record stays."""
    if _is_struck_out(read):
        return Correct(changes=Reading())
    found = _WITHOUT.search(text.text) if len(text.text) <= _LONGEST else None
    return Correct(changes=Reading(), target=_target(read, found.start(), today)) if found else None


def _is_struck_out(read: Sentences) -> bool:
    """地点删了: a field stands right before, and neither a record nor its kind or day is named."""
    if Tag.ENTRY in read.tags or read.phrases.has(KindPhrase, DatePhrase):
        return False
    lexemes = read.lexemes
    return any(x.tag is Tag.DELETE and tag_at(lexemes, at - 1) in _FIELDS for at, x in enumerate(lexemes) if at)


def _is_of_another(read: Sentences) -> bool:
    """A question, a draft, an affair of the office, or a record of its own."""
    if not (read.tags.isdisjoint(_ASKING) and read.texts.isdisjoint(_OTHERS)):
        return True
    phrases = read.phrases
    told = phrases.kinds and phrases.dates and phrases.names
    return bool(told and ((read.fields and not _ADDED.search(read.text)) or phrases.counts))


def _field_told(read: Sentences, text: Normalised, today: date) -> Correct | None:
    named = _NAMED.search(text.text) is not None
    for rule in (*_RULES, _THAT_ONE) if named else (_SOMEBODY_LEFT_OUT,):
        if found := rule.search(text.text):
            changes = _read_as(_LABELS[found["field"]], *found.span("value"), text, today)
            if found["field"].startswith(("结束", "散会")) and changes.ends is None:
                changes = replace(changes, starts=None, ends=changes.starts)
            return (
                Correct(changes=changes, target=_target(read, found.start(), today)) if changes != Reading() else None
            )
    if found := _COUNTS_AS.search(text.text):
        changes = _read_as("实到人数", *found.span("value"), text, today)
        return Correct(changes=changes, target=_target(read, found.start(), today))
    if found := _FULL_NAME.search(text.text):
        return Correct(changes=Reading(), target=_target(read, found.start(), today))
    return None


def _rather(read: Sentences, text: Normalised, today: date) -> Correct | None:
    for rule in _RATHER:
        if found := rule.search(text.text):
            named = found["value"] is not None
            changes = _read_as(found["field"], *found.span("value"), text, today) if named else Reading()
            return Correct(changes=changes, target=_target(read, found.start(), today))
    return None


def _not_but(text: Normalised, today: date) -> Correct | None:
    found = _NOT_BUT.search(text.text)
    if found is None or not is_personal(found["old"]):
        return None
    changes = _read_as("缺席" if found["why"].startswith("缺") else "请假", *found.span("value"), text, today)
    if not (changes.leave or changes.absent):
        return None
    cleared, old = ("absent",) if changes.absent else ("leave",), text.typed_between(*found.span("old"))
    return Correct(changes=changes, besides=True, cleared=cleared, struck=(old,))


def _turned(read: Sentences, text: Normalised, today: date) -> Correct | None:
    found = _TURNED.search(text.text)
    if found is None:
        return None
    changes = _read_as(found["field"], *found.span("value"), text, today)
    return Correct(changes=changes, target=_target(read, 0, today)) if changes.leave or changes.absent else None


def _digits(read: Sentences, text: Normalised, today: date) -> Correct | None:
    """党费那条少写了个零,应该是1200: the number behind it is the right one."""
    found = _DIGIT.search(text.text)
    value = _SUM.search(text.text, found.end()) if found else None
    if found is None or value is None:
        return None
    before = text.text[: found.start()]
    told = Tag.ENTRY in read.tags or read.phrases.kinds
    label = next(
        (_LABELS[name] for name in (*_HEADS, "金额", "总额", "数目") if name in before), "金额" if told else None
    )
    if label is None:
        return None
    return Correct(changes=_read_as(label, *value.span(), text, today), target=_target(read, found.start(), today))


def _what_i_wrote(read: Sentences, text: Normalised, today: date) -> Correct | None:
    """党日那天五点才散,我写的四点: what was written says which of the values before it is new."""
    found = _I_WROTE.search(text.text)
    if found is None:
        return None
    old = _reading(_shifted(found["old"], found.start("old")), text, today)
    new = _reading([x for x in read.lexemes if x.end <= found.start()], text, today)
    told = {one.name for one in fields(Reading) if getattr(old, one.name)} - {"date_words", "topic", "held_on", "kind"}
    told |= _COUNTS if _NUMBER.fullmatch(found["old"]) else set()
    told |= _CLOCKS if told & _CLOCKS else set()
    values = {name: getattr(new, name) for name in told if getattr(new, name)}
    return Correct(changes=replace(Reading(), **values), target=_target(read, found.start(), today)) if values else None


def _read_as(label: str, start: int, end: int, text: Normalised, today: date) -> Reading:
    """What stands there, read as the value of a label."""
    return _reading(_shifted(f"{label}:{text.text[start:end]}", start - len(label) - 1), text, today)


def _shifted(words: str, start: int) -> Lexemes:
    return [replace(lexeme, start=lexeme.start + start, end=lexeme.end + start) for lexeme in lex(words)]


def _reading(pieces: Lexemes, text: Normalised, today: date) -> Reading:
    if not pieces:
        return Reading()
    phrases = [p for p in read_sentences(pieces, today).phrases if not isinstance(p, LabelPhrase | KindPhrase)]
    return replace(reading_of(Group(phrases=Phrases(phrases), at=0, end=0), pieces, text), date_words=None)


def _target(read: Sentences, start: int, today: date) -> Target:
    return target_in([p for p in read.phrases if read.lexemes[p.end - 1].end <= start], read.lexemes, today)
