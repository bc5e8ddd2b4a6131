"""Who hosted, lectured, kept the minutes, by the names behind such a word; and who is listed.

role := (HOST | LECTURER | RECORDER) [是 | 由] name
list := name (、 name)+ between two marks
"""

from handlers.grammar.lexicon.lexeme import EDGES, SEPARATORS, Lexemes, Tag, tag_at, text_at
from handlers.grammar.lexicon.persons import Span, is_trusted, raw
from handlers.grammar.lexicon.phrases import NamesPhrase, Role
from handlers.grammar.people.names import Walked, end_of_bounded, is_paired, is_spaced, read_listed, read_names

PAIR = "names:pair"
ROLES = {Tag.HOST: Role.HOST, Tag.LECTURER: Role.LECTURER, Tag.RECORDER: Role.RECORDER}
AWAY = {Tag.LEAVE: Role.LEAVE, Tag.ABSENT: Role.ABSENT}
_LINKS = frozenset(
    {
        "是",
        "为",
        "由",
        ":",
        " ",
        "了",
        "的是",
        "的",
        "有",
        "系",
        "请",
        "请的",
        "请的是",
        "就是",
        "还是",
        "都是",
        "均是",
        "均为",
        "人",
        "换成",
        "换成了",
        "换为",
        "临时换成",
        "变成",
    }
)
_WHEN = frozenset({Tag.DAY, Tag.PART, Tag.VAGUE})
_FEWEST = 2
_NAMING = frozenset({Tag.OTHER, Tag.NAME, Tag.TITLE, Tag.PEOPLE, Tag.UNIT, Tag.NUMBER})
_VERBS_ONLY = frozenset({"讲", "代讲", "讲了", "上", "上了", "宣讲", "讲授", "讲授了", "辅导", "导读"})
"""Words of teaching behind which not the teacher stands but what was taught."""
_LEADING_READERS = frozenset({"领学", "带学", "领读", "导读"})
_READ_OUT = ("念的", "读的")
_READ = frozenset({"文件", "金句", "时政", "毛选", "原文", "原著", "党章", "章程", "方案", "公报", "文章"})
BEGINS_NAMES = frozenset({Tag.OTHER, Tag.NAME, Tag.UNIT, Tag.NUMBER, Tag.TITLE})
_BEFORE_LISTS = frozenset({*SEPARATORS, None, Tag.COLON, Tag.OPEN})
_BEFORE_ALL = _BEFORE_LISTS | {Tag.KIND, Tag.PART, Tag.DAY}
"""Before a list that is counted, a kind or its time may stand as well."""
_AFTER_LISTS = frozenset({*SEPARATORS, Tag.CLOSE, None, Tag.PRESENT})


def read_role(lexemes: Lexemes, at: int) -> NamesPhrase | None:
    """主持人:赵敏, 讲党课的是赵敏."""
    role = ROLES.get(lexemes[at].tag)
    if role is None or (
        role is Role.RECORDER and tag_at(lexemes, at - 1) is Tag.KIND and tag_at(lexemes, at + 1) is Tag.COLON
    ):
        return None
    here = at + 1
    named = here + (tag_at(lexemes, here) is Tag.SPACE)
    if lexemes[at].text in _LEADING_READERS and (end := _end_of_lone(lexemes, named)):
        alone = (lexemes[named].start, lexemes[end - 1].end)
        return NamesPhrase(at=at, end=end, rule=f"role:{role}", role=role, spans=(alone,))
    if _teaches_what(lexemes[at].text):
        here += tag_at(lexemes, here) is Tag.KIND and not lexemes[here].text.startswith("谈")
        if text_at(lexemes, here) not in {"的", "的是"}:
            return None
    here += tag_at(lexemes, here) in _WHEN and text_at(lexemes, here + 1) in _LINKS
    while text_at(lexemes, here) in _LINKS or (here > at + 1 and tag_at(lexemes, here) is Tag.SELF):
        here += 1
    spans, end = read_names(lexemes, here)
    if text_at(lexemes, here) == "在" or _tells_what_was_read(lexemes, at, here, end):
        return None  # 老黄领学的在气象台会商室
    if spans and ((here == at + 1 and _is_doubtful(lexemes, at, spans[0], end)) or _is_done(lexemes, at, here, end)):
        return None
    end = at + 1 if _teaches_what(lexemes[at].text) else end
    return NamesPhrase(at=at, end=end, rule=f"role:{role}", role=role, spans=spans[:1]) if spans else None


def _is_done(lexemes: Lexemes, at: int, here: int, end: int) -> bool:
    """李书记主持的小王记录: whoever did it stands before the word for it, and the name behind it belongs to the next one."""
    told = here == at + 1 and lexemes[at].text.endswith("的")
    told = told or (here == at + 2 and text_at(lexemes, at + 1) == "的")
    return told and tag_at(lexemes, end) in ROLES and tag_at(lexemes, at - 1) in _NAMING


