"""Names of duties beside the names of those who owe them."""

import pytest

from schedules.duties.wording import quoted
from schedules.wording import said_once


@pytest.mark.parametrize(
    ("organisation", "duty", "told"),
    [
        ("第一党支部", "党支部按期换届", "第一党支部按期换届"),
        ("第一党支部", "支部党员大会（第四季度）", "第一党支部党员大会（第四季度）"),
        ("青年理论学习小组", "青年理论学习小组学习", "青年理论学习小组学习"),
        ("市××局机关党委", "机关党委（含机关纪委）按期换届", "市××局机关党委（含机关纪委）按期换届"),
        ("第一党支部", "主题党日（11月）", "第一党支部主题党日（11月）"),
        ("退休支部", "部分党员轮训", "退休支部部分党员轮训"),
    ],
)
def test_what_both_names_say_is_said_once(organisation: str, duty: str, told: str) -> None:
    assert said_once(organisation, duty) == told


def test_quotation_marks_inside_others_are_single() -> None:
    assert quoted("“七一”主题党日") == "“‘七一’主题党日”"
