"""What people did tells the kind where no word names it: 支委碰了个头, 扫了半天雪, 把米面油送到老党员家.

frame := one word of each of its classes, in any order; the first frame that fits
"""

from collections.abc import Sequence
from typing import NamedTuple

from handlers.grammar.lexicon.outsiders import DRAFTS, OUTSIDERS
from handlers.grammar.text.patterns import Pattern
from schedules.ledger.activity import ActivityKind as K

_MEET = "碰头 碰了 碰个 碰面 议了 议一 开会 开了会 开了个 开个会 开的会 商量 研究了 凑一起 凑到一起 聚了 聚一起 坐一起 坐下来 过了 视频会 线上会 电话会 坐到一起 坐一块 通气 合计了 过了一遍 定了 开小会 议事 汇到一起 碰了碰 碰一碰 碰过头 凑了凑 凑了个 凑到 坐下 商议 议定 敲定 拍板 通了气 通了个气 开了小会 开了个小会 划重点 划了重点 一人一段 汇总意见"
_READ = (
    "念 读 领学 带学 学 诵 抄 逐条 逐字 逐句 逐段 啃 通读 跟读 划重点 划了重点 过了一遍 对了一遍 传达了 传达学习 宣读"
)
_TEXTS = "《 文件 原文 讲话 条例 党章 章程 精神 公报 规定 准则 理论 选编 著作 读本 报纸 原著 读书 决定 报告 思想 全会 两会 决议 社论 贺词 党报 求是 会议精神 公开信 批示 一号文件"
_WORK = "下沉 补课 测血压 量血压 修家电 检眼 辅导功课 送早餐 送早点 送热 包饺子 包粽子 包汤圆 剪头发 理发 表演节目 送姜 送茶 送粥 送餐 送饭 送药 送扇 装沙袋 装填 转移 扛 维持秩序 站了 铲 扫 清 除 捡 拾 栽 种 植 浇 拔 搬 疏导 劝导 执勤 值守 值勤 巡 站岗 护学 发放 发了 发宣传 分发 送水 抢修 抢险 帮厨 分拣 消杀 引导 义诊 献 宣传 擦 刷 修剪 帮着 帮忙 帮助 帮老 设摊 摆摊 设点 咨询 摘 收割 抢收 插秧 巡逻 设岗 割 挑 服务 宣讲政策 净滩 净山 巡河 护河 护林 清淤 清沟 疏通 搬沙袋 搬家具 搬东西 搬物资 扛沙袋 拉水 挑水 挖沟 挖土 铺路 修路 修灯 修路灯 修伞 修鞋 修车 修水管 换灯 磨刀 配钥匙 洗被 洗衣 剪发 测视力 教老人 陪老人 代购 跑腿 打扫 大扫除 冲洗 拾掇 抬 撒盐 除冰 刷墙 发单 发传单 发资料 派发 派春联 写春联 送凉 送绿豆 答疑 维护 站路口 指路 收拾"
_PUBLIC = (
    "留守儿童 儿童 独居 环卫 考场 考点 高考 中考 工地 集市 庙会 大厅 宣传日 教育日 玉米 水稻 无劳力 进万家 进社区 进校园 进企业 进农村 雪 冰 垃圾 树 草 落叶 小广告 路口 交通 楼道 河道 渠道 河堤 大堤 堤坝 水库 宣传册 宣传单 传单 宣传页 秩序 社区 小区 街道 广场 学校 校门 旅客 考生 卫生 护栏 公园 车站 敬老院 福利院 养老院 群众 居民 村民 "
    "老乡 麦 苹果 庄稼 单车 血 防汛 上街 街上 街头 街边 集上 赶集 路边 路上 村口 巷 背街 网格 牛皮癣 烟头 杂草 野草 滩 海边 河边 江边 湖边 沟 渠 沙袋 灾 抗旱 抗台 抗洪 安置点 安置房 牧户 牧民 农户 住户 孤老 孤寡 五保 残疾 中小学 幼儿园 菜场 菜市 码头 死角 楼宇 低洼 斑马线 办税厅 政务 空巢"
)
_HARVEST = "收稻 割稻 收谷 打谷 晒谷 收麦 割麦 收玉米 掰玉米 掰苞米 收苞米 收油菜 收菜籽 割油菜 收花生 拔花生 挖红薯 挖土豆 收土豆 摘果 摘苹果 摘橘 摘梨 摘茶 采茶 摘棉 砍甘蔗 插秧 抢收 抢种 秋收 春耕 夏收 双抢 除草 抗旱"
_LOOK = "吊唁 悼念 瞅 捎了 看了 送米 送油 送面 看望 去看 来看 看看 看过 瞧 探望 探视 上门 走到 走了 到家 家里 家去 送了 送去 送到 送上 带着 带了 拎着 提着 坐了坐 坐坐 坐了会 坐了一会 跑了 转了 走访了 登门 串门 唠了唠 送粽 送月饼 送饼 送元宵 送汤圆 送饺子 送年货 送对联 送春联 送福 送棉 送煤 送奶 送牛奶 送鸡蛋 送花 送水果 送果 送慰问 送被 送衣 送温 看困难 看退休 看生病 看住院 看军属 提着果 提了"
_CARED = (
    "老党员 老同志 老干部 老领导 老书记 老支书 老人 困难 退休 退役 离休 住院 生病 病 遗属 遗孀 军属 烈属 大爷 大娘 大妈 大姐 师傅 阿姨 奶奶 爷爷 环卫 孤寡 五保 低保 春联 米面 米和油 面油 果篮 水果 牛奶 慰问 鲜花 锦旗 纪念章 "
    "棉被 月饼 粽子 红包 年货 孤儿 残疾 离退 高龄 孤老 空巢 失独 低收入 老功臣 老战士 老模范 劳模 老婆婆 老大娘 老两口 养伤 养病 福利院 特教 娃娃 老职工 老工人 老兵 元宵 鸡蛋 一箱奶 慰问金"
)
_PAPERS = "小结 报告 总结 材料 报表 台账 情况 信息 计划 清单 名册 统计表 排查表 汇总表 审批表 登记表 备案表 公示表 汇报 季报 年报 半年报 月报 自查 自评 述职 名单 花名册 统计 情况说明"
_HAND_IN = "上传 报 交 送 发 呈 递 寄 传"
_ABOVE = "机关党委 机关工委 直工委 工委 组织科 组织部 组织处 党委 上级 县委 市委 区委 省委 党办 宣传部 纪委 局党组 督导组 纪检组 人事处 人事科 督查室 党工委 上去 街道 党建办 党群办 巡察办 巡察组 巡视组 组织员 区直 市直 县直"
_FAULTS = "问题 不规范 不到位 不足 短板 缺项 缺页 漏洞 漏签 漏记 隐患 整改 不清 不全 毛病 缺陷 缺签名 缺签字 缺章 没签名 没签字 没盖章 意见 反馈"
_MEND = "改完 改好 改到位 改过来 改正 改了 纠正 补齐 补全 补签 补正 补上 销号 解决 清零 规范了 改了过来 改掉 补了 补好 补签了 补录 完善了 弄好了 整好了 重新做了 落实了 都改 全改"
_APPLY = "入党申请 积极分子 发展对象 预备党员 政审 入党志愿 入党介绍 转正 入党材料 思想汇报 预备期 考察期 培养人 介绍人 入党积极"
_ADMIT = "交上 交了 交来 递交 递了 收到 收下 通过 确定 列为 定为 接收 吸收 公示 批复 批准 批了 办完 办好 办结 完成 同意 推荐 审查 函调 填完 签了 外调 收了 举手 按期"
_SWEAR = "宣誓"
_SWORN = "新党员 预备党员 入党 新同志 党旗"
_TALK_OVER = "展开讨论 进行讨论 开展讨论 热烈讨论 分组讨论 讨论了 讨论交流 座谈交流 交流了 交流发言 轮流发言 轮流谈 谈体会 谈认识 谈感受 谈心得 人人发言 心得交流 分享心得 分享会 分享 各抒己见 各谈各的 轮着发言 轮着说 轮着谈 挨个发言 挨个说 挨个谈 都发了言 都说了 人人谈 人人说 七嘴八舌 你一言 讨论开 讨论得 讨论热烈 大家谈 聊体会 说体会 讲体会 谈想法 头脑风暴"
_ABOUT = "体会 心得 主题 围绕 专题 如何 怎么 学习 读书 精神 大家 感受 认识"
_WATCH = "放的 放了 看 听 参观 学 讲 通报 旁听 剖析"
_WARNING = "警示 反腐 案例 廉政 廉洁 忏悔 违纪 家风馆 清廉 庭审 受贿 贪污 贪腐 职务犯罪 监狱 看守所 现身说法 反面 典型案 通报的案 案子 忏悔录 落马 腐败 贪官 身边案 身边事 身边人 违规吃喝 酒驾 醉驾"
_GO_SEE = "参观 瞻仰 祭扫 扫墓 重温 缅怀 实地 打卡红色 研学 走进 观影 看红色 看电影 现场教学 现场学习 重走 献花 敬献 凭吊 走了一趟 打卡"
_SIGHTS = "公墓 墓园 墓 馆 基地 旧址 故居 陵园 纪念 展览 展厅 红色 革命 誓词 烈士 影 党史 教育 村史 英雄 先烈 遗址"
_RED_SIGHTS = "纪念馆 旧址 故居 陵园 烈士 红色 革命 党史 村史 长征 教育基地 英雄 遗址 展览馆"
_SPEAK = "头一堂课 一堂课 一次课 堂课 讲课 上课 上了一课 上一课 讲了一课 讲了课 授课 宣讲 讲了堂 讲了一堂 讲了一次 给大家讲 给我们讲 给党员讲 上堂课 上了堂 上了节 讲堂课 讲了节 来讲 来上课 登台 开讲 讲了两 讲了个 讲了半"
_LEADERS = "支部 骨干 书记 支书 局长 主任 处长 科长 厅长 县长 院长 校长 党员 委员 教授 党史 党性"
_VOTE = "选出 选了 投票选 票选 补选 改选 推选 投票 选上 选支 选书记 差额 等额 唱票 增补 增选"
_POSTS = "支委 书记 委员 班子 支部委员 宣传委员 组织委员 纪检委员"
_JUDGE = "打等次 定等次 评等次 自评 互评 测评 评议 评出 评优 评了"

