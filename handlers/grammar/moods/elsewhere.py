"""Texts that say by themselves that what they tell of is no doing of ours.

elsewhere := what is long past | what stands in books and films | what others do, or were seen doing | what somebody else said
           | a summary | papers that were handed round | a gathering of others, the work of the office or idle talk, and no word of the party

Each pattern begins with a character, and is looked for only where one of its rarer characters stands: most texts have none.
"""

from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.text.patterns import Pattern

_LONG_PAST = Pattern(
    r"[去前]年的?(?:今天|今日|这[天时个]|此[时刻])|年前的(?:今天|今日|这天)"
    r"|(?:1[89]\d\d|一[八九][〇零一二三四五六七八九]{2})年(?<![^,。:].{5})(?![^,]{0,8}(?:入党|参加|出生|生|退休|党龄))"
)
_BOOKS = (
    "(?:电影|影片|宣传片|专题片|纪录片|话剧|电视剧|小说|县志|书(?<![愿证]书))[里上](?:面)?(?:说|讲|写|那|有|[,:])"
    "|(?:电影|片子?|小说),里面|旁白|解说词|[志史]载|简报[:说登上]"
)
_THEIRS = (
    "看看(?:人家|他们)|学学(?:人家|他们)|(?:我们|咱们?)也得?(?:抓紧|赶紧|跟上)(?:点|吧|[,。!]|$)|来(?:我们|咱们?|俺们)[^,。]{0,4}(?:参观|考察|调研|走访|取经|观摩|慰问|体检|捡)"
    "|在家[^,。]{0,3}(?:自学|看书)|一耳朵|当观众|看热闹|比(?:我们|咱们?|俺们?)[^,。]{0,4}[强好齐多快早整]|[别不甭]学(?:他们|人家)|借场地|借(?:我们|咱们?)[^,。]{0,8}(?:会议室|礼堂|场地|地方)"
    "|志愿者(?:都)?是[^,。]{0,8}学生"
    "|(?:巡[察视]组|督导组|考核组|考察组|审计组|检查组)[^,。]{0,2}(?:谈话|找|约谈)|(?:纪委|监委|纪检监?察?组|组织部|人事[处科股部]|干部[处科]|派出所|公安局|检察院)(?!的?(?:党?支部|书记|主任|副|[处科部组局所]长))"
    "[^,。:]{0,4}(?:找[^,。:]{1,8}谈(?!心)|来谈话)|约谈[^,。]{0,8}(?:老板|企业|公司|商户|业主|厂|店)"
)
_ELSEWHERE = Pattern(f"{_BOOKS}|{_THEIRS}")
_RARE = frozenset("比热影剧片县旁载解简说们咱俺耳观借愿巡督察核审检约找家")
_SAID = Pattern("[^,。]{1,6}(?:说|讲|告诉我)[他她]们?(?:昨|今|前|上[周个]|刚|参加|开[了过]|已|支部)")
_TALK = frozenset("谈聊")
_ACCOMPANIED = Pattern("[^,。党支我咱]{2,6}(?:局|办|厅|委|院|会)[昨今上下前刚]")
_PAPERS = Pattern(
    "的(?:材料|讲稿|讲话稿|发言稿|收据|票据|课件|光盘|平板|海报|马甲|照片|录音|录像|登记表|意见表|表|讲义|读本|书|贺卡|条幅|横幅|签到表|签到簿|会标|奖章|稿子|底稿)"
    "[^,。]{0,6}?(?:送来|送到|到了|到货|发完|发下来|印[好完出了]|翻不|找不|借走|上传|拷|放在|搁在|收在|丢了|装订|做好|打印|交回|还回来|在我|在谁)|情况(?:已|都|全)?经?汇总"
)
_OTHERS = Pattern(
    "(?:家长|教代|教职工|职工代表|职代|工代|业委|业主|股东|董事|监事|校友|同学|同乡|老乡|理事|家委|学生|少代|团代|妇代|居民|村民|人代|党组"
    "|局务|处务|科务|院务|校务|行务|站务|所务|股务|办公)(?:大会|代表大会|会(?!议?室|员))|[学协商]会[^,。]{0,3}(?:[昨今前上]|换届|年会|开)"
    "|(?:(?<!整改)推进|评审|论证|调度|会商|联席|协调|例|早|晨|分析|招标|开标|竣工|安全生产|生产|销售|招商|签约)会(?!议?室|后)"
    "|学[了着习]?[做烤包炒]?(?:西点|烘焙|钢琴|吉他|古筝|二胡|唱歌|跳舞|广场舞|舞蹈|瑜伽|太极|游泳|打球|国画|画画|插花|茶艺|做?菜|烹饪|英语|日语|编程|炒股|理财|开车|科目[一二三四])|自己[^,。]{0,4}(?:学习|看书|自学)"
    "|陪[同着]?[^,。]{1,6}(?:走访|调研|下乡|检查)"
    "|[局处厅院校馆位关会科]里?统一[搞弄]"
    "|[科股室]业务培训|消防(?:培训|讲座|演[练习]|知识)|税[率法种]|操作规程|宣贯|教研[室组]|学员|会计准则|承[办训][^,。]{0,14}(?:培训|班)|[我本]校[^,。支]{0,12}班"
    "|[谈聊][^,。]{0,8}(?:纠纷|合同|赔偿|拆迁|对象|恋爱|彩礼|房租|房贷|生意|保险|学费|补习|作业|报价|坐标|图纸|装修|股票|游戏|钓鱼|八卦|球赛|电影|彩票|房价|天气|菜谱|健身|减肥|旅游|相亲)"
)
_OF_OTHERS = frozenset("会学己统训消税操贯教承校谈聊陪")
_PARTY, _COMMITTEE = frozenset("党支"), "党组会"
_OF_THE_PARTY = Pattern("党(?!组)|支部|支委|小组|意识形态|民主生活|组织生活|中心组|谈心|谈话|思想")


def is_elsewhere(read: Sentences) -> bool:
    """去年的今天…, 电影里…, 他们单位…, 昨天家长会来了40人: other times, other people, or nothing that is held."""
    text, characters = read.text, read.characters
    if "年" in characters and _LONG_PAST.stands_in(text):
        return True
    if (
        not _RARE.isdisjoint(characters) or "书里" in text or "书上" in text or "人家" in text
    ) and _ELSEWHERE.stands_in(text):
        return True
    if ("的" in characters or "汇" in characters) and not read.phrases.counts and _PAPERS.stands_in(text):
        return True
    if ("陪着" in text and _ACCOMPANIED.match(text)) or (_TALK.isdisjoint(characters) and _SAID.match(text)):
        return True
    if _PARTY.isdisjoint(characters) or _COMMITTEE in text:
        return not _OF_OTHERS.isdisjoint(characters) and _OTHERS.stands_in(text) and not _OF_THE_PARTY.stands_in(text)
    return False
