"""Where it was.

place := (AT | GO) site | site between two marks | (AT | GO) words up to a mark or a verb
site  := [words that lead to it] PLACE+ [LATIN | NUMBER]
"""

from handlers.grammar.lexicon.lexeme import Lexeme, Lexemes, Tag, TagName, tag_at, text_at
from handlers.grammar.lexicon.persons import raw
from handlers.grammar.lexicon.phrases import PlacePhrase
from handlers.grammar.people.spots import read_spot

_LEADING = frozenset(
    {Tag.OTHER, Tag.NUMBER, Tag.THING, Tag.PLACE, Tag.LATIN, Tag.SELF, Tag.QUOTED, Tag.TITLE, Tag.ARTEFACT, Tag.OPEN, Tag.CLOSE, Tag.NAME, Tag.PEOPLE, Tag.LABEL}
)  # fmt: skip
_LEADING_AWAY = _LEADING | {Tag.FILLER, Tag.UNIT}
_GOING = frozenset({"到", "来", "去了", "到了", "来了", "去", "去的", "来的", "到的"})
_MOVED = frozenset({"都在", "全在", "改在", "设在", "定在", "放在"})
_TOWARDS = _GOING | _MOVED
_LEADS = frozenset({Tag.AT, Tag.GO})
_APART, _BEFORE_DASH = frozenset({Tag.COMMA, Tag.SPACE}), frozenset({Tag.DASH, Tag.NEWLINE})
_AFTER_CLAUSE = _APART | {Tag.STOP, Tag.NEWLINE, None}
_BUILDINGS = frozenset("馆楼院厅室园站")
_MARKS = frozenset({Tag.COMMA, Tag.STOP, Tag.NEWLINE, Tag.SPACE, Tag.COLON, Tag.PAUSE, Tag.OPEN, None})
_ENDS_SITE = _MARKS - {Tag.OPEN} | {Tag.AT, Tag.GO, Tag.PRESENT, Tag.HOLD, Tag.PERFECT}
_BEFORE_BARE = _MARKS | {Tag.PART, Tag.DAY, Tag.DAY_UNIT, Tag.KIND, Tag.HOUR_UNIT, Tag.CLOSE, Tag.HALF, Tag.HOLD, Tag.NUMBER, Tag.WEEKDAY, Tag.WEEK}  # fmt: skip
_AFTER_BARE = _MARKS | {Tag.CLOSE, Tag.HOLD, Tag.KIND, Tag.HOST, Tag.NUMBER, Tag.FINAL, Tag.CONTENT}
_BEGINS_BARE = frozenset({Tag.OTHER, Tag.NUMBER, Tag.THING, Tag.PLACE, Tag.LATIN, Tag.PEOPLE, Tag.MONEY, Tag.UNIT})
OUTCOMES = frozenset("收拿带选出起报交发送看聊说谈得受听想遇找达走做买凑捐提讲")
"""Behind these 到 and 来 tell what came of it: 收到3500, 提到滨江路."""
_VERBS = frozenset({Tag.HOLD, Tag.KIND, Tag.CONTENT})
_MOST = 8
_SUFFIXES = frozenset(
    "馆村镇乡园院寺桥湖山河岛港路街巷厅楼站校场区县屯寨坊坳坡塔亭祠墓滩湾矿厂店房泉崖岭峡渠坝闸营苑海江沟塘浜洲畔口站园埠码墟圩垸屿礁滩台吧屋廊舍棚窑洞塬洼崮坨峁"
)
_VERBS_BEHIND = frozenset(
    "帮看扫送打捡清栽种搞做慰采听祭瞻参修铲运摘插植敬献发义巡劝值守除刷擦洗拔浇测讲宣走访问集学开召过体培调检抢搬给摆"
)
"""What one does where one went to: 去罗家坳帮人采茶."""
_NOWHERE = frozenset({"对口", "定点"})
"""赴对口帮扶的大湾村: how, not where."""
_CENTRES = ("中心", "中队", "大队", "支队", "展区", "现场")
_CLOSING = frozenset({Tag.COMMA, Tag.STOP, Tag.NEWLINE, Tag.SPACE, Tag.HOLD, Tag.KIND, Tag.CONTENT, Tag.FINAL, None})
_ROOMS = frozenset("室厅馆")
_OFFICES = ("科室", "处室")
_BESIDE = frozenset({"旁边", "一旁", "边上", "旁"})
PAPERS = ("讲话", "讲话精神", "报告", "重要讲话", "指示", "批示", "文章", "发言", "致辞", "论述")
_LONGEST_UNKNOWN = 8
_DIGITS = 3
_HOURS = frozenset({Tag.HOUR_UNIT, Tag.MINUTE_UNIT, Tag.HALF, Tag.QUARTER})
_QUARTERS = frozenset("科处办层角队班院库室厅")
_LEAVING = ("走出", "离开", "出了")
_BEFORE_WISHES = frozenset({Tag.WISH, Tag.LEAVE, Tag.REASON})
_MOVED_TO = frozenset({"送", "捎", "带", "寄", "拿", "调", "抽调", "借调", "辞职", "辞了"})
"""想去深圳, 请假去打官司, 送去米油, 调去旗里: nobody met there."""
_LOCALISERS = frozenset({"上", "里", "内", "中"})
_BEHIND_SITES = _LOCALISERS | {"现场"}
_BEHIND_NUMBERS = frozenset({Tag.HEADS, Tag.COLON, Tag.HOUR_UNIT, Tag.MONTH_UNIT, Tag.DAY_UNIT, Tag.DOT, Tag.SLASH})
"""What makes a number behind a site a count, an hour or a day instead of that of a room."""
_TIMES = frozenset("趟次回")
_BRANCHES = ("支部", "党支部", "总支", "党总支", "党小组")
_WITH_BRANCHES = ("中心", "站", "所", "局", "院", "办", "社区", "公司", "学校")
SPEAKING = frozenset("谈提讲聊说想看听收得")
"""Behind these 到 leads to what was spoken of."""
MOVING = frozenset("爬登游上下逛进出")


