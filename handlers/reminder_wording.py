"""What is said in answer to an answer to a reminder."""

from collections.abc import Mapping, Sequence
from datetime import date

from schedules.calendar.quiet import QuietSpan
from schedules.duties.duty import Obligation
from schedules.duties.source import cite
from schedules.duties.status import Assessment
from schedules.duties.wording import quoted
from schedules.outbox import Button, Content
from schedules.people.member import Member
from schedules.reminders.example_wording import example_of
from schedules.reminders.wording import (
    LABELS,
    OWN_RULE,
    Verb,
    action_of,
    answer_buttons,
    due_words,
    duty_words,
    missing_words,
    name_words,
)
from schedules.wording import day_words, short_day_words

REASONS: Mapping[str, str] = {
    "none": "本期没有此项任务",
    "above": "上级已统一安排",
    "merged": "已并入其他工作",
    "staff": "机构或人员变动",
}
"""Why a duty is not owed, by the word that a button carries."""

ALL_LATER = "全部推迟"
AGREE, REFUSE, GIVE_BACK = "同意", "不同意", "退回"
HINT = (
    "提醒由待办事项自动安排。对收到的提醒可以回复“推迟到周五”“转交张晓”“不适用”“停止提醒”；"
    "请假或借调期间回复“暂停提醒到7月1日”，设置安静时段回复“免打扰 12:00-15:00”；发送“本月待办”可查看到期时间。"
)
NOT_YET = "好的，没有登记。办完回复一句即可；改天再提醒回复“推迟到周五”，本期没有回复“不适用”。"
NOTHING_OPEN = "没有找到与这次回复对应的待办提醒，没有改动。发送“本月待办”可查看待办事项。"
NOTHING_TO_STOP = (
    "没有找到与这次回复对应的待办提醒，没有改动。收到提醒后回复“停止提醒”，可停掉那一类；"
    "想停一段时间，回复“暂停提醒到7月1日”；只想在某个时段安静，回复“免打扰 12:00-15:00”。"
)
NOT_REMINDED = "这一项没有提醒过您，不能由您转交。"
NOBODY_ELSE = "这一项目前只有您接收提醒，停止后就无人知晓。可以回复“转交”请其他同志办理，或者请管理员调整职务。"
NO_SUCH_PERSON = "没有找到这位同志，请写花名册中的姓名，如“转交张晓”。"
NOT_YOURS_TO_PAUSE = "为其他同志暂停或恢复提醒，需要其所在组织的书记、副书记、组织委员或党务干事来办。"
NO_TIME_LEFT = "这样一天之中就没有可以提醒的时间了，请缩短免打扰的时段。"
ALWAYS_LOUD = "好的，已取消免打扰，提醒时间按本单位的规定。"
NO_CONFIRMER = "本组织和上级组织还没有可以确认的书记、副书记、组织委员或党务干事，请联系管理员。"


def postponed(obligation: Obligation, day: date, *, is_latest: bool) -> str:
    """A reminder was put off."""
    latest = "（到截止日为止，不能再往后）" if is_latest else ""
    return f"好的，{quoted(duty_words(obligation))}推迟到{day_words(day)}{latest}再提醒。"


def postponed_together(moved: Mapping[date, Sequence[Obligation]]) -> str:
    """Several reminders were put off, each to its day."""
    count = sum(map(len, moved.values()))
    told = [f"· {day_words(day)}：{'、'.join(map(duty_words, moved[day]))}" for day in sorted(moved)]
    return "\n".join((f"好的，以下{count}项到时再提醒：", *told))


def other_days(obligation: Obligation, days: Sequence[date], today: date) -> tuple[Button, ...]:
    """Other days to which it can be put off."""
    action = action_of(Verb.LATER, obligation)
    return tuple(Button(label=f"改到{short_day_words(day, today)}", action=f"{action}:{day}") for day in days)


def choose_answer(assessment: Assessment, today: date) -> Content:
    """All that can be answered about one duty."""
    return Content(text=f"{_state(assessment, today)}请选择：", buttons=answer_buttons(assessment.obligation))


def choose_taker(obligation: Obligation, people: Sequence[Member]) -> Content:
    """Whom is it handed to?"""
    action = action_of(Verb.HAND_OVER, obligation)
    buttons = tuple(Button(label=person.name, action=f"{action}:{person.id}") for person in people)
    return Content(text=f"{quoted(duty_words(obligation))}转给哪位同志？请选择，或回复“转交”加姓名。", buttons=buttons)


def is_unwilling(taker: Member) -> str:
    """Who was chosen wants no reminders of this kind."""
    return f"{taker.name}同志已停止这一类提醒，请另选一人，或请其先回复“恢复提醒”。"


def handed_over(obligation: Obligation, taker: Member) -> str:
    """To the one who handed it over."""
    return f"已转交给{taker.name}同志：{quoted(duty_words(obligation))}，以后的提醒改发给他（她）。"


def handed_to_you(assessment: Assessment, giver: Member, today: date) -> Content:
    """To the one who is to take it over."""
    obligation = assessment.obligation
    back = Button(label=GIVE_BACK, action=f"{action_of(Verb.HAND_OVER, obligation)}:{giver.id}")
    offered = {button.action.split(":")[0]: button for button in answer_buttons(obligation)}
    example = example_of(obligation.duty, today)
    how = f"办完回复：“{example}”" if example else f"办完回复“{LABELS[Verb.DONE]}”登记"
    return Content(
        text=(
            f"【支部助手】{giver.name}同志请您办理：{_state(assessment, today)}\n"
            f"依据：{cite(obligation.duty.source) or OWN_RULE}\n{how}\n"
            f"这一项以后的提醒发给您；不便办理请选“{GIVE_BACK}”。"
        ),
        buttons=(offered[Verb.DONE], offered[Verb.LATER], back, offered[Verb.NOT_APPLICABLE]),
    )


