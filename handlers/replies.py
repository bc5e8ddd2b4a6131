"""Every Chinese sentence of a reply."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from handlers.conversation import Option, Purpose, Question
from handlers.grammar.lexicon.kinds import name_of
from handlers.grammar.requests.beyond import Beyond
from handlers.grammar.requests.courtesies import Courtesy, courtesy_in
from handlers.grammar.requests.help_matters import Matter, matter_asked
from handlers.intents import Dropped, Plan, Query, Reading, Target
from schedules.calendar.periods import parse_period
from schedules.duties.duty import Duty
from schedules.duties.opening import Refusal
from schedules.duties.source import cite
from schedules.duties.status import Assessment
from schedules.duties.wording import why
from schedules.ledger.activity import Activity, ActivityId, ActivityKind, ActivityState
from schedules.ledger.attachment import Loss
from schedules.outbox import Button
from schedules.people.address import Address
from schedules.people.member import Member
from schedules.people.organisation import Organisation
from schedules.people.wording import CHANNELS
from schedules.wording import day_words, instant_words, label_words, short_day_words

_WRITTEN_DAY = re.compile(r"\d{4}-\d\d-\d\d")
YOU, SOMEBODY, FULFILLED = "您", "其他同志", "已完成"
UNDO, AMEND, YES_SAME, OTHER_ONE, AS_TYPED, LEAVE = "撤销", "更正", "补充到这一条", "另记一次", "按原样登记", "算了"
DO_RECORD = "登记"
UNDO_ALL, AMEND_ALL = "都撤销", "都更正"
_SHORT = {UNDO: "撤", AMEND: "改"}
BY_DAY = "按日期"
SAME_AGAIN = f"是同一次活动吗？是请选“{YES_SAME}”，不是请选“{OTHER_ONE}”。"

FIELD_NAMES = {
    "kind": "类型", "held_on": "日期", "ended_on": "结束日期", "starts": "开始时间", "ends": "结束时间", "topic": "主题",
    "host": "主持", "lecturer": "主讲", "recorder": "记录", "place": "地点", "participants": "参加人员", "amount": "金额（元）",
    "counts_for": "所属周期", "expected": "应到", "present": "实到", "leave": "请假", "absent": "缺席",
    "leave_count": "请假人数", "absent_count": "缺席人数", "state": "状态",
}  # fmt: skip

STATE_NAMES = {ActivityState.RECORDED: "已登记", ActivityState.PENDING: "待确认", ActivityState.VOID: "已撤销"}

OPEN = "发起"
NOT_OPENER = "发起事项由本组织的书记、副书记、组织委员或党务干事来办。"
NOTHING_TO_OPEN = "本组织没有因事而办、须先发起的事项。"
NOT_OPENED = {
    Refusal.NO_EVENT: "按期计办，不必发起",
    Refusal.AHEAD: "事由还没有发生",
    Refusal.BACKWARDS: "办理期限在事由之前，请核对日期",
    Refusal.TOO_LONG: "办理期限超过一年，请缩短",
    Refusal.OVER: "办理期限已过，请说明新的日期",
    Refusal.TWICE: "今天已经发起过",
}

REASONS = {
    "health": "健康情况", "family": "家庭情况", "discipline": "纪律处分相关内容", "id_number": "身份证号", "phone": "电话号码",
    "talk_content": "谈话内容", "hardship": "困难情况", "votes": "测评或票数", "candidate": "人选姓名", "document_number": "文号",
    "bank_card": "银行账号", "address": "家庭住址", "birth": "出生日期", "masses": "群众姓名", "money": "个人钱款",
    "papers": "证件号码", "plate": "车牌号", "private": "请假原因", "criticism": "批评意见",
    "matter": "个人情况",
}  # fmt: skip

BIND = "绑定"
BIND_IN_GROUP = "请在要绑定的群里发送“绑定 组织名称”。"
MENU = {"duties": "本月待办", "ledger": "查看台账", "digest": "本周简报", "help": "帮助", "record": "帮助"}

HELP = """我可以帮您记活动、看待办。直接说就行，例如：
· 昨天下午主题党日，参观党史馆，应到15人实到12人，请假3人
· 6月25日党课，李建国主讲，主题《走好第一方阵》，到20人
· 刚和张晓谈心谈话了
改一条：“人数改成20人”“不对，是6月27日”；去掉：“撤销上一条”“把今天报的都撤了”。
查一查：“本月待办”“下周有什么要做的”“今年开了几次支委会”“换届什么时候到期”“本周简报”“你存了我什么”；接着问：“上个月呢”。
请勿在此报送涉密、敏感内容。"""

_HELP_ON = {
    Matter.RECORD: """办完之后说一句就能登记：日期和活动，最好加上人数、主题，缺的我会问。例如：
· 昨天下午主题党日，参观党史馆，应到15人实到12人，请假3人
· 刚和张晓谈心谈话了（只记对象和日期，不要写内容）
一条里可以说几件事。""",
    Matter.CHANGE: """刚登记的，直接说新的内容：“人数改成20人”“不对，是6月27日”。