def _is_doubtful(lexemes: Lexemes, at: int, span: Span, end: int) -> bool:
    """记录写好了, 书记讲的家风: right behind these words stands what was written or taught, unless the name is known."""
    if lexemes[at].text == "讲的":
        return lexemes[end - 1].tag not in {Tag.NAME, Tag.TITLE}
    recorded = lexemes[at].tag is Tag.RECORDER
    return recorded and (tag_at(lexemes, end) is Tag.KIND or not is_trusted(lexemes, span))


def _tells_what_was_read(lexemes: Lexemes, at: int, here: int, end: int) -> bool:
    """黎安琪念的报告, 读的是文选第三卷, but not 念的是老孙."""
    return lexemes[at].text.endswith(_READ_OUT) and (here == at + 1 or tag_at(lexemes, end) not in EDGES)


def _teaches_what(verb: str) -> bool:
    """带着大家学, 领读了, 给我们讲了: what was read or taught stands behind it."""
    return verb in _VERBS_ONLY or (verb.startswith(("带", "领", "引", "给", "为")) and not verb.endswith(("人", "的")))


def _end_of_lone(lexemes: Lexemes, at: int) -> int | None:
    """领学方晴: behind a name right here and nothing else; none where it is what was read."""
    end = end_of_bounded(lexemes, at)
    if end is None or raw(lexemes, at, end) in _READ:
        return None
    return end if end > at + 1 or lexemes[at].tag is not Tag.THING else None


def read_name_list(lexemes: Lexemes, at: int, walked: Walked, *, counted: bool) -> NamesPhrase | None:
    """李丽、王刚 between two marks: at least two, and nothing else; `counted` where a text has any number."""
    joined = _is_behind_self(lexemes, at)
    before = tag_at(lexemes, at - 3 if joined else at - 1)
    spaced = is_spaced(lexemes, at, counted=counted) if before in _BEFORE_ALL else None
    if spaced is None:
        return None
    spans, end = _listed(lexemes, at, walked, spaced=spaced)
    told = _are_counted(lexemes, end, len(spans) + joined)
    paired = len(spans) == _FEWEST and is_paired(lexemes, end)
    if len(spans) < _FEWEST or not (paired or told or (before in _BEFORE_LISTS and _ends_list(lexemes, end))):
        return None
    if not all(is_trusted(lexemes, span) or _is_titled(lexemes, at, span) for span in spans):
        return None
    return NamesPhrase(at=at, end=end, rule=PAIR if paired else "names:list", role=Role.PARTICIPANT, spans=spans)


def _is_titled(lexemes: Lexemes, at: int, span: Span) -> bool:
    """副书记泰山: a title right before whatever is listed."""
    return any(
        lexeme.tag is Tag.TITLE and lexeme.end == span[0] for lexeme in lexemes[at : index_behind(lexemes, at, span)]
    )


def _joins_self(lexemes: Lexemes, at: int) -> bool:
    """何颖、陆佳音、我: and whoever writes."""
    return tag_at(lexemes, at) in {Tag.PAUSE, Tag.WITH, Tag.ALSO} and tag_at(lexemes, at + 1) is Tag.SELF


def _is_behind_self(lexemes: Lexemes, at: int) -> bool:
    """我、老贾、翟燕三个: whoever writes is one of them."""
    return tag_at(lexemes, at - 1) is Tag.PAUSE and tag_at(lexemes, at - 2) is Tag.SELF


def _ends_list(lexemes: Lexemes, at: int) -> bool:
    """A mark, or 等6人."""
    return (
        tag_at(lexemes, at) in _AFTER_LISTS
        or _joins_self(lexemes, at)
        or (text_at(lexemes, at) == "等" and tag_at(lexemes, at + 1) is Tag.NUMBER)
    )


def _listed(lexemes: Lexemes, at: int, walked: Walked, *, spaced: bool) -> tuple[tuple[Span, ...], int]:
    """Names with 、 between them, or with blanks where they are counted (杨树 柳青 白灵 仨人); none that came 来."""
    spans, end = read_listed(lexemes, at, walked, spaced=spaced)
    if spaced and not _are_counted(lexemes, end, len(spans)):
        return (), at
    away = text_at(lexemes, end) == "来" and tag_at(lexemes, end + 1) in {Tag.REASON, *AWAY}  # 赵东来因公请假
    return ((), at) if away else (spans, end)


def _are_counted(lexemes: Lexemes, at: int, count: int) -> bool:
    """杨树 柳青 白灵 仨人: the number behind the names is theirs."""
    at += tag_at(lexemes, at) is Tag.SPACE
    if _joins_self(lexemes, at):
        at, count = at + 2, count + 1  # 宿文、门玉洁和我三个
    return tag_at(lexemes, at) is Tag.NUMBER and lexemes[at].value == count


def index_behind(lexemes: Lexemes, at: int, span: Span) -> int:
    """The first lexeme behind a span."""
    while at < len(lexemes) and lexemes[at].start < span[1]:
        at += 1
    return at
