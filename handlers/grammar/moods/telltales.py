"""Words that tell whose doing it was, or that it was nobody's: a text with one of them reports nothing of ours.

telltale := another's office [date] … | hearsay | what is forwarded, praised or congratulated | what is tried on the bot | a rehearsal
          | an errand, a paper or a mishap around a gathering, what was looked at elsewhere, or who was away, and no number of people

Every word stands below a character of its own, so that only those are looked for of which the character stands in the text.
"""

from collections.abc import Mapping

from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.text.patterns import Pattern

_DAY = r"(?:[今昨前]天|[今昨][早晚日]|上午|下午|上周|[这本]周|周[一二三四五六日]|上个?月|刚|前[几两]天|\d+[月号]|也|又|开了|搞了|上了)"
_UNIT = "(?:支部|总支|局|厅|委|办|院|处|科|所|队|公司|单位|社区|街道|村|镇|校|小?组|人家|他们|你们)"
_HELD = "(?:会|课|日|学习|活动|评议|谈话|教育)(?![室中厅展])"
_OFFICE = Pattern(
    "(?:[^,。:党支我咱本组副阳]{2,8}[局厅委]|[^,。:党支我咱本组]{0,8}(?:法院|检察院|派出所|街道办|交警队|妇联|团委|工会|工商联|残联|科协|文联))"
    f"(?:他们|那边|的同志|的人|那[帮伙些]人)?{_DAY}"
    f"|{_DAY}*(?:(?:上级|[工纪]委|组织部|督查室|[检考]核?[查核]?组|巡[察视]组)[^,。]{{0,2}}(?:通报|抽查|检查|翻|点名)|[^,。:我本咱]{{1,5}}督导|差点儿?迟到)"
)
"""税务局昨天也慰问了; a bureau that counts who came may be the one that writes."""
_OPENINGS = Pattern(
    "对门|楼[上下](?!会议|报告|礼堂)|我的?(?:[前原老]|以前|原来|上个|那个)[^,]{0,3}(?:单位|支部|公司)|我(?:同学|朋友|战友|老家)[^,]{0,4}(?:单位|支部|公司|[村镇乡])"
    "|有人(?:[跟和给]我|告诉我)?[说讲]"
    f"|(?:恭喜|祝贺|恭贺|羡慕|佩服|眼红)[^,。我咱本]{{0,8}}{_UNIT}|[给为向跟][^,。我咱本]{{0,6}}{_UNIT}[^,。]{{0,3}}(?:点个?赞|喝彩|鼓掌|学习|看齐|取经|致敬)"
    "|(?:感谢|谢谢|多谢)[^,。我咱]{0,8}(?:请|邀|带|叫)上?(?:我们|咱)"
    r"|转自|\[转|\[聊天记录"
    "|我?[来先再]?(?:测试|试试|试一?下|试发|test|演示|瞎编|胡编|模拟)(?:一?[下条句个])?[,: ]|做个?(?:实验|试验|测试)[,: ]"
)
_FIRST = frozenset("对楼我有恭祝羡佩眼给为向跟感谢多转[来先再测试演瞎胡模做t")
_MADE_UP = Pattern("[瞎胡][打写编输敲][了一]?[句条个]")
_PASSING = Pattern(
    "^(?!.*(?:谈心|谈话|交心|走访|慰问|看望|党日))[^。]*(?:碰[到见上]|遇[到见上]|撞[见上])[^,。]{1,8},?(?:站着|顺便|随便|闲)?[聊唠]了?(?:[两几会聊唠]|一会|半天)"
)
"""昨天在食堂碰见老书记聊了会儿."""
_AWAY_FROM_US = Pattern(
    "[,。](?:具体)?[我咱俺]?们?也?不(?:清楚|晓得|知道|了解)[^,。]{0,4}$|不(?:知道?|清楚)(?:是不是|真假|是?真的)"
)
_FAMILY = Pattern(
    "(?:[我俺]|表|堂)(?:大|二|小)?(?:哥|姐|弟|妹|嫂|爸|妈|舅|姨|叔|姑)[^,。]{0,4}(?:单位|支部|公司|学校|[局厅村]|那边)|老家[^,。]{0,6}(?:单位|支部|[村镇乡])"
)
"""我表姐单位昨天搞主题党日, 老家村支部昨天换届."""
_TELLTALES: Mapping[str, Pattern] = {
    **dict.fromkeys("哥姐弟妹嫂爸妈舅姨叔姑家", _FAMILY),
    "听": Pattern(f"听[^,。课讲党]{{1,6}}(?:说|讲|提过?){_DAY}|道听途说"),
    "传": Pattern(f"(?<![宣流相上])传(?:言|说|闻)?{_DAY}|据传|谣传"),
    "说": Pattern(
        "^(?:[^,。书记主任我]{0,6}(?:师傅|门卫|保安|大姐|阿姨|保洁|司机)说|[^,。]{1,10}说(?:村里|社区|镇里|厂里|他们那))"
    ),
    "文": Pattern("^[^,。]{0,3}[范例样]文[,:]"),
    "那": Pattern("^[^,。]{0,8}(?:参加工作|上班|入职|入伍)那[年会]"),
    "都": Pattern(f"都在?[说传]{_DAY}|都是假的"),
    "闻": Pattern("[风传]闻"),
    "消": Pattern("小道消息"),
    "真": Pattern("真的假的|真的[吗么]|真有这回?事"),
    "不": _AWAY_FROM_US,
    "没": Pattern("没人?(?:叫|通知|喊|告诉)[我咱俺]"),
    "(": Pattern(r"\((?:[转摘引]自|来源|测试)"),
    "测": Pattern("测试,?(?:勿|请?忽略|别当真|不用管|别记)|[这只就纯]是[个条]?测试(?![题会卷])"),
    "器": Pattern("机器人(?:有|的|会)?(?:什么|啥)?反应"),
    "聊": _PASSING,
    "唠": _PASSING,
    "随": Pattern("随便[打写编输敲][了一]?[句条个]"),
    "瞎": _MADE_UP,
    "胡": _MADE_UP,
    "演": Pattern("给[^,。]{1,5}演示[,:]"),
    "式": Pattern("正式(?:的|开|讲|演出?|比赛?|投票|选举)[^,。]{0,3}(?:还没|没定|下周|明天|后天|改天|再)"),
    "练": Pattern("(?:内部|提前|先)练了|(?<![演训操])练[了过]一?[遍轮场]"),
    "历": Pattern("历史上的今天"),
    "单": Pattern("(?:爱人|妻子|丈夫|老婆|老公|媳妇|对象|朋友|同学|亲戚)[^,。]{0,3}单位"),
    "里": Pattern("(?:小品|短视频|剧本|[戏剧])里"),
    "抖": Pattern("抖音[里上刷]"),
    "以": Pattern("以前[^,。]{0,8}(?:的时候|那会)"),
    "翻": Pattern("翻到[^,。]{0,4}照片"),
    "问": Pattern(
        "(?:老婆|老公|爱人|媳妇|孩子|领导|书记|主任|[他她])问[我咱起]?[^,。]*(?:没|没有|吗|多少|几个人?)(?:[,。?!]|$)"
    ),
    "是": Pattern(
        f"[开搞上办][^,。了]{{2,6}}的是[^,。我咱本]{{0,5}}{_UNIT}(?:[,。]|$)"
        f"|(?:{_HELD}|培训)是[^,。我咱本支日号天午周]{{0,6}}(?:局|委|办|税务|公安|财政|民政|教育|卫健|工会|妇联|街道|社区|上级|人家|他们|别人)(?:的|[组搞办开]织?的)[,。]"
    ),
}
_OTHERS_ROOM = Pattern(
    f"(?:[看听见]|参观|碰到|路过|赶上|学习|借鉴)[了到]*(?:人家|别的|别人|其[他它]|兄弟|隔壁|他们|村里|社区)的?[^,。]{{0,8}}{_HELD}"
    f"|去[^,。我本咱]{{1,6}}{_UNIT}(?:旁听|观摩|取经|蹭|督导|列席)[^,。]{{0,6}}{_HELD}|(?:旁听|观摩|蹭|参观|列席了)[了到]*[^,。我本咱]{{1,6}}{_UNIT}的?[^,。]{{0,4}}{_HELD}"
)
_THINGS = (
    "(?:会议记录|记录本?|纪要|照片|相片|视频|简报|信息稿?|新闻稿?|宣传稿|稿子|讲稿|发言稿|课件|PPT|ppt|台账|档案盒?|签到[表册簿]|横幅|条幅|海报|展板|背景板|会标|桌牌|席卡|投影仪?|音响|话筒|麦克风"
    "|会议室|会场|场地|水|茶歇?|经费|费用|发票|心得(?:体会)?|笔记本?|作业|试卷|选票|测评票|通知|方案|议程|流程|日程|决议|材料|资料|[扫收]尾工作|善后)"
)
_ERRANDS = Pattern(
    f"(?:{_HELD}|慰问(?=[的用费扫拍]))(?:[那这]天)?[用拍上]?的?{_THINGS}[^,。《怎咋如]{{0,4}}(?:写|誊|抄|整理|打印|印|做[完好了]|改[完好了]|归[好档了]|贴|装订|拷|导|传|找[到不]|丢|买|订[了好]|借|批|报销|布置|挂[好上歪]|盖章|打[好出]|弄[好完丢]|发[给到出群]|在[谁哪你我])"
    f"|{_HELD}的?(?:档案|签到[表册]|照片|记录本|台账)都?[交给拿送]|的(?:简报|信息|新闻稿?|照片)(?:都|已经?)?报[上送给了]"
)
_FOR_IT = "(?:会|课|党日|学习)"
_ASKED = Pattern(
    "(?:[了过]|[讲学说议]的?是?|研究|讨论|通过|学习)(?:什么|啥|哪些|哪几[个项件条份])(?:内容|事项|议题|主题|东西|事情?|问题|文件|议程|材料)?[呢呀啊吗]?[?。!]?$"
    "|(?:研究|讨论|商量|定了?|议了?)谁[^,。]{1,8}[呢呀啊][?。!]?$"
)
"""昨天支部大会通过了哪些事项, 昨天支委会研究谁当组长呢."""
_UNCOUNTED: Mapping[str, Pattern] = {
    **dict.fromkeys("什啥哪谁", _ASKED),
    "给": Pattern(f"给[^,。]{{0,4}}{_FOR_IT}(?:占|准备|布置|收拾|打扫|试|调试|拍|录|买|订|印|摆|挂)"),
    "为": Pattern("为[^,。]{0,6}买"),
    "室": Pattern(f"(?:订|借|布置|收拾|打扫|预约|预订)[好了]+[^,。]{{0,8}}{_FOR_IT}的?会议室"),
    "场": Pattern(f"(?:订|借|布置|收拾|打扫|预约|预订)[好了]+[^,。]{{0,8}}{_FOR_IT}的?(?:会场|场地)|停车场"),
    "停": Pattern("停车位"),
    "刷": Pattern("刷到"),
    "座": Pattern("占座"),
    "垫": Pattern("垫[了付]"),
    "写": Pattern("[写改][了一][^,。]{0,6}(?:总结|发言稿|发言|讲稿|纪要)"),
    "背": Pattern("背[了一][^,。]{0,6}(?:发言稿|发言|讲稿)"),
    "死": Pattern("[冻热困累饿气急笑晒吵闷]死(?:[我人]|了)"),
    "香": Pattern("真香"),
    "踩": Pattern("踩[了过]?一?[个下]?点"),
    "我": Pattern(
        "(?:^|[,。])我[^,。]{0,8}(?:没能?[去来参赶到]|[来去]不[成了]|赶不上|迟到|溜号|请[了个]?假)|我不在[,。]"
    ),
    "成": Pattern("[来去]不成了?[。!]?$"),
    "错": Pattern(f"(?<![没不能有易])错过了?(?:[,。]|[^,。]{{0,6}}{_HELD})"),
}
_OF_OTHERS_ROOM = frozenset("家别兄隔他村社听观蹭督列")
_KEYS, _UNCOUNTED_KEYS = frozenset(_TELLTALES), frozenset(_UNCOUNTED)


def has_telltale(read: Sentences) -> bool:
    """测试一下,昨天开了党课; 听小张讲昨天开了; 给二支部点赞; 党课的照片整理好了."""
    if read.telltale is None:
        read.telltale = _has_telltale(read)
    return read.telltale


def _has_telltale(read: Sentences) -> bool:
    text, characters = read.text, read.characters
    if text[0] in _FIRST and _OPENINGS.match(text):
        return True
    for key in _KEYS & characters:
        if _TELLTALES[key].search(text):
            return True
    return not read.phrases.counts and _is_of_something_else(text, characters)


def _is_of_something_else(text: str, characters: frozenset[str]) -> bool:
    """党课的照片整理好了; 昨天去二支部旁听党课; 党课冻死我了: no number of people, and other things told."""
    if _OFFICE.match(text) or _ERRANDS.search(text):
        return True
    if not _OF_OTHERS_ROOM.isdisjoint(characters) and _OTHERS_ROOM.search(text):
        return True
    return any(_UNCOUNTED[key].search(text) for key in _UNCOUNTED_KEYS & characters)