早些的，带上日期和活动，或编号：“6月27日党课人数改成20人”“#12 地点改成三楼会议室”。编号发送“查看台账”可以看到。""",
    Matter.WITHDRAW: """刚登记的，回复“撤销”；早些的，带上日期和活动，或编号：“撤销6月27日的党课”“撤销 #12”。
误撤的，回复“恢复”。""",
    Matter.EXPORT: "发送“导出台账”，或“导出上半年的党课”“导出主题党日和党课”，文件单独发来。台账由本组织的书记、委员或党务干事导出。",
}

NOTHING = "我没有看出要登记或查询的内容，没有保存。要登记请说清日期和活动，如“昨天主题党日，到12人”；发送“帮助”看用法。"
WHAT_TO_ASK = "前面没有接得上的问题。请问完整，如“上个月开了几次支委会”。"
ONE_ORGANISATION = "这里说到几个组织，没有保存。请一个组织发一条，如“第一党支部 昨天主题党日，到12人”。"
NO_FILES = "目前不接收图片和文件，没有保存。请用一句话说明活动，如“今天主题党日，到12人”。"
WHICH_RECORD = "这个文件附到哪条记录？也可以说一件办过的事，我把它附到新登记的那条。"
FILE_WITHOUT_RECORD = (
    "已收到。还没有可以附上的记录，请用一句话说明活动，如“今天主题党日，到12人”，我把文件附上；一天内没有说明的不保存。"
)
TOO_MANY_FILES = "附件已经很多，这个文件没有保存。"
CANCELLED = "好的，这条没有登记。"
UNCHANGED = "好的，没有改动。"
LEFT = {
    Purpose.RECORD: CANCELLED,
    Purpose.CORRECT: UNCHANGED,
    Purpose.UNDO: UNCHANGED,
    Purpose.ATTACH: "好的，这个文件没有保存。",
}
_HOW_TO_LEAVE = {
    **dict.fromkeys(Purpose, "不改了请回复“算了”。"),
    Purpose.RECORD: "不登记了请回复“算了”。",
    Purpose.ATTACH: "不保存了请回复“算了”。",
}
UNDO_NEXT = "上一条已经撤销。再往前的这一条也要撤销吗？不是请回复“算了”。"
UNDO_OLD = "最近的一条是早些时候登记的。要撤销的是这一条吗？不是请回复“算了”。"
PAIR = "—"
NAMES_LISTED = 20
COURTESIES = {
    Courtesy.THANKS: "不客气。",
    Courtesy.ACCEPTED: "好的。",
    Courtesy.FAREWELL: "再见。",
    Courtesy.GREETING: "您好。",
    Courtesy.WAITING: "好的，不急。",
    Courtesy.UNSURE: "没关系，问清楚了再回复。",
}
GREETING = (
    "您好。办完的事说一句就能登记，试试“昨天主题党日，到12人”。\n看还要办什么，发送“本月待办”；全部用法，发送“帮助”。"
)
EXPIRED = "这个选择已经过时，没有改动。请重新发送要登记的内容。"
STOPPED_PRIVATE = "这条消息带有密级或内部文件标志，没有保存任何内容。请勿在此报送涉密或内部内容，并请及时撤回原消息。"
STOPPED_GROUP = "这条没有登记，原因已私下告知。"
NOT_YOURS = "没有找到可以改动的这条记录。本人的记录30天内可以改，本支部的记录由书记、副书记或组织委员改。"
WHICH_TO_MOVE = "这里说到几条记录，没有改动。请带上编号，如“#12 记到第一党小组”。"
NOWHERE_TO_MOVE = "没有找到您可以登记的这个组织，没有改动。请用全称，如“#12 记到第一党支部第一党小组”。"
NONE_OF_THAT_DAY = "这一天没有您报的、可以撤销的记录，没有改动。发送“查看台账”可以看到编号。"
HOW_TO_RESTORE = "误撤的，回复“恢复”。"
NOTHING_WITHDRAWN = "没有找到刚撤销的记录，没有改动。要恢复早些时候撤销的，请带上编号，如“恢复 #12”。"
NO_ATTENDANCE = (
    "最近说到的是谈心谈话，不登记人数和请假，没有改动。要改别的记录，请带上日期和活动，如“昨天主题党日人数改成12人”。"
)
NOT_ALLOWED = "这项内容只有本组织的书记、委员或党务干事可以查看。"
NO_ANSWER = "这个问题我答不上来。可以问“本月待办”“今年开了几次支委会”“换届什么时候到期”，或发送“帮助”看用法。"
NO_SUCH_NUMBER = "没有找到您可以查看的这条记录。发送“查看台账”可以看到编号。"
NO_RECORDS = "没有找到相关记录。"
NO_BRANCHES = "花名册里您所在的党委下面还没有支部。导入支部后再问“各支部还差什么”。"
TOO_LONG = "这条消息太长，只读了前面的部分。请看登记到哪一条为止，其余的另分几条发送。"
NO_EXPORT = "台账由本组织的书记、委员或党务干事导出。需要核对时可以发送“查看台账”查看最近的记录。"
NO_EXPORT_OF_BRANCHES = (
    "各支部的台账由上级党委、总支的书记、委员或党务干事导出。本支部的，可由本支部书记、委员发送“导出台账”。"
)
PLANNED = "这是还没有开展的活动，暂不登记，开展之后告诉我一句即可。"
NOTE_DAY = "记入我的日程"
APPROVE = "登记为本人账号"
MY_RECORDS = "您登记的活动："
WHICH_DUTY = "上次提醒有几项，请选择是哪一项。"
IN_PRIVATE = "这项内容请单独发给我查询。"
NO_REMINDER = "近三个月没有给您发过提醒。"
NOT_KEEPER = "标为不适用需要本组织的书记、副书记、组织委员或党务干事来办，已保持原样。"