def names_site(characters: frozenset[str], tags: frozenset[TagName]) -> bool:
    """A quick look: whether any word of a text may be one for a site, or end like a room."""
    return Tag.PLACE in tags or not _ROOMS.isdisjoint(characters)


def read_place(lexemes: Lexemes, at: int, *, sited: bool = True) -> PlacePhrase | None:
    """A place that starts here: behind a preposition, or standing by itself; `sited` where a text may name a site."""
    lexeme = lexemes[at]
    if lexeme.tag in _LEADS or lexeme.text in _TOWARDS:
        if lexeme.text == "到" and text_at(lexemes, at - 1)[-1:] in SPEAKING:
            return None
        if lexemes[at].text == "去" and (
            tag_at(lexemes, at - 1) in _BEFORE_WISHES or text_at(lexemes, at - 1) in _MOVED_TO
        ):
            return None
        if tag_at(lexemes, at + 1) is Tag.NUMBER and text_at(lexemes, at + 2) == "个":
            return None  # 去了3个小区
        found = _behind(lexemes, at) or _named(lexemes, at) or _numbered(lexemes, at)
        return found or _unknown(lexemes, at) or read_spot(lexemes, at)
    before = lexemes[at - 1].tag if at else None
    if before in _BEFORE_BARE or (before is Tag.DASH and tag_at(lexemes, at - 2) in _BEFORE_DASH):
        return _bare(lexemes, at, sited=sited) or read_spot(lexemes, at)
    return None


def _behind(lexemes: Lexemes, at: int) -> PlacePhrase | None:
    start = at + 1 + (tag_at(lexemes, at + 1) is Tag.SELF)
    end = _end_of_site(lexemes, start)
    if end is None or _qualifies(lexemes, end):
        return None
    return PlacePhrase(
        at=at,
        end=end,
        rule="place:gone" if lexemes[at].tag is not Tag.AT and lexemes[at].text not in _MOVED else "place",
        span=(lexemes[start].start, lexemes[end - 1].end),
        weight=2,
    )


def _qualifies(lexemes: Lexemes, at: int) -> bool:
    """在中央党校的讲话: the place is told of a paper or a speech."""
    said = text_at(lexemes, at) == "的" or text_at(lexemes, at) == "上"
    return said and text_at(lexemes, at + 1).endswith(PAPERS)


def _named(lexemes: Lexemes, at: int) -> PlacePhrase | None:
    """到滨江路扫雪, 去了趟红旗渠,: words that end like a place, before what was done there or the end of the clause."""
    start = at + 1 + (tag_at(lexemes, at + 1) is Tag.NUMBER and tag_at(lexemes, at + 2) is Tag.UNIT)
    start += text_at(lexemes, start) in _TIMES
    last = start
    while last < min(start + _MOST, len(lexemes)) and lexemes[last].tag in _LEADING_AWAY:
        last += 1
    text = "".join([lexeme.text for lexeme in lexemes[start:last]])
    closed = tag_at(lexemes, last) in _CLOSING and text[:1] not in MOVING
    for n in range(1, min(len(text), _LONGEST_UNKNOWN)):
        ends = (text[n] in _SUFFIXES and text[: n + 1] not in _NOWHERE) or text[: n + 1].endswith(_CENTRES)
        if ends and (text[n + 1 : n + 2] in _VERBS_BEHIND if n + 1 < len(text) else closed):
            span = (lexemes[start].start, lexemes[start].start + n + 1)
            end = next(here for here in range(start, last) if lexemes[here].end >= span[1]) + 1
            return PlacePhrase(at=at, end=end, rule="place:named", span=span)
    return None


