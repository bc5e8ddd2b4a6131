"""`zhibu activities book`: a January meeting that is last year's."""

import re

import pytest

from tests.cli.conftest import Zhibu

AT = ("--at", "2026-02-10")


def recorded(office: Zhibu, text: str) -> str:
    found = re.search(r"#(\d+)", office("record", "--org", "zb2", text, *AT).out)
    assert found
    return found[1]


def standing(office: Zhibu, period: str) -> str:
    rows = office("status", "--org", "zb2", "--json", *AT).rows
    return next(str(row["status"]) for row in rows if (row["duty"], row["period"]) == ("zuzhi-shenghuo-hui", period))


def test_a_january_meeting_is_booked_to_last_year_and_back(office: Zhibu) -> None:
    number = recorded(office, "1月15日组织生活会，应到9人实到9人")
    assert standing(office, "2025") == "overdue"

    done = office("activities", "book", number, "2025")
    assert done.out.startswith(f"#{number} 已计入 2025。因此计数的事项：")
    assert "组织生活会" in done.out
    assert standing(office, "2025") == "met_late"

    assert office("activities", "book", number, "-").out == f"#{number} 已按日期计。\n"
    assert standing(office, "2025") == "overdue"


@pytest.mark.parametrize(
    ("period", "told"),
    [("去年", "看不懂周期"), ("2025Q5", "看不懂周期"), ("2026Q2", "还没有开始")],
)
def test_a_period_that_cannot_be_is_told_in_one_line(period: str, told: str, office: Zhibu) -> None:
    done = office("activities", "book", recorded(office, "1月15日组织生活会，应到9人实到9人"), period)
    assert done.status == 1
    assert told in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_a_record_that_is_not_there(office: Zhibu) -> None:
    done = office("activities", "book", "99999", "2025")
    assert done.status == 1
    assert "没有编号为 99999 的有效记录" in done.err
