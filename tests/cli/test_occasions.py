"""`zhibu duties open`: what follows an event becomes due from the day on which an officer says so."""

import pytest

from tests.cli.conftest import Zhibu


def standing(office: Zhibu, duty: str, *more: str) -> list[dict[str, object]]:
    rows = office("status", "--org", "zb1", "--json", *more).rows
    return [row for row in rows if row["duty"] == duty]


def test_an_opened_duty_is_owed_until_it_is_done(office: Zhibu) -> None:
    assert standing(office, "zhengji-anli") == []
    done = office("duties", "open", "zhengji-anli", "--org", "zb1", "--until", "2099-12-31")
    assert done.status == 1
    assert "超过一年" in done.err

    assert office("duties", "open", "zhengji-anli", "--org", "zb1").out.startswith(
        "已发起：案例、调研报告征集申报，请于"
    )
    (owed,) = standing(office, "zhengji-anli")
    assert (owed["status"], owed["done"]) in {("open", 0), ("due_soon", 0)}

    assert office("record", "--org", "zb1", "今天上报报告，报送优秀案例").status == 0
    (met,) = standing(office, "zhengji-anli")
    assert met["status"] == "met"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nope", "--org", "zb1"), "没有编号为 nope 的应办事项"),
        (("dangke", "--org", "zb1"), "不必发起"),
        (("zhengji-anli", "--org", "none"), "没有编号为 none 的组织"),
        (("weiwen-lao-dangyuan", "--org", "zb1"), "duties_on weiwen-lao-dangyuan"),
        (("zhengji-anli", "--org", "zb1", "--on", "2099-01-01"), "还没有到"),
        (("zhengji-anli", "--org", "zb1", "--on", "2026-01-01"), "办理时限已过"),
        (("zhengji-anli", "--org", "zb1", "--on", "2026-02-01", "--until", "2026-01-01"), "请核对"),
        (("zhengji-anli", "--org", "zb1", "--on", "昨天"), "看不懂日期"),
    ],
)
def test_what_cannot_be_opened_is_told_in_one_line(arguments: tuple[str, ...], told: str, office: Zhibu) -> None:
    done = office("duties", "open", *arguments)
    assert (done.status, done.out) == (1, "")
    assert told in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_the_same_occasion_is_not_opened_twice(office: Zhibu) -> None:
    assert office("duties", "open", "zhengji-anli", "--org", "zb1").status == 0
    again = office("duties", "open", "zhengji-anli", "--org", "zb1")
    assert again.status == 1
    assert "已经发起过" in again.err


def test_a_proposal_is_called_so_in_the_list_and_on_its_own(office: Zhibu) -> None:
    assert "党课（建议值；待与原文核对）" in office("duties", "list", "--org", "zb1").out
    assert "marks: 建议值、待与原文核对" in office("duties", "show", "dangke").out
    (row,) = office("duties", "show", "qiyi-zhuanti-dangke", "--json").rows
    assert (row["rule"], row["window"], row["marks"]) == ("时段内至少1次", "06-15..07-15", ["建议值"])
    (row,) = office("duties", "show", "lianjie-tixing-chunjie", "--json").rows
    assert row["window"].startswith("chunjie-")
