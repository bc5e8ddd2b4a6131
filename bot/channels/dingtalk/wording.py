"""What the channel itself says to people: choices as numbers, and faults of the platform with their remedies."""

from schedules.outbox import Content

REMEDIES = {
    "invalidClientIdOrSecret": "Client ID 或 Client Secret 不正确，请在开放平台 → 该应用 → 凭证与基础信息 重新复制",
    "InvalidAuthentication": "访问凭证失效，程序会自动更换一次",
    "invalidParameter.robotCode.auth": "robot_code 不属于这个应用，请在开放平台 → 该应用 → 机器人 核对 RobotCode",
    "invalidParameter.robotCode.downloadCode": "这个文件在钉钉已经取不到",
    "60011": "应用没有读取通讯录的权限，请在开放平台 → 该应用 → 权限管理 申请“通讯录部门信息读权限”“通讯录部门成员读权限”“成员信息读权限”",
    "88": "应用没有这个接口的权限，或服务器的出口 IP 不在白名单内，请在开放平台 → 该应用 核对权限管理与安全设置",
    "50002": "这位同志不在应用的可见范围内，请在开放平台 → 该应用 → 版本管理与发布 扩大可见范围",
    "robot.oto.notExist": "没有这个机器人，请在开放平台 → 该应用 → 机器人 核对 RobotCode，并确认已发布",
    "chatbotId.notAllow.sendOTO": "机器人不能单聊，请在开放平台 → 该应用 → 机器人 开通单聊并发布新版本",
    "staffId.notExisted": "钉钉中没有这个账号，请核对人员表的“钉钉账号”（通讯录中的员工 UserID）",
    "invalid.openConversationId": "没有这个群，请在群里 @机器人 说一句话，再重新绑定",
    "group.disbanded": "群已解散，请更新绑定的群",
    "bot.stopped": "机器人已停用，请在开放平台 → 该应用 → 机器人 启用",
    "Forbidden.AccessDenied.AccessTokenPermissionDenied": (
        "应用没有这个接口的权限，请在开放平台 → 该应用 → 权限管理 申请“企业内机器人发送消息权限”；"
        "用待办、日程的，另申请待办的读写权限、日程的写权限"
    ),
    "Forbidden.AccessDenied.IpNotInWhiteList": (
        "服务器的出口 IP 不在白名单内，请在开放平台 → 该应用 → 安全设置 添加“服务器出口IP”"
    ),
    "Forbidden.AccessDenied.ApiCountLimitForOrg": "本月的接口调用次数已用完，请在开放平台 → 用量管理 扩容，或等到下月",
    "90020": "本月的接口调用次数已用完，请在开放平台 → 用量管理 扩容，或等到下月",
    "1111": "服务器的出口 IP 请求过多，被平台暂时拦下；同一出口还有别的程序时请错开",
    "keywords": "群机器人要求消息含有关键词，请在群设置 → 机器人 → 安全设置 改用“加签”，或把“支部”列为关键词",
    "sign": "群机器人的签名不符，请在群设置 → 机器人 → 安全设置 重新复制以 SEC 开头的加签密钥",
    "timestamp": "群机器人不接受服务器的时间，请校准系统时钟",
    "whitelist": "服务器的出口 IP 不在群机器人的 IP 地址段内，请在群设置 → 机器人 → 安全设置 添加",
    "310000": "不符合群机器人的安全设置，请在群设置 → 机器人 → 安全设置 核对",
    "card.notDelivered": "互动卡片没有投放成功，已改发普通消息；请在卡片平台核对模板 ID，模板须已发布",
    "410100": "群机器人一分钟内发送超过 20 条，十分钟后自动再发",
    "130101": "群机器人一分钟内发送超过 20 条，十分钟后自动再发",
    "300001": "即时回复的时限已过，改由机器人主动发送",
    "400013": "群已解散，请更新设置 [dingtalk.robots]",
    "400101": "群机器人的 access_token 无效，请重新添加机器人并更新设置 [dingtalk.robots]",
    "400102": "群机器人已被停用，请在群设置 → 机器人 启用",
    "400106": "群机器人不在群中，请重新添加并更新设置 [dingtalk.robots]",
    "430101": "消息含有平台认为不安全的链接，没有发出；请改写后再发",
    "430102": "消息被平台的内容检查拦下，没有发出；请改写后再发",
    "430103": "消息被平台的内容检查拦下，没有发出；请改写后再发",
    "430104": "消息被平台的内容检查拦下，没有发出；请改写后再发",
}
SECURITY = "310000"
SECURITY_SIGNS = {
    "keywords": ("keyword", "关键词"),
    "timestamp": ("timestamp", "时间戳"),
    "whitelist": ("whitelist", "白名单"),
    "sign": ("sign", "签名"),
}
LOOK = "查看"
NO_FILES = "这个群收不到图片和文件：群里的自定义机器人不能发，请把应用机器人加入群并改绑该群"
NO_ROBOT = "没有名为“{name}”的群机器人，请在设置 [dingtalk.robots] 中补上"
PRIVATE_FAULT = "专有钉钉没有接受：{fault}，请核对 [dingtalk.private] 与应用的接口权限"
NO_APP = "钉钉应用没有配置，请填写设置 [dingtalk]"
INVALID_ACCOUNT = "钉钉中没有这个账号（invalidStaffIdList），请核对人员表的“钉钉账号”（通讯录中的员工 UserID）"
FLOW_CONTROLLED = "钉钉暂缓向该成员发送（flowControlledStaffIdList），稍后自动再发"
UNREACHABLE = "无法连接钉钉接口（{fault}），请检查网络、代理、api_base 与 oapi_base"
UNANSWERED = "钉钉接口没有应答（{fault}），不确定是否已送达"
BAD_STATUS = "钉钉接口返回 HTTP {status}"
UNREADABLE = "钉钉接口的应答无法识别，请检查代理、api_base 与 oapi_base"
TOO_LONG = "消息过长，超出钉钉一分钟内可发送的条数"
WAIT = "为遵守钉钉的发送频率，稍后自动发送"
OTHER_ORGANISATION = "登录时选了别的企业，请重新登录并选择本单位"
PRESSED = "✓ {label}"
ANSWERED_BELOW = "✓ 已收到，请看下一条消息"
PRESSED_LONG_AGO = "这张卡片已经答复过，或已过期。请直接发一句话告诉我。"
FOR_ANOTHER = "这一问请被问到的同志回答。"
TAKEN_BACK = "（这条消息已撤回）"
NO_RECALL = "这条消息不能撤回"
NOT_RECALLED = "钉钉没有撤回：{fault}"
NOTICE_DROPPED = "钉钉没有送达工作通知：当天条数已满，或同样的内容当天已发过；稍后自动再发"
HOW = "办法"
STILL_REFUSED = "钉钉不接受刚换发的访问凭证，稍后自动重试"


def explain_fault(code: str, message: str) -> str:
    """A fault that the platform reports, in words that help to mend it."""
    remedy = REMEDIES.get(_sort_of(code, message)) or REMEDIES.get(code)
    return f"钉钉 {code}：{remedy}（{message}）" if remedy else f"钉钉 {code}：{message}"


def render_for_group(content: Content) -> str:
    """A message as plain text for a group, where the robot hears only those who call it."""
    if not content.buttons:
        return content.text
    choices = "，".join(f"{number} {button.label}" for number, button in enumerate(content.buttons, start=1))
    return f"{content.text}\n@我并回复 {choices}"


def _sort_of(code: str, message: str) -> str:
    """One code stands for every rule of a group robot: only the message tells which was broken."""
    if code != SECURITY:
        return code
    words = message.casefold()
    broken = (sort for sort, signs in SECURITY_SIGNS.items() if any(sign in words for sign in signs))
    return next(broken, code)
