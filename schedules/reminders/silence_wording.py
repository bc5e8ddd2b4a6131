"""The words about organisations that hear nothing."""

from collections.abc import Iterable, Sequence

from schedules.duties.duty import Obligation
from schedules.reminders.wording import duty_words
from schedules.wording import plain_words

MOST_ORGANISATIONS = 12
MOST_DUTIES = 4

Line = tuple[str, Sequence[Obligation], Sequence[Obligation]]
"""An organisation's name, what is due soon there, what is late."""


def word_note(name: str, lines: Sequence[Line]) -> str:
    """The weekly note to somebody of the office above."""
    told = [_line_of(*line) for line in lines[:MOST_ORGANISATIONS]]
    if rest := lines[MOST_ORGANISATIONS:]:
        told.append(f"· 另有{len(rest)}个组织：{'、'.join(plain_words(name) for name, _, _ in rest)}")
    return "\n".join(
        (
            f"【支部助手】{plain_words(name)}同志，以下组织尚无人绑定账号，收不到提醒，请代为转告：",
            *told,
            "在花名册中补填账号后，由其本人接收，不再每周告知您。",
        )
    )


def _line_of(name: str, soon: Sequence[Obligation], late: Sequence[Obligation]) -> str:
    parts = [f"{title}{_names(owed)}" for title, owed in (("近期到期：", soon), ("逾期：", late)) if owed]
    return f"· {plain_words(name)}，{'；'.join(parts) or '近期没有到期或逾期的事项'}"


def _names(owed: Iterable[Obligation]) -> str:
    names = list(dict.fromkeys(plain_words(duty_words(obligation)) for obligation in owed))
    told = "、".join(names[:MOST_DUTIES])
    return told if len(names) <= MOST_DUTIES else f"{told}等{len(names)}项"
