"""What the channel itself says to people: choices as numbers, and faults of the platform with their remedies."""

import re
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
REFUSED_ADDRESS = 60020
REMEDIES = {
    40001: "应用 Secret 不正确，请在管理后台 → 应用管理 → 该应用 重新复制",
    40003: "企业微信中没有这个账号，请核对人员表的“企业微信账号”",
    40013: "CorpID 不正确，请在管理后台 → 我的企业 → 企业信息 核对“企业ID”",
    40056: "agent_id 不正确，请在管理后台 → 应用管理 → 该应用 核对 AgentId",
    40091: "Secret 不属于这个企业或应用，请在管理后台 → 应用管理 → 该应用 重新复制",
    40029: "登录凭证无效或已用过，请重新打开页面",
    42003: "登录凭证已过期，请重新打开页面",
    43012: "应用没有设置接收消息的网址，不能发卡片，请在“接收消息”中设置",
    45009: "发送过于频繁，稍后自动重试",
    48002: "应用没有这个接口的权限，请确认使用的是自建应用的 Secret",
    50002: "该成员不在应用的可见范围内，请在管理后台调整",
    50003: "应用已被停用，请在管理后台启用",
    60011: "应用对该成员没有权限，请调整可见范围",
    REFUSED_ADDRESS: "服务器的出口 IP 不在应用的“企业可信IP”内，请在管理后台 → 应用管理 → 该应用 → 企业可信IP 添加，约一分钟后生效",
    60140: "卡片已过期或已更新过",
    60111: "企业微信中没有这个账号，请核对人员表的“企业微信账号”",
    81013: "收件人都不在应用的可见范围内，请在管理后台调整",
    86001: "没有这个群聊，请核对群聊编号",
    86003: "没有这个群聊，请核对群聊编号",
    86008: "这个群聊不是本应用创建的，应用不能发送",
    93000: "群机器人的 key 无效或机器人已被移出群，请重新添加并更新设置",
    93004: "群机器人已被停用，请在群内重新启用",
    93008: "群机器人不在群中，请重新添加并更新设置",
    301002: "agent_id 与 Secret 不属于同一个应用，请从管理后台 → 应用管理 → 该应用 同一页复制",
}
MENU: Mapping[str, str | Mapping[str, str]] = {
    "记一条": "帮助",
    "本月待办": "本月待办",
    "更多": {"台账": "台账", "简报": "简报", "我的数据": "你存了我什么", "帮助": "帮助"},
}
"""The app's menu: the name of each entry with the words that it stands for, or with the entries below it."""
OUT_OF_RANGE = "该成员不在应用的可见范围内（invaliduser），请核对账号或在管理后台调整可见范围"
UNLICENSED = "该成员没有接口许可（unlicenseduser），请在管理后台分配账号许可"
FILE_TOO_LARGE = "文件超过智能机器人可以发送的大小，请缩小范围再导出"
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
UNTRUSTED = "企业微信接口的证书不受信任，请在设置 [wecom] ca_file 中写明签发它的 CA 证书，并核对 api_base"
UNANSWERED = "企业微信接口没有应答（{fault}），不确定是否已送达"
BAD_STATUS = "企业微信接口返回 HTTP {status}"
UNREADABLE = "企业微信接口的应答无法识别，请检查代理与 api_base"
TOO_LONG = "消息过长，超出企业微信一分钟内可发送的条数"
WAIT = "为遵守企业微信的发送频率，稍后自动发送"
STILL_REFUSED = "企业微信不接受刚换发的 access_token，稍后自动重试"


APP_DOOR, AIBOT_DOOR, BOOK_DOOR = "应用", "智能机器人", "通讯录"
DOOR = "企业微信{name}回调 {url}：{told}"
DOOR_OPEN = "验签与解密都对"
DOOR_CLOSED = (
    "连不上（{fault}）。请核对域名解析、证书、反向代理与防火墙；服务器不能访问自己的公网地址的，请从别处打开试试"
)
DOOR_REFUSES = (
    "到了本服务而验签不过。请核对 Token、EncodingAESKey 与管理后台“接收消息”页所填一致，改后重启服务；"
    "仍不行的，是反向代理改动了查询串，或服务器时钟不准"
)
DOOR_ELSEWHERE = "返回 HTTP {status}。请核对 zhibu serve 已启动，反向代理把这个路径原样转给它"
DOOR_GARBLES = "答的不是原文。这个网址通向了别的程序，或反向代理改动了内容"
DOOR_SLOW = "答对了，但用时超过一秒，保存回调网址时会失败。请检查反向代理与网络"
NEW_GROUP = "本群由支部助手建立，用于接收简报。登记和查询请单独对应用说。"
NO_MEMBER = "您不是本单位的企业微信成员，或不在应用的可见范围内，不能登录"
NO_PUBLIC_URL = "企业微信回调：没有填写 [server] public_url，没有从外面核对回调网址"
APP_WORKS = "企业微信应用：已取得访问凭证；可见范围：成员 {users} 人、部门 {parties} 个、标签 {tags} 个"
APP_CLOSED = "企业微信应用：已被停用。请在管理后台 → 应用管理 → 该应用 启用"
NOBODY_SEES_IT = (
    "企业微信应用：可见范围是空的，谁也收不到消息。请在管理后台 → 应用管理 → 该应用 → 可见范围 添加成员或部门"
)
BOOK_OPEN = "企业微信通讯录：secret 可用"
BOOK_CLOSED = "企业微信通讯录：{reason}。请核对管理后台 → 管理工具 → 通讯录同步 的 Secret 与“企业可信IP”"
UNTRIED_CONNECTION = "企业微信智能机器人：用长连接，检查时不连，以免断开正在运行的服务；是否连上看服务日志"
UNTRIED_ROBOTS = "企业微信群机器人：{count} 个，没有发送测试消息；key 是否有效，首次发送时可知"
SWITCHED_OFF = "企业微信：设置中写明没有的功能：{names}"
OUR_ADDRESS = re.compile(r"from ip: ?([0-9a-fA-F.:]+)")


def explain_fault(code: int, message: str) -> str:
    """A fault that the platform reports, in words that help to mend it."""
    remedy = REMEDIES.get(code)
    if code == REFUSED_ADDRESS and (found := OUR_ADDRESS.search(message)):
        remedy = f"{remedy}：{found[1]}"
    return f"企业微信 {code}：{remedy}（{message}）" if remedy else f"企业微信 {code}：{message}"


def render_content(content: Content) -> str:
    """A message as plain text: buttons become numbered choices, unless its words offer the same."""
    if not content.buttons or content.is_spare:
        return content.text
    choices = "，".join(f"{number} {button.label}" for number, button in enumerate(content.buttons, start=1))
    return f"{content.text}\n回复 {choices}"


def render_contents(contents: Iterable[Content], *, numbered: Iterable[bool]) -> str:
    """Several messages as the one text that a passive reply may hold, each with or without its choices as numbers."""
    pairs = zip(contents, numbered, strict=True)
    return "\n\n".join(render_content(content) if wanted else content.text for content, wanted in pairs)