_TOGETHER = (
    "支部",
    "党员",
    "小组",
    "共",
    "实到",
    "到会",
    "应到",
    "参加",
    "领学",
    "组织",
    "大家",
    "我们",
    "咱们",
    "全体",
    "同志",
    "集体",
    "统一",
    "全员",
    "全科",
    "全所",
    "全局",
    "人",
    "名",
    "位",
    "书记",
    "支委",
    "一起",
    "一块",
    "一道",
    "一同",
    "大伙",
    "咱",
    "几个",
    "念的",
    "讲的",
    "领着",
    "带着大",
)
_COUNTED = Pattern(r"[\d一二三四五六七八九十两](?:来|多)?个(?!月|小时|钟头?|字|问题|方面|章节|专题|案例)")
_ALONE = ("一个人", "我个人", "我自己")
_OATH = Pattern("重温.{0,6}(?:誓词|入党)|宣誓活动|集体宣誓|面向党旗宣誓")
_MET_IN_GROUP = Pattern(
    "(?:小组|[一二三四五六1-6]组|本组|我组|咱组).{0,12}(?:开会|开了会|小会|碰头|碰了个?头|凑一起|坐一起|例会)"
)
_AT_SCHOOL = Pattern("[在到去赴].{0,6}(?:党校|干部学院).{0,4}学")
_MAY_BE_PRIVATE = frozenset({K.WARNING_EDUCATION, K.THEME_DAY, K.STUDY, K.SEMINAR, K.VOLUNTEER})
"""What one may do by oneself as well: these need somebody with whom it was done."""
_EXCLUDED = DRAFTS | OUTSIDERS