BEYOND = {
    Beyond.EXCUSE: "请假请直接告诉书记或组织者，这里不代为请假；登记活动时写上请假的同志即可。",
    Beyond.DUES: "党费的标准和交法请问本支部组织委员。收缴之后登记一句，如“11月10日收党费，1260元”。",
    Beyond.ROSTER: "名单和职务在花名册里，请向本单位管理员查询；这里可以查活动、待办和换届时间。",
    Beyond.NOTICE: "通知、方案、纪要这些我不会写，只记活动、看待办。开展之后告诉我一句即可登记。",
    Beyond.PERSON: "这里只有机器人，没有人工值守。有事请联系本支部书记或组织委员；怎么用，发送“帮助”。",
}


def help_for(text: str) -> str:
    """What is said to a text that asks how the bot is used: of one part of it, or of all."""
    matter = matter_asked(text)
    return courteous(courtesy_in(text)) or (f"{_HELP_ON[matter]}\n全部用法，发送“帮助”。" if matter else HELP)


def courteous(courtesy: Courtesy | None) -> str | None:
    """The answer to courtesy where no question waits; None if nothing can be said to it."""
    if courtesy in {None, Courtesy.UNSURE}:
        return None
    return GREETING if courtesy is Courtesy.GREETING else COURTESIES[courtesy]


def left(purpose: Purpose, count: int = 1) -> str:
    """What was begun is left: of several that were told, all."""
    return f"好的，这{count}条都没有登记。" if count > 1 else LEFT[purpose]


def stranger(admins: Sequence[Member]) -> str:
    """What somebody is told who is on no roster."""
    who = "、".join(f"{member.name}同志" for member in admins) or "本单位的管理员"
    return f"您好，这里是支部助手。您的账号还不在花名册中，暂时不能登记或查询。已转告{who}，登记之后即可使用，也可以直接联系。"


def stranger_notice(channel: str, account: str) -> str:
    """What the administrator is told about a stranger."""
    return f"有人用{CHANNELS.get(channel, channel)}账号 {account} 来信，该账号不在花名册中。如是本单位同志，请在花名册中补上后重新导入。"


def approve_stranger(channel: str, account: str, member: Member) -> str:
    """The same, where the account is the staff number of a member."""
    return f"有人用{CHANNELS.get(channel, channel)}账号 {account} 来信，账号与 {member.name}（工号 {member.id}）一致。是否登记为本人账号？"


def approved(member: Member, account: str) -> str:
    """An account was given to a member."""
    return f"已把账号 {account} 登记给{member.name}同志。"


def line_of(activity: Activity, today: date) -> str:
    """One record in one line."""
    day = short_day_words(activity.held_on, today)
    if activity.ended_on and activity.ended_on != activity.held_on:
        day += f"至{short_day_words(activity.ended_on, today)}"
    parts = [f"#{activity.id} {name_of(activity.kind)}，{day}{_hours(activity)}", *_details(activity)]
    marks = [STATE_NAMES[activity.state]] if activity.state is not ActivityState.RECORDED else []
    marks += ["补录"] if activity.late else []
    return "，".join(parts) + (f"（{'、'.join(marks)}）" if marks else "")


def short_line_of(activity: Activity, today: date) -> str:
    """One record as a choice."""
    return f"{short_day_words(activity.held_on, today)} {name_of(activity.kind)}"


def recorded(activities: Sequence[Activity], organisation: Organisation, today: date) -> str:
    """What was kept, as understood."""
    lines = "\n".join(line_of(activity, today) for activity in activities)
    head = "已登记" if len(activities) == 1 else f"已登记 {len(activities)} 条"
    return f"{head}（{organisation.name}）：\n{lines}\n如有误，回复要改的内容或“撤销”。"


def exporting(
    organisation: Organisation, kinds: Sequence[ActivityKind], count: int, *, in_private: bool, has_talks: bool
) -> str:
    """A file with so many records, of these kinds or of all, is on its way."""
    return f"{organisation.name}的{'、'.join(map(name_of, kinds))}台账共 {count} 条{_left_out(has_talks)}，{_where_sent(in_private)}。"


def no_records(organisation: Organisation, asked: Query, since: date, until: date) -> str:
    """There is none of what was looked for."""
    return f"{NO_RECORDS.rstrip('。')}（{organisation.name}，{_counted_words(asked, since, until)}）。"


