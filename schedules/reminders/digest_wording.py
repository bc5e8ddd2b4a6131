"""The words of digests."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from schedules.duties.election import ElectionStage
from schedules.people.role import Role
from schedules.reminders.bulletin import Digest, Entry, TermEnd
from schedules.reminders.issue import Rhythm
from schedules.reminders.wording import TODAY, due_words, duty_words
from schedules.wording import day_words, short_day_words

MAX_LINES = 8
"""Lines of one section; the rest is counted."""

MAX_NAMES = 4
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
    span = "本周" if digest.issue.rhythm is Rhythm.WEEKLY else "本期"
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
    lines += _dates(digest)
    if digest.soon or digest.late:
        lines += _help(digest)
    return "\n".join(lines)


def _title_of(digest: Digest) -> str:
    period = digest.issue.period
    span = f"{day_words(period.starts_on)}至{short_day_words(period.last_on, period.starts_on)}"
    kind = "周报" if digest.issue.rhythm is Rhythm.WEEKLY else "月报"
    return f"【{digest.organisation.name}工作简报·{kind}】{span}"


def _section(
    title: str, entries: Sequence[Entry], digest: Digest, words: Callable[[Entry, Digest], str]
) -> Iterator[str]:
    if not entries:
        return
    yield f"{title}："
    yield from (f"· {words(entry, digest)}" for entry in entries[:MAX_LINES])
    if rest := entries[MAX_LINES:]:
        yield f"· 另有{len(rest)}项：{'、'.join(duty_words(entry.obligation) for entry in rest)}"


def _done_words(entry: Entry, digest: Digest) -> str:
    name = duty_words(entry.obligation)
    if not digest.is_of_many:
        return name
    return f"{name}：{_names(entry)}，累计{entry.met}/{entry.owing}"


def _open_words(entry: Entry, digest: Digest) -> str:
    due = due_words(entry.obligation, digest.today)
    told = f"{duty_words(entry.obligation)}，{'今天到期' if due == TODAY else due}"
    return f"{told}：{_names(entry)}" if digest.is_of_many else told


def _names(entry: Entry) -> str:
    if len(entry.organisations) <= MAX_NAMES:
        return "、".join(entry.organisations)
    return f"{'、'.join(entry.organisations[:MAX_NAMES])}等{len(entry.organisations)}个组织"


def _dates(digest: Digest) -> Iterator[str]:
    if digest.terms or digest.july_first:
        yield "重要日期："
    if digest.july_first:
        left = (digest.july_first - digest.today).days
        yield f"· 七一：{'今天' if left == 0 else f'还有{left}天'}"
    for term in digest.terms:
        yield f"· {term.organisation}换届：{_term_words(term, digest.today)}"


def _term_words(term: TermEnd, today: date) -> str:
    day = day_words(term.ends_on)
    told = f"本届任期至{day}" if term.ends_on >= today else f"本届任期已于{day}届满"
    stage = STAGE_NAMES.get(term.stage)
    return f"{told}，{stage}" if stage else told


def _help(digest: Digest) -> Iterator[str]:
    if digest.helper and digest.helper_roles:
        roles = "、".join(ROLE_NAMES[role] for role in digest.helper_roles)
        yield f"需要协助的，请联系{digest.helper.name}{roles}。"