class _Class(NamedTuple):
    """Words of one class, and the characters that they begin with: most texts have none of these."""

    words: Pattern
    beginnings: frozenset[str]


class Frame(NamedTuple):
    """A kind, and the classes of words that together tell it."""

    kind: K
    classes: tuple[_Class, ...]


def _frame(kind: K, *classes: str) -> Frame:
    split = [tuple(words.split()) for words in classes]
    return Frame(
        kind, tuple(_Class(Pattern("|".join(words)), frozenset([word[0] for word in words])) for words in split)
    )


_FRAMES = (
    _frame(K.IDEOLOGY, "意识形态 网络舆情", "研究 研判 分析 讨论 听取 学 排查"),
    _frame(K.DEVELOPMENT, _APPLY, _ADMIT),
    _frame(K.DEVELOPMENT, "入党的会 党员发展 发展大会", "讨论 投票 表决 赞成 开了"),
    _frame(
        K.DEVELOPMENT,
        "发展了 发展一 发展1 发展两 发展2 新发展",
        "名党员 名预备党员 名新党员 位党员 个党员 个预备党员 个新党员",
    ),
    _frame(K.ORG_LIFE, "互相批评 相互批评 自我批评 批评意见", "党员 支部 对照检查 查摆 提意见 每个人 挨个 逐个"),
    _frame(K.DEVELOPMENT, "入党", "讨论通过 表决通过 投票通过 票决"),
    _frame(K.DEVELOPMENT, _SWEAR, _SWORN),
    _frame(K.BRANCH_COMMITTEE, "支委 委员们 几个委员 支部班子", _MEET + " 议 研究 讨论 开会 碰"),
    _frame(
        K.GROUP_MEETING,
        "党小组 小组 组里 我组 咱组 本组 组员 我们组开 我们组坐 我们组碰 我们组聚 我们组学 我们组今 我们组昨 我们组凑 我们组几 我们组在 我们组上 那组 这组 一组 二组 三组 四组 五组 1组 2组 3组 4组 5组",
        _MEET + " 活动 学了 学习 读了 读报 谈体会",
    ),
    _frame(K.BRANCH_ASSEMBLY, "全体会 全体大会 全支部 全体党员 支部全体", _MEET + " 投票 票决 表决 通过 选了 全体会"),
    _frame(K.ELECTION, _VOTE, _POSTS),
    _frame(K.APPRAISAL, _JUDGE, "党员 优秀 合格"),
    _frame(K.RECTIFICATION, _FAULTS, _MEND),
    _frame(K.REPORT, _PAPERS, _HAND_IN, _ABOVE),
    _frame(K.WARNING_EDUCATION, _WATCH, _WARNING),
    _frame(
        K.WARNING_EDUCATION,
        "去 到 赴 前往 走进 参观 在",
        "警示教育基地 警示基地 廉政教育基地 廉政基地 廉洁教育基地 廉政警示 反腐倡廉教育基地 法纪教育基地 警示教育中心 警示教育馆",
    ),
    _frame(K.VISIT, _LOOK, _CARED),
    _frame(K.VISIT, "发了 佩戴 戴上 戴了 颁发 颁给", "纪念章", "党"),
    _frame(K.VOLUNTEER, _WORK, _PUBLIC),
    _frame(K.VOLUNTEER, _HARVEST, "帮 支援 助 党员 支部 村 户 乡亲 老乡"),
    _frame(K.VOLUNTEER, "志愿者 志愿队 服务队 先锋队 突击队", _WORK),
    _frame(K.SEMINAR, _TALK_OVER, _ABOUT),
    _frame(K.THEME_DAY, _GO_SEE, _SIGHTS),
    _frame(K.THEME_DAY, "升国旗 升了国旗 升旗 升了旗 看展 观展 看了展 看了个展 祭英烈"),
    _frame(K.THEME_DAY, "看", "抗战 革命 红色 党史 先烈 英雄 主题展 成就展 图片展 纪念"),
    _frame(K.THEME_DAY, "去 前往 走进 到了", _RED_SIGHTS),
    _frame(K.PARTY_LECTURE, _SPEAK, _LEADERS),
    _frame(K.TRAINING, "党校 干部学院 研修班 进修 脱产 参训 学习班", "学 训 班 课 回来 结业 教学 进修 培训"),
    _frame(K.STUDY, _READ, _TEXTS),
    _frame(K.STUDY, "观看 收看 看了 集中看 组织看 一起看 看的 放了 放映", "《 片 直播 大会 电影"),
)