def exporting_each(counts: Sequence[int], *, in_private: bool, has_talks: bool) -> str:
    """A file of each branch that has any of so many records is on its way."""
    files = sum(count > 0 for count in counts)
    empty = f"，另有 {len(counts) - files} 个支部没有相关记录" if files < len(counts) else ""
    told = f"{files} 个支部的台账共 {sum(counts)} 条{_left_out(has_talks)}，每个支部一个文件"
    return f"{told}{empty}，{_where_sent(in_private)}。"


def _where_sent(in_private: bool) -> str:  # noqa: FBT001 - one of two wordings
    return "文件随后发来" if in_private else "文件另行单独发给您"


def _left_out(has_talks: bool) -> str:  # noqa: FBT001 - as above
    return "" if has_talks else "（谈心谈话由其本组织导出，不在内）"


def doubtful_name(name: str, likeness: str) -> str:
    """Nobody has this name, and somebody nearly has."""
    return f"花名册中没有“{name}”，已按所写登记；如是{likeness}，请回复“谈话对象改成{likeness}”。"


def supplemented(activity: Activity, today: date) -> str:
    """A second report was added to a record."""
    return f"已补充：\n{line_of(activity, today)}"


def fulfilled(names: Sequence[str]) -> str:
    """The duties that a record has met."""
    return f"已完成：{'、'.join(names)}，相关提醒不再发送。"


def already(activity: Activity, reporter: str, today: date) -> str:
    """The same report stands there already."""
    return f"已由{_set_off(reporter)}登记，没有重复登记：\n{line_of(activity, today)}"


def same_question(activity: Activity, reporter: str, today: date) -> str:
    """Is it the same event?"""
    return f"{_set_off(reporter).lstrip()}已登记：{line_of(activity, today)}。是同一次吗？"


def attendance_question(reading: Reading) -> str:
    """The counts do not add up: what is right?"""
    return f"{_sum_words(reading)}请回复正确的人数，如“实到12人”；或按原样登记。"


def attendance_hint(reading: Reading) -> str:
    """The counts of a corrected record do not add up."""
    return f"{_sum_words(reading)}如有误请再更正。"


def _sum_words(reading: Reading) -> str:
    parts = [f"应到{reading.expected}", f"实到{reading.present}"]
    leave = reading.leave_count or len(reading.leave)
    absent = reading.absent_count or len(reading.absent)
    parts += [f"请假{leave}"] if leave else []
    parts += [f"缺席{absent}"] if absent else []
    return f"人数对不上：{'，'.join(parts)}。"


def kind_question(reading: Reading, today: date) -> str:
    """What kind of activity was it?"""
    when = f"{short_day_words(reading.held_on, today)}的" if reading.held_on else ""
    return f"{when}这次是什么活动？请选择或直接回复，如“主题党日”。"


def date_question(reading: Reading) -> str:
    """On which day was it?"""
    kind = name_of(reading.kind) if reading.kind else "这次活动"
    unclear = f"“{reading.date_words}”不能确定是哪一天，" if reading.date_words else ""
    return f"{unclear}{kind}是哪一天开展的？请回复日期，如“6月27日”“上周五”。"


def told_besides(reading: Reading) -> str:
    """One more was told while a question is open."""
    what = name_of(reading.kind) if reading.kind else "活动"
    return f"好的，另有一条{reading.date_words or ''}{what}，先问前一条。"


def held_question(reading: Reading, today: date) -> str:
    """Did it take place, and on that day?"""
    what = name_of(reading.kind) if reading.kind else "活动"
    return f"要登记{short_day_words(reading.held_on or today, today)}的{what}吗？是请回复“{DO_RECORD}”，日期不对请回复日期。"


def participants_question() -> str:
    """Who was talked with?"""
    return "和哪位同志谈的？请回复姓名。"


def organisation_question() -> str:
    """For which organisation is it?"""
    return "这条记在哪个组织？请选择。"


def unknown_organisation(name: str) -> str:
    """An organisation that the sender cannot report for."""
    return f"没有找到您可以登记的组织“{name}”，没有保存。请用全称，如“第一党支部 昨天主题党日，到12人”。"


def not_to_be_asked(name: str) -> str:
    """An organisation that the sender has nothing to do with."""
    return f"没有找到您可以查询的组织“{name}”。本支部的情况直接问即可；其他组织的，请用全称，并由其书记或上级党务干部查询。"


def still_ahead(plans: Sequence[Plan], today: date) -> str:
    """What was told together with a report, and is still to come."""
    named = dict.fromkeys(
        f"{short_day_words(p.planned_on, today)}{name_of(p.kind)}" for p in plans if p.kind and p.planned_on
    )
    return f"{'、'.join(named)}还没有到日子，没有登记；开展之后告诉我一句即可，日子写错了的请重说一次。"


def target_question(verb: str) -> str:
    """Which record is meant?"""
    return f"要{verb}哪一条？请选择。"


def choice_question(purpose: Purpose, several: int = 0) -> str:
    """Which of the records that are offered is meant, or are all of `several`?"""
    if several:
        verb = AMEND if purpose is Purpose.CORRECT else UNDO
        return f"上面的 {several} 条要{verb}吗？{_how_to_choose(several, verb)}"
    return WHICH_RECORD if purpose is Purpose.ATTACH else target_question(UNDO if purpose is Purpose.UNDO else AMEND)


