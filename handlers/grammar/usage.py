"""How the bot is used, asked in sentences of their own.

usage  := WITH_YOU … MANNER | entered WRONG HOW change | photo HOW send | [you] UNDERSTAND thing | EXPORT MAY only
          | late entry HOW say | do not know how
HOW    := 怎么 | 咋 | 如何 | 要怎样 …
"""

from handlers.grammar.patterns import Pattern

_HOW = "(?:[要该得]?(?:怎么样?|怎样|咋样?|如何)(?:个|才能|才)?)"
_THINGS = "(?:方言|土话|家乡话|语音|照片|图片|手写|表格|繁体字?|英文|缩写|简称|错别字|拼音)"
_CAN = "(?:能不能|能否|可不可以|会不会|认不认得?|能|可以|会)"
_GRASP = "(?:听得?懂|识别|认得?出?|看得?懂|支持|听不听得懂)"
_FORMS = Pattern(
    "|".join(
        (
            r"(?:跟|和|同|对|给)你(?:说话?|讲话?|发消息|聊|打字|报)[^,。;]{0,6}(?:讲究|注意|格式|规矩|要求|怎么|咋|说法)",
            rf"(?:登|记|写|填|录|报)(?:错|漏|重|岔|反)了?(?:的话|的)?,?{_HOW}(?:去|来)?(?:改|整|弄|办|删|撤|更正|处理|补救)",
            rf"(?:照片|图片|相片|附件|文件|签到表|视频)(?:{_HOW}|往哪儿?|在哪儿?)(?:里)?(?:传|上传|发|附|交|放|存)",
            rf"(?:你|助手|机器人|系统|这里)?{_CAN}?{_GRASP}{_THINGS}(?:吗|不|么|[?]|$)",
            rf"{_THINGS}(?:你)?{_CAN}?{_GRASP}(?:吗|不|么|[?]|$)",
            r"(?:导出|下载|导)(?:来|的)?时?(?:候)?(?:能不能|可不可以|能否|可以|能)(?:只|按|不要|带|选|分|挑)",
            rf"(?:补记|补录|补登|补报|登记|撤销|更正|记录)[^,。;]{{0,8}}{_HOW}(?:说|写|发|弄|操作|填|打|讲|开口)",
            r"(?:不会用|不会使|用不来|不知道怎么用)(?:$|[,。?啊呀])",
        )
    )
)
_SIGNS = Pattern("怎|咋|如何|你|[能会懂]|识别|认|导|不会|用不来|哪|讲究")
_ANYBODY = Pattern("谁(?:知道|会|懂|能|晓得|教)")


def asks_usage(said: str) -> bool:
    """Whether a text asks how the bot is used."""
    return _SIGNS.search(said) is not None and _FORMS.search(said) is not None


def asks_anybody(said: str) -> bool:
    """这个表怎么填啊谁知道: colleagues are asked."""
    return "谁" in said and _ANYBODY.search(said) is not None