def _end_of_site(lexemes: Lexemes, at: int) -> int | None:
    """Behind the last place word that the words from here lead to."""
    end = None
    for here in range(at, min(at + _MOST, len(lexemes))):
        lexeme = lexemes[here]
        tag = lexeme.tag
        if tag is Tag.PLACE or (tag is Tag.OTHER and _ends_site(lexeme, lexemes[at].start, inside=end == here)):
            end = here + 1
        elif (
            tag in _ENDS_SITE
            or (tag is Tag.NUMBER and tag_at(lexemes, here + 1) is Tag.HEADS)
            or lexeme.text in _TIMES
            or not (tag in _LEADING or len(lexeme.text) == 1)
        ):
            break
    if (
        end is not None
        and (tag_at(lexemes, end) is Tag.LATIN or text_at(lexemes, end).isdecimal())
        and lexemes[end].start == lexemes[end - 1].end
    ):
        end += tag_at(lexemes, end + 1) not in _BEHIND_NUMBERS
    return end


def _ends_site(lexeme: Lexeme, start: int, *, inside: bool) -> bool:
    """A word that ends like a room, but no office with its people (科室); 主校区 behind 党校, `inside` a site."""
    last = lexeme.text[-1]
    if last in _ROOMS and lexeme.end - start > 1 and not lexeme.text.endswith(_OFFICES):
        return True
    return inside and last in _SUFFIXES and len(lexeme.text) > 1


def _unknown(lexemes: Lexemes, at: int) -> PlacePhrase | None:
    """赴红旗渠开展 …, 九个人去的向阳里, 去了趟遵义: no word for a place, but nothing else it could be."""
    first = end = at + 1 + (text_at(lexemes, at + 1) in _TIMES)
    while end < len(lexemes) and _may_be_unknown(lexemes, first - 1, end):
        end += 1
    start = lexemes[first - 1].end
    length = lexemes[end - 1].end - start
    end_of_words = end + (text_at(lexemes, end) in _LOCALISERS and tag_at(lexemes, end + 1) is Tag.HOLD)
    localised = text_at(lexemes, end) in _LOCALISERS and lexemes[end - 1].text[-1] in _SUFFIXES
    bounded = (
        end_of_words > end
        or localised
        or (lexemes[end - 1].text == "里" and tag_at(lexemes, end) is Tag.OTHER and not _is_away(lexemes, at))
        or (tag_at(lexemes, end) is Tag.NUMBER and lexemes[end - 1].text[-1] in _SUFFIXES)
        or tag_at(lexemes, end) in _MARKS - {Tag.COLON, Tag.OPEN}
        or (tag_at(lexemes, end) in _VERBS and (lexemes[at].tag in _LEADS or lexemes[at].text == "去了"))
    )
    begins = text_at(lexemes, at + 1)[:1]
    if begins in MOVING or (begins in _VERBS_BEHIND and _SUFFIXES.isdisjoint(raw(lexemes, first, end))):
        return None
    if not (1 < length <= _LONGEST_UNKNOWN and bounded) or lexemes[at].text in {
        "到",
        "来",
        "来了",
        "到了",
        "来的",
        "到的",
    }:
        return None
    if (
        lexemes[at].tag is Tag.AT
        and tag_at(lexemes, end_of_words) is not Tag.HOLD
        and lexemes[end - 1].text[-1] not in _SUFFIXES
    ):
        return None
    return PlacePhrase(at=at, end=end, rule="place:unknown", span=(start, lexemes[end - 1].end))


def _is_away(lexemes: Lexemes, at: int) -> bool:
    """请假陪她爸去省里看病, but not 去村里劳动."""
    return any(lexeme.tag in _BEFORE_WISHES for lexeme in lexemes[max(at - _MOST, 0) : at])


def _may_be_unknown(lexemes: Lexemes, at: int, here: int) -> bool:
    if lexemes[here].tag in {Tag.OTHER, Tag.THING}:
        return lexemes[here].text not in _BESIDE and (lexemes[here - 1].text != "里" or here - 1 <= at)
    inside = here > at + 1
    numeral = (
        lexemes[here].tag is Tag.NUMBER and not lexemes[here].text.isascii() and tag_at(lexemes, here + 1) is Tag.OTHER
    )
    return inside and (text_at(lexemes, here) in {"里", "村", "区"} or numeral)