def choices_among(activities: Sequence[Activity], today: date) -> tuple[Option, ...]:
    """Records to choose from; where two would look alike, with their numbers."""
    labels = [short_line_of(activity, today) for activity in activities]
    return tuple(
        Option(label=label if labels.count(label) == 1 else f"#{each.id} {label}", value=str(each.id))
        for each, label in zip(activities, labels, strict=True)
    )


def still_open(courtesy: Courtesy, question: str, purpose: Purpose) -> str:
    """Somebody was polite, or needs time, and a question waits."""
    return f"{COURTESIES[courtesy]}还有一个问题等您回答：{question}{_HOW_TO_LEAVE[purpose]}"


def day_noted(kind: str, day: date, today: date) -> str:
    """An event was asked for."""
    return f"好的，{short_day_words(day, today)}{kind}记入您的日程，开展之后告诉我一句即可登记。"


def unrecorded(readings: Sequence[Reading], question: str) -> str:
    """Something else was done, and a question waits."""
    return f"刚才说的{_called(readings)}还没有登记。{question}{_HOW_TO_LEAVE[Purpose.RECORD]}"


def put_aside(readings: Sequence[Reading]) -> str:
    """Another question takes the place of the one that was open."""
    return f"刚才说的{_called(readings)}没有登记，请稍后再说一次。"


def not_done(asked: str) -> str:
    """The second of two requests was left, for the first is still asked about."""
    return f"“{asked}”还没有办，请先回答，再说一次。"


def _called(readings: Sequence[Reading]) -> str:
    return "、".join(dict.fromkeys(name_of(each.kind) if each.kind else "活动" for each in readings))


def again(question: str, purpose: Purpose) -> str:
    """The answer was not understood."""
    return f"没有看懂这个回答。{question}{_HOW_TO_LEAVE[purpose]}"


def not_come(question: str, purpose: Purpose) -> str:
    """The answer is a day ahead."""
    return f"这一天还没有到，没有登记。{question}{_HOW_TO_LEAVE[purpose]}"


def kept_back(dropped: Sequence[Dropped]) -> str:
    """What was not kept, for the sender alone. Whether anything else was, the answer beside it says."""
    names = dict.fromkeys(REASONS.get(item.reason, "敏感内容") for item in dropped)
    return f"为保护隐私，消息中的{'、'.join(names)}没有保存。建议撤回原消息。"


def corrected(activity: Activity, before: Mapping[str, str | None], after: Mapping[str, str | None]) -> str:
    """Old and new values of a corrected record."""
    changes = "；".join(
        f"{FIELD_NAMES[name]} {_value_in(name, before[name])} → {_value_in(name, after[name])}" for name in before
    )
    return f"已更正 #{activity.id} {name_of(activity.kind)}：{changes}。"


def _value_in(name: str, value: str | None) -> str:
    if name == "counts_for":
        return label_words(value) if value else BY_DAY
    return value_words(value)


def booked(label: str, names: Sequence[str]) -> str:
    """Which duties of the period that a record is booked to it counts for."""
    when = label_words(label)
    return f"计入{when}：{'、'.join(names)}。" if names else f"{when}没有因此计数的事项。"


def booked_ahead(reading: Reading, today: date) -> str:
    """A record cannot be booked to a period that had not begun."""
    when, day = label_words(reading.counts_for or ""), short_day_words(reading.held_on or today, today)
    return f"{day}时{when}还没有开始，不能计入，没有改动。"


def moved(old: Activity, new: Activity, organisation: Organisation, today: date) -> str:
    """A record stands under another organisation now."""
    return f"已改记到{organisation.name}（原 #{old.id} 已撤销）：\n{line_of(new, today)}"


def left_where_it_is(activity: Activity) -> str:
    """A record was not moved, for it stands there already."""
    return f"原来这条没有改动；如是重复，回复“撤销 #{activity.id}”。"


def not_held_there(activity: Activity, organisation: Organisation) -> str:
    """An organisation of its kind holds no such activity."""
    return f"{name_of(activity.kind)}不记在{organisation.name}，没有改动。"


def placed(organisation: Organisation) -> str:
    """The report that a question is open about is of this organisation."""
    return f"好的，记在{organisation.name}。"


def noted(told: Mapping[str, str | None]) -> str:
    """What was put into the report that a question is open about."""
    return f"好的，{'，'.join(f'{FIELD_NAMES[name]} {_value_in(name, text)}' for name, text in told.items())}。"


def not_yours(activity: Activity, reporter: str, names: Sequence[str], purpose: Purpose, today: date) -> str:
    """A record that others may change: who, and what they are to say."""
    example = f"撤销 #{activity.id}" if purpose is Purpose.UNDO else f"#{activity.id} 人数改成20人"
    told = f"请把要改的告诉{'、'.join(names)}同志，由其发送，如“{example}”。" if names else ""
    return (
        f"没有改动。{short_line_of(activity, today)}（#{activity.id}）由{_set_off(reporter)}登记，"
        f"只有登记人（30天内）和本组织的书记、副书记、组织委员、党务干事可以改。{told}"
    )


