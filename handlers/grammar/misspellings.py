"""Words as they come out of a hasty keyboard or a dictation: each character may be one that sounds or looks like it."""

from collections.abc import Iterable, Iterator

SHORTEST = 3
_ALIKE = (
    "日曰目 主住注祝猪煮 题提体替 党当档挡荡 支之知只枝资值直职 委位未为伟威围 会汇回惠绘慧 组祖租足阻 织知之只职 生声升胜身 活话火或货 民名明敏 "
    "评平凭苹瓶坪 议义异意仪宜 警井敬景惊境 示是市试事士式视 教叫较交觉 育玉域誉 志自制至致之指智 愿原员远源院 服付伏福复 务物误雾悟 "
    "访防放仿方坊 慰尉蔚未卫位胃 问闻文吻稳 费废非肺飞 收受手首 缴交脚教绞 换唤还环幻 届界接解借介戒 选先宣旋 举巨句具 培陪赔配 训讯迅寻巡 "
    "展站斩 员圆元原园 整正证政 改该盖概 研言沿严烟盐 讨计套 识实时石十始 形型行刑性 态太泰 中种重忠众 心新欣辛信 理里礼李力 论伦轮沦 "
    "学雪血 习席系喜息戏 集级及急即 谈弹坛淡探 课客刻科颗可 大太打达 小晓少 "
    "应印映因英 到道倒导 实时十食 出初处 席习 缺却确 请清情青 假架价加家 持恃迟特 记纪计既 录禄路陆 讲奖将降 点典店 地的第 内类那 容荣溶 人任认 参餐掺 加家 列裂烈 导到道"
)
_GROUPS = tuple(frozenset(group) for group in _ALIKE.split())


def misspelt(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each way to misspell one character of a long enough word, with the word that was meant."""
    for word in words:
        if len(word) >= SHORTEST:
            yield from ((slip, word) for slip in _slips_of(word))


def _slips_of(word: str) -> Iterator[str]:
    for at, char in enumerate(word):
        for other in _alike(char):
            yield word[:at] + other + word[at + 1 :]


def _alike(char: str) -> frozenset[str]:
    return frozenset().union(*(group for group in _GROUPS if char in group)) - {char}


SHORT_SLIPS = {
    "党曰": "党日", "党目": "党日", "党客": "党课", "党刻": "党课", "党克": "党课", "党可": "党课", "党科": "党课", "听客": "听课", "听刻": "听课", "应道": "应到", "应倒": "应到", "因到": "应到",
    "实道": "实到", "实倒": "实到", "石到": "实到", "实导": "实到", "应导": "应到", "时到": "实到", "十到": "实到", "请家": "请假", "请加": "请假", "情假": "请假",
    "清假": "请假", "请叚": "请假", "缺习": "缺席", "缺系": "缺席", "主恃": "主持", "主特": "主持", "主池": "主持", "住持": "主持",
    "主奖": "主讲", "主将": "主讲", "纪录": "记录", "计录": "记录", "记禄": "记录", "谈新": "谈心", "谈欣": "谈心", "弹心": "谈心",
    "谈活": "谈话", "谈化": "谈话", "今夭": "今天", "昨夭": "昨天", "前夭": "前天", "作天": "昨天", "咋天": "昨天", "昨田": "昨天",
    "上洲": "上周", "上舟": "上周", "走防": "走访", "慰文": "慰问", "尉问": "慰问", "党废": "党费", "党非": "党费", "党肺": "党费",
    "换界": "换届", "培圳": "培训", "整该": "整改", "研计": "研讨", "参家": "参加", "叁加": "参加", "道会": "到会", "倒会": "到会",
    "党元": "党员", "党圆": "党员", "吱部": "支部", "只部": "支部", "英到": "应到", "青假": "请假", "轻假": "请假", "主寺": "主持", "主寺人": "主持人", "下无": "下午", "上无": "上午", "警世教育": "警示教育", "支委汇": "支委会", "支步": "支部", "支布": "支部", "地店": "地点", "主体": "主题", "义题": "议题", "仪题": "议题",
}  # fmt: skip
