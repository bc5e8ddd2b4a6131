"""What the robot itself says: to administrators about what could not be sent, and why a message was given up."""

from collections.abc import Mapping, Sequence

UNWORDABLE = "这条消息无法生成（{fault}），请查看程序日志"
UNEXPECTED = "发送时程序出错（{fault}），请查看程序日志"
NO_PICTURES = "这个群不能收图片。可用 zhibu org set 组织编号 digest_chart off 停发简报附图"
NO_EXPORTS = "本进程不生成文件，请用 zhibu serve 发送"
TOO_SLOW = "渠道迟迟没有应答，不确定是否已送达"
HALTED = "程序正在停止，启动后继续发送"
UNSTORED = "数据库一时没有应答，稍后继续发送"
AFTER_OTHERS = "同一收件人的前一条消息没有发出，稍后一并发送"
NO_LISTS = "这个渠道没有待办和日程，或没有配置"
RECALLED = "已撤回"
PARTLY_RECALLED = "部分已撤回"
NOT_SENT = "还没有发出，或已不再发送；等待中的可用 zhibu outbox drop 放弃"
NAMELESS = "平台没有给这条消息编号：当面的答复、群机器人的发言和旧版本发出的消息都不能撤回"
NO_RECALL = "这个渠道不能撤回消息，或没有配置"
TOO_LATE = "发出已超过 {hours:g} 小时，平台不再撤回"

HOW_TO_MEND = (
    "请在服务器上运行 zhibu outbox list 查看明细；原因消除后用 zhibu outbox retry 编号 再发，"
    "不必再发的用 zhibu outbox drop 编号 放弃。"
)
MOST_REASONS = 5


WITHOUT_ACCOUNT = "有 {count} 位同志没有可用的账号，收不到提醒，请在花名册中补填后重新导入。"
UNKNOWN_YEAR = (
    "还没有 {year} 年的放假和调休安排，该年的日期暂按周末推算，并标为暂定。"
    "国务院办公厅的通知公布后，请把放假日和调休上班日写入 [calendar] overrides 所指的文件。"
)


def tell_no_file(name: str) -> str:
    """To whoever asked for a file where none can be given."""
    return f"“{name}”不能以文件发到这里。可请管理员在服务器上用 zhibu activities export 导出。"


def tell_flood(most: int) -> str:
    """To whoever sends more than that in a minute."""
    return f"您一分钟内发来的消息超过 {most} 条，自本条起没有处理，也没有登记，请过一分钟再发。此前已答复的不受影响。"


def tell_administrators(reasons: Mapping[str, int], people: int, years: Sequence[int]) -> str:
    """The day's word about messages that were given up, people who cannot be reached, and years that are not known."""
    dead = [_tell_dead(reasons)] if reasons else []
    unreached = [WITHOUT_ACCOUNT.format(count=people)] if people else []
    unknown = [UNKNOWN_YEAR.format(year=year) for year in years]
    return "管理员同志：" + "\n".join([*dead, *unreached, *unknown])


def _tell_dead(reasons: Mapping[str, int]) -> str:
    """What was given up, the commonest reason first."""
    ordered = sorted(reasons.items(), key=lambda item: -item[1])
    lines = [f"· {reason or '原因不明'}（{count} 条）" for reason, count in ordered[:MOST_REASONS]]
    if len(ordered) > MOST_REASONS:
        lines.append(f"· 另有 {len(ordered) - MOST_REASONS} 种原因")
    return "\n".join(
        [
            f"有 {sum(reasons.values())} 条消息没有发出，已停止重试。",
            *lines,
            HOW_TO_MEND,
        ]
    )