def gone_before(activity: Activity, today: date) -> str:
    """A record that is to be changed was withdrawn before."""
    return f"{short_line_of(activity, today)}（#{activity.id}）已经撤销，没有改动。要恢复请回复“恢复 #{activity.id}”。"


def nothing_changed(activity: Activity, today: date) -> str:
    """A correction that changes nothing."""
    return f"与登记的内容一致，没有改动：\n{line_of(activity, today)}"


def attached(activity: Activity, count: int, today: date) -> str:
    """A file goes with a record."""
    return f"已附到这条记录：{short_line_of(activity, today)}。现有附件 {count} 个，撤销记录时一并撤销。"


def files_added(count: int) -> str:
    """Files that waited go with the record that was just made."""
    return f"已附上文件 {count} 个。"


def files_words(count: int) -> str:
    """How many files a record has, behind its line."""
    return f"（附件 {count}）" if count else ""


def file_waits(question: str) -> str:
    """A file goes with the report that is being asked about."""
    return f"已收到文件，随这条登记一起保存。{question}"


def lost_file(loss: Loss, sent_at: datetime, most: int) -> str:
    """Why a file could not be kept."""
    reasons = {
        Loss.TOO_LARGE: f"超过 {most // 1_000_000} MB，请压缩后再发",
        Loss.WRONG_TYPE: "只收存图片、视频、PDF 和办公文档",
        Loss.GONE: "平台上已经取不到，请重新发送",
    }
    return f"您{instant_words(sent_at)}发来的文件没有保存：{reasons[loss]}。"


def how_to_correct(activity: Activity, today: date) -> str:
    """What to type to correct a record."""
    return f"要更正这一条，直接说新的内容，如“人数改成20人”“是6月27日”：\n{line_of(activity, today)}"


def withdrawn(activities: Sequence[Activity], today: date) -> str:
    """Records were withdrawn."""
    head = "已撤销，不再计入" if len(activities) == 1 else f"已撤销 {len(activities)} 条，不再计入"
    return "\n".join([f"{head}：", *(line_of(activity, today) for activity in activities)])


def to_withdraw(activities: Sequence[Activity], today: date, *, more: int = 0, left: Sequence[str] = ()) -> str:
    """These are to be withdrawn together, and those `left` are not: is that right?"""
    lines = [f"另有 {more} 条未列出，这一次不撤销。"] if more > 0 else []
    return _to_choose_from(f"要撤销的有 {len(activities)} 条：", activities, today, lines, left, verb=UNDO)


def to_correct(
    activities: Sequence[Activity], told: Mapping[str, str | None], today: date, *, left: Sequence[str]
) -> str:
    """These are to be given the same values, and those `left` are not there: is that right?"""
    values = "，".join(f"{FIELD_NAMES[name]} {_value_in(name, text)}" for name, text in told.items())
    head = f"要更正的有 {len(activities)} 条{f'（{values}）' if values else ''}："
    return _to_choose_from(head, activities, today, [], left, verb=AMEND)


def named_target(target: Target, today: date) -> str:
    """A record as it was named."""
    day = short_day_words(target.held_on, today) if target.held_on else ""
    return f"#{target.number}" if target.number is not None else day + (name_of(target.kind) if target.kind else "记录")


def _to_choose_from(  # noqa: PLR0913 - all that such a list shows
    head: str, activities: Sequence[Activity], today: date, more: Sequence[str], left: Sequence[str], *, verb: str
) -> str:
    lines = [f"{number}. {line_of(activity, today)}" for number, activity in enumerate(activities, 1)]
    missing = [f"没有找到可以由您{verb}的{'、'.join(left)}，不在内。"] if left else []
    how = _how_to_choose(len(activities), verb) + _HOW_TO_LEAVE[Purpose.UNDO]
    return "\n".join([head, *lines, *more, *missing, how])


def _how_to_choose(several: int, verb: str) -> str:
    if several == 1:
        return f"是请回复“{verb}”。"
    return f"回复“都{verb}”一起{verb}，只{_SHORT[verb]}其中几条的回复序号，如“1、2”。"


def restored(activities: Sequence[Activity], today: date) -> str:
    """Records that were withdrawn stand again."""
    return "\n".join([f"已恢复 {len(activities)} 条：", *(line_of(activity, today) for activity in activities)])


def changed_by_superior(text: str, who: str) -> str:
    """The notice to the branch when an upper office changed its record."""
    return f"{who}同志改动了本支部的记录。{text}"


def value_words(value: str | None) -> str:
    """A field's text, or that there is none."""
    if value is None:
        return "（空）"
    if _WRITTEN_DAY.fullmatch(value):
        return day_words(date.fromisoformat(value))
    if value in ActivityKind.__members__.values():
        return name_of(ActivityKind(value))
    return STATE_NAMES[ActivityState(value)] if value in ActivityState.__members__.values() else value


def counted(organisation: Organisation, asked: Query, since: date, until: date, found: Sequence[Activity]) -> str:
    """How many records there are: of all kinds each by itself, of dues with their sum, of somebody what names him."""
    unnamed = "没有逐一登记姓名的不在内。" if asked.names else ""
    return f"{organisation.name} {_counted_words(asked, since, until)}{_count_words(asked, found)}。{unnamed}"


