from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from schedules.duties.catalogue import Catalogue, parse_catalogue
from schedules.duties.lint import check_burden, lint_catalogue, lint_organisation
from schedules.errors import Problem
from schedules.people.organisation import OrganisationSettings
from schedules.people.term import Term
from tests.schedules.duties.branches import Branch

BURDEN = "减负体检"


def texts(problems: Sequence[Problem]) -> list[str]:
    return [str(problem) for problem in problems]


def test_the_shipped_duties_pass_the_burden_check(catalogue: Catalogue) -> None:
    assert [text for text in texts(lint_catalogue(catalogue)) if BURDEN in text] == []


def test_what_is_unset_proposed_or_unconfirmed_is_named(catalogue: Catalogue) -> None:
    found = texts(lint_catalogue(catalogue))
    assert (
        "党章学习日（dangzhang-xuexiri）：来源没有给出日期，设定前不提醒。请设定本组织的时段，例如 09-01..09-10"
        in found
    )
    assert "党课（dangke）：次数、时段或时限为建议值，来源没有给出。请确认，或改为本组织的要求" in found
    assert any(
        text.startswith("中心组集体学习研讨（规则底线）（zhongxinzu-yantao-base）：依据通行做法") for text in found
    )
    assert any(text.startswith("支委缺额补选（zhiwei-buque）：事由发生时由负责人发起") for text in found)
    assert len(found) > len(lint_catalogue(catalogue, profile="central-2024")) > 0


@pytest.mark.parametrize("word", ["党员打卡", "学习积分", "支部排名", "上传照片"])
def test_what_the_rules_ban_is_found(catalogue: Catalogue, word: str) -> None:
    duty = replace(next(iter(catalogue.duties.values())), name=word)
    assert [BURDEN in text for text in texts(list(check_burden([duty])))].count(True) >= 1


def test_nagging_is_found(catalogue: Catalogue) -> None:
    duty = replace(next(iter(catalogue.duties.values())), lead_days=tuple(range(9)))
    assert "提醒9次" in str(next(check_burden([duty])))


def test_asking_twice_for_one_record_is_found(sources: dict[str, str], branch: Branch) -> None:
    own = """
[profile]
id = "own"
name = "自定"
extends = "base"
[[duties]]
id = "again"
name = "再来一次主题党日"
owner_kinds = ["branch"]
cadence = "monthly"
kinds = ["theme_day"]
"""
    catalogue, problems = parse_catalogue({**sources, "own.toml": own})
    assert problems == []
    sentence = "减负体检：“主题党日”、“再来一次主题党日”由同样的记录完成，属重复要求。请停用其中之一"
    assert sentence in texts(lint_catalogue(catalogue, profile="own"))
    assert sentence in texts(lint_organisation(branch.being(profile="own").facts, catalogue))


def test_an_organisation_hears_what_it_must_settle(branch: Branch) -> None:
    suzhou = branch.being(profile="suzhou-2020")
    found = texts(lint_organisation(suzhou.facts, suzhou.catalogue, per_person_per_day=3))
    assert "第一党支部未登记届满日期，无法提醒换届。请在组织表中补充届满日期" in found
    assert any(text.startswith("党章学习日") for text in found)
    assert "减负体检：每人每天最多3条提醒，多于1条。请把 per_person_per_day 设为 1" in found
    settled = suzhou.being(
        term=Term(ends_on=date(2028, 1, 1)),
        settings=OrganisationSettings(windows={"dangzhang-xuexiri": "09-01..09-10"}, duties_off=frozenset({"nothing"})),
    )
    found = texts(lint_organisation(settled.facts, settled.catalogue))
    assert not any(text.startswith(("党章学习日", "第一党支部未登记")) for text in found)
    assert "第一党支部的设置提到不存在的事项“nothing”。请检查事项编号" in found


def test_a_role_that_is_reminded_each_working_day_is_found(sources: dict[str, str]) -> None:
    rows = "".join(
        f"""
[[duties]]
id = "own-{number}"
name = "事项{number}"
owner_kinds = ["branch"]
cadence = "monthly"
kinds = ["report"]
tag = "事项{number}"
lead_days = [7, 2, 0]
audience = ["organiser", "member"]
"""
        for number in range(3)
    )
    own = f'[profile]\nid = "own"\nname = "自定"\nextends = "base"\n{rows}'
    catalogue, problems = parse_catalogue({**sources, "own.toml": own})
    assert problems == []
    found = texts(lint_catalogue(catalogue, profile="own"))
    remedy = "请减少提醒次数（lead_days）或提醒的职务（audiences），或停用部分事项"
    assert f"减负体检：组织委员平均每月收到24项次提醒，多于20项次。{remedy}" in found
    assert f"减负体检：普通党员平均每月收到5项次提醒，多于3项次。{remedy}" in found
    assert not any("书记平均" in text for text in found)


def test_what_an_organisation_settled_weighs_on_its_people(branch: Branch) -> None:
    assert [text for text in texts(lint_organisation(branch.facts, branch.catalogue)) if BURDEN in text] == []
    daily = {duty: tuple(range(8)) for duty in ("zhuti-dangri", "zhiweihui", "dangfei-monthly")}
    eager = branch.being(settings=OrganisationSettings(lead_days=daily))
    found = [text for text in texts(lint_organisation(eager.facts, eager.catalogue)) if BURDEN in text]
    assert [text.partition("，")[0] for text in found] == ["减负体检：李明平均每月收到31项次提醒"]
    others: dict[str, tuple[str, ...]] = {duty.id: ("member",) for duty in branch.catalogue.duties_of(branch.facts)}
    wide = branch.being(settings=OrganisationSettings(audiences=others))
    assert any(
        text.startswith("减负体检：普通党员平均") for text in texts(lint_organisation(wide.facts, wide.catalogue))
    )


def test_words_of_steps_and_notes_are_looked_at(catalogue: Catalogue) -> None:
    duty = next(iter(catalogue.duties.values()))
    assert "签到" in str(next(check_burden([replace(duty, note="到场后扫码签到")])))


def test_two_marks_are_both_told(catalogue: Catalogue) -> None:
    found = [text for text in texts(lint_catalogue(catalogue)) if text.startswith("党课（dangke）")]
    assert len(found) == 2