def reason_words(code: str) -> str:
    """Why a duty is not owed: as a button says it, or as it was said."""
    return REASONS.get(code, code)


def choose_reason(obligation: Obligation) -> Content:
    """Why is it not owed?"""
    action = action_of(Verb.NOT_APPLICABLE, obligation)
    buttons = tuple(Button(label=words, action=f"{action}:{code}") for code, words in REASONS.items())
    return Content(
        text=f"{quoted(duty_words(obligation))}本期为什么不适用？请选择，或回复“不适用，因为”加理由。", buttons=buttons
    )


def waived(obligation: Obligation, reason: str) -> str:
    """A duty was marked as not owed."""
    return f"已标为不适用：{duty_words(obligation)}（{reason}），本期不再提醒。"


def asked_to_confirm(obligation: Obligation, keepers: Sequence[Member]) -> str:
    """To the one who said that it is not owed."""
    who = "、".join(f"{keeper.name}同志" for keeper in keepers)
    return f"已请{who}确认{quoted(duty_words(obligation))}不适用；确认之前仍按待办提醒。"


def confirm_waiver(assessment: Assessment, asker: Member, code: str, today: date) -> Content:
    """To those who may confirm it."""
    obligation = assessment.obligation
    rest = action_of(Verb.NOT_APPLICABLE, obligation).partition(":")[2]
    buttons = tuple(
        Button(label=label, action=f"{verb}:{rest}:{code}:{asker.id}")
        for verb, label in (("waive", AGREE), ("refuse", REFUSE))
    )
    text = f"{asker.name}同志提出不适用，理由：{reason_words(code)}。\n{_state(assessment, today)}\n是否同意？"
    return Content(text=text, buttons=buttons)


def confirmed_reason(code: str, asker: Member, keeper: Member) -> str:
    """The reason that stands with the waiver."""
    return reason_words(code) if asker.id == keeper.id else f"{reason_words(code)}，{asker.name}提出，{keeper.name}确认"


def waiver_confirmed(obligation: Obligation, keeper: Member) -> str:
    """To the one who asked."""
    return f"{keeper.name}同志已同意：{quoted(duty_words(obligation))}本期不适用，不再提醒。"


def waiver_refused(obligation: Obligation, keeper: Member) -> str:
    """To the one who asked."""
    return f"{keeper.name}同志没有同意将{quoted(duty_words(obligation))}标为不适用，仍按待办办理。"


def refused(obligation: Obligation) -> str:
    """To the one who refused."""
    return f"已告知提出的同志：{quoted(duty_words(obligation))}仍按待办办理。"


def stopped(obligation: Obligation, others: Sequence[Member]) -> str:
    """No more reminders of this kind."""
    who = "、".join(f"{person.name}同志" for person in others)
    instead = f"这一类提醒由{who}接收。" if who else ""
    return f"好的，不再向您提醒{quoted(name_words(obligation.duty))}。{instead}需要恢复请回复“恢复提醒”。"


def paused(name: str, until: date | None, *, is_own: bool) -> str:
    """Somebody is left alone for a while."""
    whom = "您" if is_own else f"{name}同志"
    span = f"至{day_words(until)}前" if until else ""
    back = "到期自动恢复，也可以回复" if until else "返岗后请回复"
    return f"好的，{span}不再提醒{whom}，期间的事项提醒其他同志。{back}“恢复提醒{'' if is_own else name}”。"


def back(name: str, *, is_own: bool) -> str:
    """Somebody is here again; what he has stopped stays so."""
    return f"好的，从今天起照常提醒{'您' if is_own else f'{name}同志'}。"


def paused_by(keeper: Member, until: date | None) -> str:
    """To the one who is left alone."""
    span = f"至{day_words(until)}前" if until else ""
    return f"{keeper.name}同志已为您暂停提醒，{span}不再打扰。需要恢复请回复“恢复提醒”。"


def resumed(name: str, *, is_own: bool) -> str:
    """Somebody is reminded again."""
    return f"好的，已恢复对{'您' if is_own else f'{name}同志'}的全部提醒。"


def resumed_by(keeper: Member) -> str:
    """To the one who is reminded again."""
    return f"{keeper.name}同志已为您恢复提醒。"


def quiet_hours(quiet: Sequence[QuietSpan]) -> str:
    """One's own quiet hours."""
    if not quiet:
        return "您没有设置免打扰时段。设置请回复“免打扰 12:00-15:00”。"
    told = "、".join(f"{span.starts:%H:%M}—{span.ends:%H:%M}" for span in quiet)
    return f"好的，每天{told}不发提醒，改在其后发送。取消请回复“取消免打扰”。"


def choose_person(verb: str, people: Sequence[tuple[Member, str]], until: date | None) -> Content:
    """Several people of one name."""
    rest = f":{until}" if until else ""
    buttons = tuple(Button(label=f"{one.name}（{place}）", action=f"{verb}:{one.id}{rest}") for one, place in people)
    return Content(text="有几位同志同名，请选择：", buttons=buttons)


def _state(assessment: Assessment, today: date) -> str:
    obligation = assessment.obligation
    return f"{duty_words(obligation)}，{due_words(obligation, today)}，{missing_words(assessment)}。"