def months_without(months: Sequence[date]) -> str:
    """Behind a count: the months in which there is none."""
    return f"没有登记的月份：{'、'.join(f'{month.month}月' for month in months)}。" if months else "每个月都有登记。"


def counted_each(
    counts: Sequence[tuple[Organisation, Sequence[Activity]]], asked: Query, since: date, until: date
) -> str:
    """The same of several organisations, a line each, in the order given."""
    lines = [f"· {one.name}：{_count_words(asked, found)}" for one, found in counts]
    return "\n".join([f"各支部 {_counted_words(asked, since, until)}", *lines])


def _counted_words(asked: Query, since: date, until: date) -> str:
    what = name_of(asked.kind) if asked.kind else "活动"
    named = f"写明有{'、'.join(asked.names)}的" if asked.names else ""
    return f"{day_words(since)}至{day_words(until)}：{named}{what}"


def _count_words(asked: Query, found: Sequence[Activity]) -> str:
    kinds = Counter(name_of(each.kind) for each in found) if asked.kind is None else {}
    each_kind = f"：{'、'.join(f'{kind} {count}' for kind, count in kinds.items())}" if len(kinds) > 1 else ""
    amounts = [each.amount for each in found if each.amount is not None]
    total = f"，金额合计 {sum_words(sum(amounts, Decimal()))}" if amounts and asked.kind else ""
    return f"共 {len(found)} 次{each_kind}{total}"


def record_list(  # noqa: PLR0913 - all that a list shows
    title: str,
    activities: Sequence[Activity],
    today: date,
    *,
    more: int = 0,
    files: Mapping[ActivityId, int] | None = None,
    reporters: Mapping[ActivityId, str] | None = None,
) -> str:
    """Records, one a line, with how many files each has, and who reported it where that was asked."""
    counts, told_by = files or {}, reporters or {}
    lines = [title]
    for each in activities:
        who = f"（{told_by[each.id]}登记）" if each.id in told_by else ""
        lines.append(line_of(each, today) + files_words(counts.get(each.id, 0)) + who)
    return "\n".join(lines + ([f"另有 {more} 条未列出。"] if more > 0 else []))


def one_record(activity: Activity, reporter: str, today: date) -> str:
    """One record, and who reported it."""
    return f"{line_of(activity, today)}（{reporter}登记）"


def records_title(organisation: Organisation, count: int) -> str:
    """The head of a list of records."""
    return f"{organisation.name} 的记录 {count} 条，近的在前："


def why_reminded(at: datetime, duties: Sequence[Duty]) -> str:
    """Which rules the last reminder came from."""
    lines = [f"最近一次提醒：{instant_words(at)}。"]
    lines += [f"· {duty.name}：依据{cite(duty.source)}" for duty in dict.fromkeys(duties)]
    return "\n".join([*lines, "办完登记一句即不再提醒；也可在提醒下选择“推迟”或“不适用”。"])


def term(organisation: Organisation, today: date) -> str:
    """When the term of office ends."""
    if organisation.term is None:
        return f"{organisation.name} 的届满日期还没有登记，请管理员在花名册中填写“届满日期”。"
    days = (organisation.term.ends_on - today).days
    rest = f"还有 {days} 天" if days >= 0 else f"已超过 {-days} 天，请尽快向上级党组织请示"
    return f"{organisation.name} 本届任期至{day_words(organisation.term.ends_on)}届满，{rest}。"


def talks_left(organisation: Organisation, assessments: Sequence[tuple[Assessment, Sequence[str]]]) -> str:
    """How far the talks have come, and who is still to be talked with."""
    if not assessments:
        return f"{organisation.name} 没有谈心谈话任务。"
    return "\n".join(
        f"{item.obligation.duty.name}：{item.done}/{item.needed}。{why(item)}{_still_to_talk(names)}"
        for item, names in assessments
    )


def _still_to_talk(names: Sequence[str]) -> str:
    if not names:
        return ""
    more = f" 等{len(names)}人次" if len(names) > NAMES_LISTED else ""
    return f"\n还没谈的：{'、'.join(names[:NAMES_LISTED])}{more}"


def stored_about(  # noqa: PLR0913 - all that is kept of somebody
    member: Member, home: Organisation, records: int, talks: int, accounts: Sequence[Address], *, files: int = 0
) -> str:
    """What is kept about a member."""
    told = "、".join(f"{CHANNELS.get(each.channel, each.channel)} {each.account}" for each in accounts)
    joined = f"，入党日期 {day_words(member.joined_on)}" if member.joined_on else ""
    confirmed = f"，转正日期 {day_words(member.confirmed_on)}" if member.confirmed_on else ""
    kept = f"· 您发来的附件 {files} 个，随记录保存\n" if files else ""
    return (
        f"关于您保存的内容：\n· 花名册：{member.name}，工号 {member.id}，{home.name}{joined}{confirmed}\n"
        f"· 账号：{told or '无'}\n· 您登记的活动 {records} 条，其中谈心谈话 {talks} 条（只有对象和日期）\n"
        f"{kept}· 谁和谁谈过话，只有双方和本支部、上级的书记、委员、党务干事能单独查到；其他活动本支部同志都能查\n"
        "· 谈话内容和健康、家庭、处分等情况，认出的一律不保存\n"
        "· 聊天原文不留存；提醒记录保留90天。需要更正、删除请联系本支部书记。"
    )


