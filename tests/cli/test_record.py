"""Recording from the command line: as in chat, except that it cannot be asked back."""

import pytest

from tests.cli.conftest import Done, Zhibu

AT = "2026-06-24T10:00"


def count(office: Zhibu) -> int:
    return len(office("activities", "list", "--org", "zb3", "--json").rows)


def say(office: Zhibu, text: str) -> Done:
    return office("record", "--org", "zb3", text, "--at", AT)


def test_a_clear_sentence_is_kept(office: Zhibu) -> None:
    before = count(office)
    done = say(office, "昨天主题党日，应到5人实到4人，请假1人")

    assert (done.status, done.err) == (0, "")
    assert "已登记" in done.out
    assert count(office) == before + 1


@pytest.mark.parametrize(
    ("text", "question", "advice"),
    [
        ("主题党日到4人", "哪一天", "把日期写进这句话"),
        ("昨天开展活动，到4人", "什么活动", "把活动类型写进这句话"),
        ("昨天谈心谈话", "和哪位同志", "把谈话对象写进这句话"),
        ("昨天主题党日，应到5人实到3人，请假1人", "对不上", "改正这句话中的人数"),
    ],
)
def test_a_question_is_an_end(text: str, question: str, advice: str, office: Zhibu) -> None:
    before = count(office)
    done = say(office, text)

    assert (done.status, done.out) == (1, "")
    assert question in done.err
    assert advice in done.err
    assert count(office) == before
    assert say(office, "昨天主题党日，到4人").status == 0, "nothing of the question was kept"
    assert count(office) == before + 1


def test_a_second_report_of_the_same_day_is_not_doubled(office: Zhibu) -> None:
    say(office, "昨天主题党日，到4人")
    before = count(office)
    done = say(office, "昨天主题党日，到3人")

    assert done.status == 1
    assert "是同一次吗" in done.err
    assert "无需再登记" in done.err
    assert count(office) == before


@pytest.mark.parametrize("text", ["今天天气不错", "明天主题党日", "机密：昨天主题党日，到4人"])
def test_of_some_sentences_nothing_is_kept(text: str, office: Zhibu) -> None:
    before = count(office)
    done = say(office, text)

    assert (done.status, done.out) == (1, "")
    assert done.err
    assert count(office) == before


def test_a_question_to_the_robot_is_answered(office: Zhibu) -> None:
    done = say(office, "本月待办")

    assert done.status == 0
    assert "待办" in done.out


def test_the_ledger_is_exported(office: Zhibu) -> None:
    records = count(office)
    done = office("activities", "export", "a.xlsx", "--org", "zb3", "--since", "2000-01-01", "--until", "2027-01-01")

    assert (done.status, done.out) == (0, f"已导出 {records} 条到 a.xlsx。\n")
    assert "已经存在" in office("activities", "export", "a.xlsx", "--org", "zb3").err
    assert "没有编号为 zb9 的组织" in office("activities", "export", "b.xlsx", "--org", "zb9").err
