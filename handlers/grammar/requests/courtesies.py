"""Small talk with the bot: what is only polite, or says that an answer takes time.

courtesy := (thanks | accepted | farewell | greeting | waiting | unsure | address | particle)+
"""

from enum import StrEnum

from handlers.grammar.text.patterns import Pattern


class Courtesy(StrEnum):
    """What a polite message says."""

    THANKS = "thanks"
    ACCEPTED = "accepted"
    FAREWELL = "farewell"
    GREETING = "greeting"
    WAITING = "waiting"
    UNSURE = "unsure"


_TELL = "(?:告诉|回复|答复|回|发|报|说|补)(?:给)?[你您]?"
_LOOK = "(?:核实|核对|确认|打听|了解|统计|问|查|看|找|翻|想|数|算|对)"
_WHERE = (
    "(?:一|下|[问查看找翻想数算对]|书记|支书|领导|同事|他们|别人|通知|记录|本子|台账|资料|材料|签到[表簿]?|群里|[他她])"
)
_WORDS = {
    Courtesy.UNSURE: "我?也?(?:不太?|没)(?:清楚|知道|记得|确定|印象)了?|记不(?:太?清|得)楚?了?|我?忘了|想不起来?了?|说不准",
    Courtesy.WAITING: (
        rf"(?:回头|晚点|晚些|下午|明天|中午|会后|有空|稍后|一会儿?|马上|再|就|然后)+{_TELL}"
        "|(?:请|你|您)?稍等(?:一下|片刻)?|等(?:等|一下|一会儿?|会儿?|下)|[一待过]会儿?|稍后|马上|这就|先(?:放着|这样|不急)"
        rf"|(?:等|让|那)*(?:我|先|再|去|得|要)+{_LOOK}{_WHERE}{{0,5}}(?:再{_TELL})?"
        "|我?(?:这会儿?|现在|正)?在(?:忙着?|开会)|现在没空"
    ),
    Courtesy.THANKS: (
        "(?:太|非常)?(?:谢谢|多谢|感谢|thanks?|thx)[了啦]?|谢了|辛苦[了啦]?|麻烦[了啦]?|费心了?|给力|(?:真|太)(?:不错|厉害|棒)"
    ),
    Courtesy.FAREWELL: "再见|拜拜?|晚安|回头见|回见",
    Courtesy.GREETING: "在吗|在不在|在么|有人(?:在)?吗|嗨|[你您]好|早上?好?|[上中下]午好|晚上好|hi|hello|哈喽|在",
    Courtesy.ACCEPTED: "(?:好的?|好嘞|好滴|嗯|哦|噢|收到|明白|知道|了解|清楚|行|可以|没问题|没事|算|不用|都?(?:对|没错|正确)|是的|okay|ok)了?",
}
_ADDRESS = "小?助手|支部助手|机器人|小助理|各位|大家|老师|同志|[你您](?:们)?|帮忙"
_AROUND = r"[，,。！!、\s/／.?？~～呀啊哈哦啦呢哟吧的了]"
_LONGEST = 24
_WAITS = (Courtesy.UNSURE, Courtesy.WAITING)
_ANY = "|".join([f"(?P<{courtesy}>{words})" for courtesy, words in _WORDS.items()])
_WORD = Pattern(rf"{_ANY}|{_ADDRESS}|{_AROUND}")


def courtesy_in(text: str) -> Courtesy | None:
    """What a message of nothing but courtesy says in the end (好的，谢谢 is thanks); None if anything else is said."""
    said = text.strip().lower()
    if len(said) > _LONGEST:
        return None
    told, at = [], 0
    while at < len(said):
        found = _WORD.match(said, at)
        if found is None:
            return None
        told += [Courtesy(found.lastgroup)] if found.lastgroup else []
        at = found.end()
    waits = next((courtesy for courtesy in _WAITS if courtesy in told), None)
    return waits or (told[-1] if told else None)