def openable(organisation: Organisation, duty: Duty, *, several: bool) -> str:
    """A duty that may be opened, with its organisation where there are several."""
    return f"{organisation.name} {duty.name}" if several else duty.name


def which_to_open(names: Sequence[str], *, unknown: str = "") -> str:
    """What may be opened, and how; first that what was asked for is not among it."""
    before = f"没有可以发起的“{unknown}”。" if unknown else ""
    listed = "\n".join(f"· {name}" for name in names)
    return f"{before}可以发起的事项：\n{listed}\n请选择，或直接说，如“发起{names[0]}，下月底前完成”。"


def confirm_opening(organisation: Organisation, duty: Duty, last_on: date) -> str:
    """Is this to be opened?"""
    return (
        f"{organisation.name}发起“{duty.name}”，请于{day_words(last_on)}前完成，从此计入应办并按期提醒。"
        f"确认请按“{OPEN}”；要改期限，连同日期再说一次；不发起不必回复。"
    )


def opened(organisation: Organisation, duty: Duty, last_on: date) -> str:
    """A duty was opened."""
    return f"已发起：{duty.name}（{organisation.name}），请于{day_words(last_on)}前完成。误发的，回复“{UNDO}”。"


def not_opened(duty: Duty, refusal: Refusal) -> str:
    """Why a duty was not opened."""
    return f"“{duty.name}”没有发起：{NOT_OPENED[refusal]}。"


def last_day_in(opening: Activity) -> date:
    """The last day in time of what a record opens."""
    told = parse_period(opening.counts_for) if opening.counts_for else None
    return told.last_on if told else opening.held_on


def waived(duty: str) -> str:
    """A duty was marked as not owed."""
    return f"已标为不适用：{duty}，本期不再提醒。"


def finished(duty: str) -> str:
    """A duty that is met already."""
    return f"“{duty}”已经完成，不再提醒。"


def bound(organisation: Organisation) -> str:
    """A group was bound to an organisation."""
    return f"本群已绑定 {organisation.name}。"


def sum_words(amount: Decimal) -> str:
    """1500 yuan without needless zeros."""
    return f"{amount.normalize():f}元"


def question_words(question: Question, reading: Reading, today: date) -> str:  # noqa: PLR0911 - one case for each question
    """The words of a question about a field."""
    match question:
        case Question.KIND:
            return kind_question(reading, today)
        case Question.DATE:
            return date_question(reading)
        case Question.HELD:
            return held_question(reading, today)
        case Question.PARTICIPANTS:
            return participants_question()
        case Question.ATTENDANCE:
            return attendance_question(reading)
        case Question.ORGANISATION:
            return organisation_question()
        case Question.SAME | Question.TARGET:
            return SAME_AGAIN if question is Question.SAME else target_question(AMEND)


def buttons_of(options: Sequence[Option]) -> tuple[Button, ...]:
    """The buttons of a choice, and one to leave it."""
    picks = tuple(Button(label=option.label, action=f"pick:{option.value}") for option in options)
    return (*picks, Button(label=LEAVE, action="leave:"))


def record_buttons(recent: Sequence[int]) -> tuple[Button, ...]:
    """What can be done with one new record by a tap."""
    if len(recent) != 1:
        return ()
    return (Button(label=UNDO, action=f"undo:{recent[0]}"), Button(label=AMEND, action=f"amend:{recent[0]}"))


def _set_off(reporter: str) -> str:
    """A name with space around it; 您 without."""
    return reporter if reporter == YOU else f" {reporter} "


def _hours(activity: Activity) -> str:
    if activity.starts is None:
        return ""
    return f"{activity.starts:%H:%M}" + (f"–{activity.ends:%H:%M}" if activity.ends else "")


def _unquoted(topic: str) -> str:
    """《条例》 without its marks; what has more around them keeps them."""
    return topic[1:-1] if topic.rfind("《") == 0 and topic.find("》") == len(topic) - 1 else topic


def _details(activity: Activity) -> list[str]:
    attendance = activity.attendance
    told = {
        "地点 ": activity.place,
        "主持 ": activity.host,
        "主讲 ": activity.lecturer,
        "记录 ": activity.recorder,
        "主题 ": _unquoted(activity.topic) if activity.topic else None,
        "应到 ": attendance.expected,
        "实到 ": attendance.present,
        "请假 ": "、".join(attendance.leave) or attendance.leave_count,
        "缺席 ": "、".join(attendance.absent) or attendance.absent_count,
        "对象 " if activity.kind is ActivityKind.TALK else "参加 ": "、".join(activity.participants) or None,
        "金额 ": sum_words(activity.amount) if activity.amount is not None else None,
        "计入 ": label_words(activity.counts_for) if activity.counts_for else None,
    }
    if activity.kind is ActivityKind.TALK:
        told = {"谈话人 " if label == "主持 " else label: value for label, value in told.items()}
    return [f"{label}{value}" for label, value in told.items() if value is not None]
