"""What is private only beside a person: a candidacy, a vote, a sum, a need, a reproach.

matter := candidacy person | person candidacy | person sum | NEED person | 批评 person | number 票
"""

from collections.abc import Iterator

from handlers.grammar.lexicon.surnames import COMPOUND, SURNAMES
from handlers.grammar.privacy.announced import Announced, rule
from handlers.grammar.text.patterns import Pattern, any_of, compiled

_NO_NAME = frozenset(
    "党支部年家时成代安全从常关平别应强明解方公开法计水危习暴经展连国和车干文问查巡任向都有初利海通申慰会相修审步征名双秋权爱区益师"
)
_SURE = "".join(sorted(SURNAMES - _NO_NAME))
_ANY = "".join(sorted(SURNAMES))
_HAN = "[一-鿿]"
_NOT_GIVEN = r"(?![人名户家个条次份项场批届委会组部员每])"
_NO_NAMES = r"(?!金[额融属秋]|周[一二三四五六日末边围期年]|马[上路]|高[度效质温考中校铁层龄]|黄[河金]|万[元人户名]|石油|江边|林业|白天|严[格肃明禁重厉]|任[务何职前免]|费[用标率收]|培[训养植]|谈[话心]|双报|毛毯|花[圈篮园]|迟[到交]|童[节年]|路[灯口面况段边上线]|车[位辆间站队道]|房[屋子租价]|米[面油]|井盖|管[道理]|雷[雨电]|乐[器园]|尚[未不无可有]|包[饺粽]|温[馨暖]|施工|祝[寿贺福]|贺[年卡岁]|康[复养]|宣[传讲]|游[园览])"
CALLED = rf"[老小](?![师家区时广])[{_ANY}](?![人员组党学区])"
"""老周, 小滕: nobody who asks about a rule says so."""
_COMPOUND_BEGINS = "".join(sorted({name[0] for name in COMPOUND}))
PERSON = (
    rf"(?:(?=[老小{_COMPOUND_BEGINS}{_ANY}])(?:{CALLED}|{any_of(COMPOUND)}{_HAN}{{1,2}}|"
    rf"(?=[{_SURE}]){_NO_NAMES}{_HAN}{_NOT_GIVEN}{_HAN}{{1,2}}|"
    rf"[{_ANY}](?:某某?|大[爷妈娘姐哥]|阿姨|师傅|奶奶|爷爷|老师|书记|主任|局长|处长|科长|同志))|{_HAN}{{2,3}}同志)"
)
"""Where no name begins, one look at a character tells so."""
LIKELY = rf"(?:^|[,。;:、(\s和跟与找给对把被让说])[{_ANY}](?![人名户家个条次份项场批届委会组部员每]){_HAN}"
"""Where a name would stand: enough to see that somebody is meant, too little to take it for one."""
_PEOPLE = rf"{PERSON}(?:同志)?(?:[、和及与]{PERSON}(?:同志)?)*"
_STANDING = r"(?:入?党?积极分子|发展对象|预备党员|正式党员|候选人|(?:[正副]?[处科局厅股]级)?(?:后备|人选|领导干部)|支委|委员|副?书记)"
_CANDIDACY = (
    rf"(?=[接吸讨通同确推提审酝批票表研关列将候人拟考])(?!确定(?<![拟议究论]确定){_PEOPLE}为入?党?积极分子)"
    rf"(?:(?:接收|吸收|讨论|通过|同意|确定|推荐|提名|审议|推选|推举|酝酿|批准|票决|表决|研究|关于|列|将){_PEOPLE}"
    rf"(?:的?(?:为|成为|列为|作为|转为)?(?:中共)?(?:入党|{_STANDING}|按期转正|转正|预备期|提拔|任职|入党申请))"
    rf"|(?:接收|吸收)(?:预备党员)[:]?{_PEOPLE}"
    rf"|(?:候选人|人选|拟任|拟提拔|考察对象)(?:是|为|:)(?!党员|支委|干部|书记|安全|代表|青年|全体)[{_ANY}]{_HAN}{{1,2}}(?=[,。;、\s]|$))"
)
_CANDIDATE = (
    rf"{_PEOPLE}(?:被)?(?:列为|确定为|定为|推荐为|提名为|作为|拟任|拟提)(?:{_STANDING}|{_HAN}{{0,4}}[长任记])"
    rf"|{_PEOPLE}(?:同志)?(?<![问看写查找填催])(?:的)?(?:按期)?(?:转正|预备期|政审|入党)(?:申请|问题|事宜|一事|讨论|表决|通过|材料|结论)"
)
_CHOSEN = rf"(?:候选人|人选|拟提名|拟任|拟提拔|拟晋升|考察对象)(?:名单|,|初步|预备|建议|推荐|暂?定|提名|分别)*(?:为|是|有|:)*\s?{_PEOPLE}"
_VOTES = (
    r"\d{1,6} ?张?票(?![价根据务面夹否])|[一二三四五六七八九十百]{1,8}票(?![价根据否])|得票|票数(?!够了?才|要|须|应|需|怎|如何|相[等同]|由)|计票结果|满票|全票当选|(?:赞成|同意|反对|弃权)票?[:]? ?\d+|"
    r"测评(?:结果|得分|分|优秀)|评议(?:结果|等次)(?=[:为是\d])|优秀率|满意率"
)
_MARKS_GIVEN = (
    r"(?:评议|测评|评定|等次)[^\n]{0,24}?(?:优秀|称职|(?<!不)合格)[:]? ?\d+"
    rf"|(?:评议|测评|评定|等次)[^\n]{{0,24}}?(?:{PERSON}(?:为|是|得了?|拿了|定为|被?评为)?(?:优秀|基本合格|基本称职|不称职|不合格|称职|合格|(?<!出)差)|(?:基本合格|不合格|优秀)[:]? ?{PERSON})"
)
_TICKETS = Pattern(r"(?:车|门|机|饭|发|船|彩|粮|邮|戏|电影)票?$")
_MASSES = (
    rf"(?:困难群众|贫困群众|信访户|帮扶对象|结对户|信访人|上访人|上访户|投诉人|来访人|来访群众|信访群众|上访群众|举报人|当事人|受助人|救助对象|低保户|贫困户|脱贫户|五保户|孤寡老人|群众)"
    rf"(?:代表)?[:]?(?!谈){PERSON}"
)
_NEEDY = rf"(?:困难|特困|贫困|残疾|伤残|失独|孤寡|失业|患病|重病|大病|生病|住院)的?(?:军人|老)?(?:党员|职工|干部|同志|学生|家庭)[:(]?{PERSON}"
_SUM = r"\d+(?:\.\d+)?(?: ?(?:元|块))"
_PAID = (
    rf"{PERSON}(?:同志)?的?(?:\d+月份?)?党费[已也只]?[交缴]了?[: ]?{_SUM}|{PERSON}(?:同志)?(?:本月|\d+月份?|今年|全年|已|也|补|只|共|刚|:| )*(?:交|缴|补交|缴纳|上缴|捐|捐款|欠)(?:了|纳|款|党费|齐|\d+月)*[:]? ?{_SUM}"
    rf"|(?:^|[,、;\s:]){PERSON}[: ]?{_SUM}"
)
_COLLECTED = rf"[收退](?![齐全缴])到?了?(?![齐全]){PERSON}(?:同志)?的?(?:\d+月份?)?党费"
_INCOME = r"(?:工资|月薪|薪水|年薪|收入|基数|奖金)[一-鿿:]{0,4}\d{3,}(?![\d]| ?元?(?:以[上下]|至|到|的部分))"
BARE_DUES = rf"(?:^|[,、;\s:(]){PERSON}[: ]?(?:交了?|缴了?)?\d+(?:\.\d+)?(?![\d人名日月号年点:/.-])"
_REPROACH = (
    rf"(?<!互)批评(?:了|指出)?(?:{PERSON}|书记|主任|局长|处长|委员|[他她])|红了脸|(?:点名|当面|严厉)批评|被批评|揭短"
    rf"|(?:给|对|向){PERSON}(?:同志)?(?:提意见|提了|提出|指出)|(?:给|对|向)[^,。]{{1,4}}(?:书记|支书|主任|[局处科股组队站院所]长)(?:同志)?(?:提意见|提了|提出|指出)|指出{PERSON}|批评(?!意见|教育|建议)[一-鿿]{{2,3}}(?:工作|不|在|作风|太|有)"
)