def _is_named_place(lexemes: Lexemes, at: int) -> bool:
    """抗战馆, 柳树村 between two marks."""
    text = lexemes[at].text
    if text[-1] not in _SUFFIXES or not 1 < len(text) <= _LONGEST_UNKNOWN:
        return False
    return tag_at(lexemes, at - 1) in _APART and tag_at(lexemes, at + 1) in _AFTER_CLAUSE


def _end_of_building(lexemes: Lexemes, at: int) -> int | None:
    """临床技能楼 between two marks: several words, the last of which ends like a building."""
    end = at
    while end < min(at + _MOST, len(lexemes)) and lexemes[end].tag in {Tag.OTHER, Tag.THING}:
        end += 1
    if end < at + 2 or tag_at(lexemes, at - 1) not in _APART or tag_at(lexemes, end) not in _AFTER_CLAUSE:
        return None
    short = lexemes[end - 1].end - lexemes[at].start <= _LONGEST_UNKNOWN
    return end if short and lexemes[end - 1].text[-1] in _BUILDINGS else None


def _is_room_number(lexemes: Lexemes, at: int) -> bool:
    """308 in a clause of its own: more digits than a count has, fewer than a day."""
    text = lexemes[at].text
    digits = lexemes[at].tag is Tag.NUMBER and text.isascii() and len(text) == _DIGITS
    if not digits or (tag_at(lexemes, at - 2) is Tag.NUMBER and tag_at(lexemes, at - 4) is Tag.NUMBER):
        return False  # the last piece of a longer number
    return tag_at(lexemes, at - 1) in _APART and tag_at(lexemes, at + 1) in _APART | {Tag.STOP, None}


def _numbered(lexemes: Lexemes, at: int) -> PlacePhrase | None:
    """在301召开: the number of a room."""
    room = text_at(lexemes, at + 1)
    digits = lexemes[at].tag is Tag.AT and room.isascii() and room.isdecimal() and len(room) == _DIGITS
    if not digits or tag_at(lexemes, at + 2) not in _AFTER_CLAUSE | {Tag.HOLD, Tag.KIND, Tag.CONTENT}:
        return None
    return PlacePhrase(at=at, end=at + 2, rule="place", span=(lexemes[at + 1].start, lexemes[at + 1].end), weight=2)


def _behind_hour(lexemes: Lexemes, at: int) -> int | None:
    """下午四点,综合科,…: a room or an office as a clause of its own behind the hour."""
    if tag_at(lexemes, at - 1) not in _APART or tag_at(lexemes, at - 2) not in _HOURS:
        return None
    end = at
    while end < min(at + _MOST, len(lexemes)) and lexemes[end].tag in _BEGINS_BARE:
        end += 1
    length = lexemes[end - 1].end - lexemes[at].start if end > at else 0
    rooms = 1 < length <= _LONGEST_UNKNOWN and lexemes[end - 1].text[-1] in _QUARTERS
    return end if rooms and tag_at(lexemes, end) in _MARKS else None


def _is_of_branch(lexemes: Lexemes, at: int) -> bool:
    """气象服务中心支部集中学习: whose branch it is, not where; but 会议室支部大会."""
    named = text_at(lexemes, at).startswith(_BRANCHES)
    return named and lexemes[at - 1].text.endswith(_WITH_BRANCHES)


def _bare(lexemes: Lexemes, at: int, *, sited: bool) -> PlacePhrase | None:
    """A site with nothing else in its clause, or right before another phrase."""
    if lexemes[at].text == "个":
        return None
    if not (lexemes[at].tag in _BEGINS_BARE or lexemes[at].text == "学"):
        room = sited and text_at(lexemes, at + 1) in _ROOMS  # 书记室, 资料室
        if not (room and tag_at(lexemes, at - 1) in _MARKS):
            return None
    if (lexemes[at].tag is Tag.OTHER and _is_named_place(lexemes, at)) or _is_room_number(lexemes, at):
        return PlacePhrase(at=at, end=at + 1, rule="place:bare", span=(lexemes[at].start, lexemes[at].end))
    end = (sited and _end_of_site(lexemes, at)) or _behind_hour(lexemes, at) or _end_of_building(lexemes, at)
    behind = end if end is None else end + (text_at(lexemes, end) in _BEHIND_SITES)
    if (
        end is None
        or behind is None
        or not (tag_at(lexemes, behind) in _AFTER_BARE or text_at(lexemes, behind)[:1] in _VERBS_BEHIND)
        or _is_of_branch(lexemes, behind)
        or text_at(lexemes, at).endswith(_LEAVING)
    ):
        return None
    return PlacePhrase(at=at, end=end, rule="place:bare", span=(lexemes[at].start, lexemes[end - 1].end))
