"""Places that no word for a place names: 在田埂上, 集市上帮忙, 审判楼401, 6楼.

spot := [AT] SPOT (上 | 里 | …) | BUILDING NUMBER | NUMBER (楼 | 层)
"""

from handlers.grammar.lexicon.lexeme import EDGES, Lexemes, Tag, tag_at, text_at
from handlers.grammar.lexicon.phrases import PlacePhrase

_SPOT_WORDS = "车 田埂 埂 炕 炕头 地 地头 田 田头 田间 街 山 江 河 桥 院 院子 屋 家 店 船 床 坡 坝 堤 大堤 河堤 林 草场 草原 工地 车间 大棚 棚 操场 球场 走廊 楼道 楼梯 阳台 病床 集市 集 市场 菜地 鱼塘 茶园 果园 岗亭 甲板 码头 渔船 茶山 牧场"
_SPOTS = frozenset(_SPOT_WORDS.split())
_LOCALISERS = frozenset({"上", "里", "边", "旁", "旁边", "里面", "上面"})
_BEHIND = EDGES | {Tag.WITH, Tag.HOLD, Tag.KIND, Tag.CONTENT, Tag.LECTURER, Tag.SELF}
_DONE_THERE = frozenset("帮看扫送打捡清栽种搞做慰听祭铲摘植发义巡劝值守擦洗浇测讲宣走集学开谈聊坐说陪跟找碰")
_BUILDINGS, _FLOORS = frozenset("楼座栋厦"), frozenset({"楼", "层"})
_ROOM = range(3, 5)
_APART = frozenset({Tag.COMMA, Tag.SPACE, Tag.NEWLINE, Tag.COLON})


def read_spot(lexemes: Lexemes, at: int) -> PlacePhrase | None:
    """A spot behind 在, or one that begins a clause."""
    lead = lexemes[at].tag is Tag.AT
    if not lead and tag_at(lexemes, at - 1) not in _APART:
        return None
    end = _end_of_spot(lexemes, at + lead, least=1 if lead else 2) or (None if lead else _end_of_room(lexemes, at))
    if end is None:
        return None
    return PlacePhrase(
        at=at, end=end, rule="place:spot", span=(lexemes[at + lead].start, lexemes[end - 1].end), weight=int(lead)
    )


def _end_of_spot(lexemes: Lexemes, at: int, *, least: int) -> int | None:
    """在田埂上和老张, 集市上帮忙: something that one can be on or in, before what was done there."""
    spot = text_at(lexemes, at)
    if spot not in _SPOTS or len(spot) < least or text_at(lexemes, at + 1) not in _LOCALISERS:
        return None
    told = tag_at(lexemes, at + 2) in _BEHIND or text_at(lexemes, at + 2)[:1] in _DONE_THERE
    return at + 2 if told else None


def _end_of_room(lexemes: Lexemes, at: int) -> int | None:
    """审判楼401, 6楼 in a clause of their own."""
    text, behind = lexemes[at].text, text_at(lexemes, at + 1)
    room = text[-1] in _BUILDINGS and len(text) > 1 and behind.isdecimal() and len(behind) in _ROOM
    floor = lexemes[at].tag is Tag.NUMBER and behind in _FLOORS
    return at + 2 if (room or floor) and tag_at(lexemes, at + 2) in EDGES else None