MATTERS = (
    rule(
        "candidate",
        _CANDIDACY,
        "接收 吸收 讨论 通过 同意 确定 推荐 提名 审议 推选 推举 酝酿 批准 票决 表决 研究 关于 列 将 候选 人选 拟 考察",
        _CHOSEN,
    ),
    rule("candidate", _CANDIDATE, "列为 定为 荐为 名为 作为 拟任 拟提 转正 备期 政审 入党"),
    rule("votes", _VOTES, "票 测评 评议 评定 等次 赞成 同意 反对 弃权 优秀 满意", _MARKS_GIVEN),
    rule(
        "masses",
        _MASSES,
        "群众 困户 访户 扶对 对户 访人 诉人 报人 当事 受助 助对 保户 贫户 五保 孤寡",
    ),
    rule("hardship", _NEEDY, "困难 特困 贫困 残疾 伤残 失独 孤寡 失业 患病 重病 大病 生病 住院"),
    rule("money", _PAID, "元 块"),
    rule("money", _COLLECTED, "党费"),
    rule("money", _INCOME, "工资 薪 收入 基数 奖金"),
    rule("criticism", _REPROACH, "批评 红了 揭短 提意 提了 提出 指出"),
)
STEMS = frozenset().union(*(matter.stems for matter in MATTERS))
"""One of these stands in everything that is told of a person."""
_DUES = "党费"


def find_person_matters(said: Announced) -> Iterator[tuple[str, int, int]]:
    """The reason and the span of each."""
    for matter in MATTERS:
        for found in said.found(matter):
            if not (matter.pattern is _VOTES and _TICKETS.search(said.text, max(0, found.start() - 2), found.start())):
                yield matter.reason, *found.span()
    if _DUES in said.text:
        yield from (("money", *found.span()) for found in compiled(BARE_DUES).finditer(said.text))
