"""Those whom a party branch does not record: one's family, and people with whom one has other business."""

_KIN = (
    "阿爸 阿妈 额吉 老爹 老娘 俺爹 俺娘 我爹 我娘 家长会 谈恋爱 谈对象 我妈 我爸 老妈 老爸 妈妈 爸爸 爸妈 父母 父亲 母亲 儿子 女儿 闺女 孩子 孙子 孙女 外孙 外孙女 哥哥 姐姐 弟弟 妹妹 表哥 表姐 表弟 表妹 堂哥 堂弟 丈母娘 岳母 岳父 老丈人 公公 "
    "婆婆 媳妇 老婆 老公 爱人 妻子 丈夫 女朋友 男朋友 前女友 前男友 姥姥 姥爷 外婆 外公 奶奶 爷爷 舅舅 舅妈 婶婶 姑姑 姑父 姨妈 大姨 小姨 亲戚 亲家 女婿 儿媳 儿媳妇 家里人 嫂子 姐夫 妹夫 弟媳 弟妹 侄子 侄女 侄儿 外甥 外甥女 小舅子 小姨子 大舅哥 大姑姐 连襟 妯娌 我对象 我老伴 我那口子 我家那口子"
    " "
)
KIN = frozenset(_KIN.split())
_BUSINESS = (
    "客户 供应商 房东 中介 施工方 施工队 甲方 乙方 厂家 厂商 开发商 经销商 老板 老板娘 住户 业主 租户 商户 用户 房客 买家 卖家 当事人 委托人 纳税人 信访人 公司 装修公司 保险公司 物业 物业公司 企业 "
    "邻居 家长 班主任 老同学 同学 闺蜜 哥们 哥们儿 发小 网友 群友 书友 球友 牌友 钓友 司机 理发师 理发师傅 推销员 保安 销售 面试者 应聘者 求职者"
)
BUSINESS = frozenset(_BUSINESS.split())
_AFFAIRS = "加班 加班费 年假 年休假 休假 调休 报销 报销单 差旅费 考勤 考勤表 工资 工资表 公积金 社保 病假条 请假条 假条"
AFFAIRS = frozenset(_AFFAIRS.split())
"""What an employee hands in for himself."""
OWN_STUDIES = frozenset(
    [
        "备考",
        "学车",
        "教练车",
        "职称",
        "职称考试",
        "考研",
        "考公",
        "考证",
        "驾照",
        "驾校",
        "驾考",
        "雅思",
        "托福",
        "网课",
        "自考",
        "在职研究生",
    ]
)
"""What somebody learns for himself."""
OUTSIDERS = KIN | BUSINESS
_COUNTERPART_WORDS = (
    "医生 大夫 主治医生 主治医师 主刀医生 护士 护士长 老师 律师 法官 会计 教练 月嫂 保姆 护工 车主 快递员 外卖员 客服 客户经理 外单位 兄弟单位 对方单位 合作单位 对方 对家 合作方 第三方 服务商 供货商 运营商 代理商 承包商 承包方 "
    "施工单位 设计院 设计单位 监理 监理单位 开发公司 银行 媒体 记者 专家 外包公司 维保公司 工程队 装修队 装修师傅"
)
COUNTERPARTS = frozenset(_COUNTERPART_WORDS.split())
"""With whom one talks of one's own affairs or of business, where nobody is named."""
_DRAFT_WORDS = "稿子 稿件 文稿 新闻稿 信息稿 讲稿 发言稿 海报 展板 横幅 条幅 PPT ppt Ppt 课件 方案 工作方案 活动方案 实施方案 通知 主持词 倡议书 邀请函 会标 台签 桌牌 席卡 宣传栏 公告 请柬 文件 推文 公众号"
DRAFTS = frozenset(_DRAFT_WORDS.split())
"""Texts that are no records: who changes them changes nothing here."""