def framed_kind(pieces: Sequence[str]) -> K | None:
    """The kind that the doings in a text tell; none of what outsiders did, or what was done to a draft."""
    if not _EXCLUDED.isdisjoint(pieces):
        return None
    text = "".join(pieces).replace("扫码", "").replace("文件夹", "")
    chars = frozenset(text)
    for frame in _FRAMES:
        for words in frame.classes:
            if chars.isdisjoint(words.beginnings) or not words.words.search(text):
                break
        else:
            if frame.kind not in _MAY_BE_PRIVATE or not _is_private(text):
                return frame.kind
    return None


def studied_kind(pieces: Sequence[str]) -> K | None:
    """What a study really was, or what no word names: an oath that was renewed, a group that met, a course."""
    said = "".join(pieces)
    if _OATH.search(said):
        return framed_kind(pieces) or K.THEME_DAY
    if "学" not in said:
        return None
    return K.GROUP_MEETING if _MET_IN_GROUP.search(said) else K.TRAINING if _AT_SCHOOL.search(said) else None


def is_private_study(pieces: Sequence[str]) -> bool:
    """Whether nobody else was there, and nothing was read that a party branch reads."""
    text = "".join(pieces)
    return _is_private(text) and not any(word in text for word in _TEXTS.split())


def _is_private(text: str) -> bool:
    return any(word in text for word in _ALONE) or not (
        any(word in text for word in _TOGETHER) or _COUNTED.search(text)
    )
