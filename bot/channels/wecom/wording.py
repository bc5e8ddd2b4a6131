"""What the channel itself says to people: choices as numbers, and faults of the platform with their remedies."""

from collections.abc import Iterable, Mapping

from bot.channels.wecom.settings import Feature
from schedules.outbox import Content

FEATURES = {
    Feature.CARDS: "模板卡片",
    Feature.DUPLICATE_CHECK: "重复消息检查",
    Feature.ROBOTS: "群机器人",
    Feature.APPCHAT: "应用群聊",
    Feature.MEDIA: "素材上传",
    Feature.RECALL: "撤回消息",
    Feature.MENU: "应用菜单",
    Feature.CONTACTS: "读取通讯录",
    Feature.LOGIN: "网页登录",
}
REMEDIES = {
    40001: "应用 Secret 不正确，请在管理后台重新复制",
    40003: "企业微信中没有这个账号，请核对人员表的“企业微信账号”",
    40013: "CorpID 不正确，请在管理后台“我的企业”中核对",
    40056: "agent_id 不正确，请在应用详情页核对",
    40091: "Secret 不属于这个企业或应用，请重新复制",
    40029: "登录凭证无效或已用过，请重新打开页面",
    42003: "登录凭证已过期，请重新打开页面",
    43012: "应用没有设置接收消息的网址，不能发卡片，请在“接收消息”中设置",
    45009: "发送过于频繁，稍后自动重试",
    48002: "应用没有这个接口的权限，请确认使用的是自建应用的 Secret",
    50002: "该成员不在应用的可见范围内，请在管理后台调整",
    50003: "应用已被停用，请在管理后台启用",
    60011: "应用对该成员没有权限，请调整可见范围",
    60020: "服务器的出口 IP 不在应用的“企业可信IP”内，请在管理后台添加，约一分钟后生效",
    60140: "卡片已过期或已更新过",
    60111: "企业微信中没有这个账号，请核对人员表的“企业微信账号”",
    81013: "收件人都不在应用的可见范围内，请在管理后台调整",
    86001: "没有这个群聊，请核对群聊编号",
    86003: "没有这个群聊，请核对群聊编号",
    86008: "这个群聊不是本应用创建的，应用不能发送",
    93000: "群机器人的 key 无效或机器人已被移出群，请重新添加并更新设置",
    93004: "群机器人已被停用，请在群内重新启用",
    93008: "群机器人不在群中，请重新添加并更新设置",
    301002: "agent_id 与 Secret 不属于同一个应用，请核对",
}
MENU: Mapping[str, str | Mapping[str, str]] = {
    "记一条": "帮助",
    "本月待办": "本月待办",
    "更多": {"台账": "台账", "简报": "简报", "我的数据": "你存了我什么", "帮助": "帮助"},
}
"""The app's menu: the name of each entry with the words that it stands for, or with the entries below it."""
OUT_OF_RANGE = "该成员不在应用的可见范围内（invaliduser），请核对账号或在管理后台调整可见范围"
UNLICENSED = "该成员没有接口许可（unlicenseduser），请在管理后台分配账号许可"
NO_PICTURES = "这个群收不到图片：图片由群机器人或应用建的群发送，请在设置 [wecom.robots] 中为它配置群机器人"
NO_ROBOT = "没有名为“{name}”的群机器人，请在设置 [wecom.robots] 中补上"
LACKED = "设置 [wecom] lacks 中写明本部署没有“{feature}”功能；平台具备后请从中删去"
NOT_STORED = "系统暂时不能保存，这条没有登记，请稍后再发一次。"
WORKING = "正在处理，请稍候……"
LOCKED_FILE = "文件不能解密，请核对 [wecom.aibot] 的 encoding_aes_key"
NO_PUSH = "智能机器人以回调方式接入，不能主动向群发送，请改用长连接，或为该群配置群机器人"
NOT_CONNECTED = "本进程没有连接智能机器人，由持有连接的进程发送"
DISCONNECTED = "与智能机器人平台的连接中断，稍后自动重发"
SUBMIT = "提交"
CHOSEN = "已选：{label}"
ANSWERED = "已答复"
LAPSED = "这张卡片已过期或已在别处处理，不再更新，以文字答复为准。"
NO_APP = "企业微信应用没有配置，请填写设置 [wecom]"
UNREACHABLE = "无法连接企业微信接口（{fault}），请检查网络、代理与 api_base"
UNANSWERED = "企业微信接口没有应答（{fault}），不确定是否已送达"
BAD_STATUS = "企业微信接口返回 HTTP {status}"
UNREADABLE = "企业微信接口的应答无法识别，请检查代理与 api_base"
TOO_LONG = "消息过长，超出企业微信一分钟内可发送的条数"
WAIT = "为遵守企业微信的发送频率，稍后自动发送"
STILL_REFUSED = "企业微信不接受刚换发的 access_token，稍后自动重试"


def explain_fault(code: int, message: str) -> str:
    """A fault that the platform reports, in words that help to mend it."""
    remedy = REMEDIES.get(code)
    return f"企业微信 {code}：{remedy}（{message}）" if remedy else f"企业微信 {code}：{message}"


def render_content(content: Content) -> str:
    """A message as plain text: buttons become numbered choices."""
    if not content.buttons:
        return content.text
    choices = "，".join(f"{number} {button.label}" for number, button in enumerate(content.buttons, start=1))
    return f"{content.text}\n回复 {choices}"


def render_contents(contents: Iterable[Content], *, numbered: Iterable[bool]) -> str:
    """Several messages as the one text that a passive reply may hold, each with or without its choices as numbers."""
    pairs = zip(contents, numbered, strict=True)
    return "\n\n".join(render_content(content) if wanted else content.text for content, wanted in pairs)
