"""The words of digests."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from schedules.duties.election import ElectionStage
from schedules.people.role import Role
from schedules.reminders.bulletin import Digest, Entry, Rates, TermEnd
from schedules.reminders.help_wording import offers_in
from schedules.reminders.issue import Issue, Rhythm
from schedules.reminders.reach import Burden
from schedules.reminders.wording import TODAY, due_words, duty_words
from schedules.wording import day_words, plain_words, short_day_words

MAX_LINES = 8
"""Lines of one section; the rest is counted."""

MAX_NAMES = 4
MAX_SILENT = 12
CHART = "（图）近半年应办事项办理情况"
UNKNOWN = "没有这个组织或周期，周期写作 2026-06 或 2026-W26"

STAGE_NAMES = {
    ElectionStage.PREPARING: "正在筹备",
    ElectionStage.APPROVED: "已获批复",
    ElectionStage.ELECTED: "已完成选举",
    ElectionStage.POSTPONED: "已报延期",
}
"""The stages of an election that say more than the day does."""

ROLE_NAMES = {Role.ORGANISER: "组织委员", Role.CLERK: "党务干事", Role.DEPUTY: "副书记", Role.SECRETARY: "书记"}


def word_digest(digest: Digest) -> str:
    """A digest as it is read in the group."""
    span = _span_words(digest.issue)
    sections = (
        (f"{span}完成", digest.done, _done_words),
        ("近期到期", digest.soon, _open_words),
        ("逾期待补办", digest.late, _open_words),
    )
    lines = [_title_of(digest)]
    for title, entries, words in sections:
        lines += _section(title, entries, digest, words)
    if len(lines) == 1:
        lines.append(f"{span}没有新登记的事项，也没有临近到期或逾期的事项。")
    if digest.rates:
        lines += _rates(digest.rates)
    return "\n".join((*lines, *_dates(digest), *_help(digest), *_reach(digest)))


def _span_words(issue: Issue) -> str:
    if issue.month:
        return f"{issue.month.starts_on.month}月以来"
    return "本周" if issue.rhythm is Rhythm.WEEKLY else "本期"


def _title_of(digest: Digest) -> str:
    issue = digest.issue
    last_on = issue.period.last_on
    span = f"{day_words(issue.starts_on)}至{short_day_words(last_on, issue.starts_on)}"
    kind = "周报" if issue.rhythm is Rhythm.WEEKLY else "月报"
    if issue.month:
        kind = f"周报、{issue.month.starts_on.month}月月报"
    return f"【{plain_words(digest.organisation.name)}工作简报·{kind}】{span}"


def _section(
    title: str, entries: Sequence[Entry], digest: Digest, words: Callable[[Entry, Digest], str]
) -> Iterator[str]:
    if not entries:
        return
    yield f"{title}："
    yield from (f"· {words(entry, digest)}" for entry in entries[:MAX_LINES])
    if rest := entries[MAX_LINES:]:
        yield f"· 另有{len(rest)}项：{'、'.join(_duty_words(entry) for entry in rest)}"


def _duty_words(entry: Entry) -> str:
    return plain_words(duty_words(entry.obligation))


def _done_words(entry: Entry, digest: Digest) -> str:
    name = _duty_words(entry)
    if not digest.is_of_many:
        return name
    return f"{name}：{_names(entry.organisations)}，累计{entry.met}/{entry.owing}"


def _open_words(entry: Entry, digest: Digest) -> str:
    due = due_words(entry.obligation, digest.today)
    told = f"{_duty_words(entry)}，{'今天到期' if due == TODAY else due}"
    return f"{told}：{_names(entry.organisations)}" if digest.is_of_many else told


def _names(organisations: Sequence[str], most: int = MAX_NAMES) -> str:
    told = "、".join(plain_words(name) for name in organisations[:most])
    return told if len(organisations) <= most else f"{told}等{len(organisations)}个组织"


def _rates(rates: Rates) -> Iterator[str]:
    if rates.month and rates.met.whole:
        month, met = rates.month.month, rates.met
        yield f"{month}月应办{met.whole}项，已办{met.part}项（{met.percent}%）。"
    if rates.meetings:
        met = rates.attended
        yield f"出席：{rates.meetings}次活动应到{met.whole}人次，实到{met.part}人次（{met.percent}%）。"


def _dates(digest: Digest) -> Iterator[str]:
    if digest.terms or digest.july_first:
        yield "重要日期："
    if digest.july_first:
        left = (digest.july_first - digest.today).days
        yield f"· 七一：{'今天' if left == 0 else f'还有{left}天'}"
    for term in digest.terms:
        yield f"· {plain_words(term.organisation)}换届：{_term_words(term, digest.today)}"


def _term_words(term: TermEnd, today: date) -> str:
    day = day_words(term.ends_on)
    told = f"本届任期至{day}" if term.ends_on >= today else f"本届任期已于{day}届满"
    stage = STAGE_NAMES.get(term.stage)
    return f"{told}，{stage}" if stage else told


def _help(digest: Digest) -> Iterator[str]:
    if offers := list(offers_in(digest)):
        yield "上级可以协助：" if digest.is_of_many else "可请上级协助："
        yield from offers
    if digest.helper and digest.helper_roles and (digest.soon or digest.late):
        roles = "、".join(ROLE_NAMES[role] for role in digest.helper_roles)
        yield f"需要协助的，请联系{plain_words(digest.helper.name)}{roles}。"


def _reach(digest: Digest) -> Iterator[str]:
    reach = digest.reach
    if reach and reach.silent:
        yield f"尚无人绑定账号、收不到提醒：{_names(reach.silent, MAX_SILENT)}。请代为转告，并在花名册中补填账号。"
    if reach and reach.burden:
        yield _burden_words(reach.burden)


def _burden_words(burden: Burden) -> str:
    each = f"{burden.messages / burden.people:.1f}"
    return f"{burden.month.month}月支部助手共发提醒{burden.messages}条，平均每人{each}条，单人最多{burden.most}条。"
