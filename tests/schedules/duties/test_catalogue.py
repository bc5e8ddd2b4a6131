from collections import Counter

import pytest

from schedules.duties.catalogue import Catalogue, parse_catalogue
from schedules.people.organisation import OrganisationKind
from tests.schedules.duties.branches import Branch

HEAD = '[profile]\nid = "own"\nname = "自定"\n'
DUTY = """
[[duties]]
id = "reading"
name = "读书"
owner_kinds = ["branch"]
cadence = "monthly"
kinds = ["study"]
"""


def faults_of(text: str, **others: str) -> list[str]:
    return [str(problem) for problem in parse_catalogue({"own.toml": text, **others})[1]]


def test_all_duties_are_there(catalogue: Catalogue) -> None:
    assert len(catalogue.duties) == 156
    profiles = Counter(duty.profile for duty in catalogue.duties.values())
    assert profiles == {
        "base": 45,
        "neimenggu-shizhi-2023": 23,
        "ningxia-2023": 27,
        "suzhou-2020": 28,
        "county-2020": 18,
        "central-2024": 15,
    }


def test_every_duty_says_where_it_comes_from_and_who_hears_of_it(catalogue: Catalogue) -> None:
    lacking = [duty.id for duty in catalogue.duties.values() if not (duty.source and duty.audience and duty.evidence)]
    assert lacking == []


@pytest.mark.parametrize(
    ("profile", "kind", "owed", "replaced"),
    [
        (
            "neimenggu-shizhi-2023",
            OrganisationKind.PARTY_GROUP,
            "zhongxinzu-yantao-quarterly",
            "zhongxinzu-yantao-base",
        ),
        ("base", OrganisationKind.PARTY_GROUP, "zhongxinzu-yantao-base", "zhongxinzu-yantao-quarterly"),
        ("suzhou-2020", OrganisationKind.BRANCH, "sanji-lianshu", "shuzhi-pingyi-kaohe"),
        ("county-2020", OrganisationKind.PARTY_GROUP, "yishixingtai-yanjiu-2", "yishixingtai-yanjiu-1"),
        ("nowhere", OrganisationKind.BRANCH, "zhuti-dangri", "qiyi-zhuanti-dangke"),
    ],
)
def test_a_place_adds_to_base_and_wins(
    branch: Branch, profile: str, kind: OrganisationKind, owed: str, replaced: str
) -> None:
    there = branch.being(profile=profile, kind=kind)
    ids = {duty.id for duty in there.catalogue.duties_of(there.facts)}
    assert owed in ids
    assert replaced not in ids


def test_own_duties_stand_beside_the_shipped_ones(sources: dict[str, str], branch: Branch) -> None:
    own = HEAD + 'extends = "neimenggu-shizhi-2023"\n' + DUTY + 'replaces = "zhuti-dangri"\n'
    catalogue, problems = parse_catalogue({**sources, "own.toml": own})
    assert problems == []
    facts = branch.being(profile="own").facts
    ids = {duty.id for duty in catalogue.duties_of(facts)}
    assert ids >= {"reading", "qiyi-zhuanti-dangke", "zhiweihui"}
    assert "zhuti-dangri" not in ids


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("min_cuont = 2", "own.toml 第11行：reading min_cuont：不认识这一项。请检查拼写，或删去这一项"),
        ("min_count = -1", "own.toml 第11行：reading min_count：数值过小。应不小于 1"),
        ('audience = ["secretery"]', "own.toml 第11行：reading audience.0：取值不在规定范围内。可用的值："),
        (
            'window = "13-01..14-01"',
            "own.toml 第11行：reading window：时段应写作“月-日..月-日”。例如 06-15..07-15，可以跨年",
        ),
        (
            'window = "02-30..03-01"',
            "own.toml 第11行：reading window：时段应写作“月-日..月-日”。例如 06-15..07-15，可以跨年",
        ),
        ('replaces = "gone"', "own.toml 第6行：“reading”要替换的事项“gone”不存在。请检查 replaces"),
        ('replaces = "reading"', "own.toml 第6行：“reading”循环替换。请检查 replaces"),
        ('soft_due = "08-01"', "own.toml 第5行：reading：建议办理日不在时段之内。请改到时段之内"),
        (
            'trigger = { occasion = "record", days = 3, months = 1 }',
            "own.toml 第11行：reading trigger：触发条件须且只能给出",
        ),
        ("min_count =", "own.toml 第11行：不是有效的 TOML 文件。请检查引号、括号和等号"),
    ],
)
def test_a_fault_is_told_with_its_line_and_remedy(line: str, fault: str) -> None:
    found = faults_of(HEAD + DUTY + line + "\n")
    assert len(found) == 1
    assert found[0].startswith(fault)


def test_faults_across_keys_and_files_come_together() -> None:
    other = HEAD.replace('"own"', '"other"') + 'extends = "nowhere"\n' + DUTY + "[more]\n"
    found = faults_of(HEAD + 'extends = "own"\n' + DUTY + DUTY.replace("reading", "Reading!"), **{"other.toml": other})
    assert found == [
        "other.toml 第12行：不认识“more”。文件中只能有 [profile] 和 [[duties]]",
        "own.toml 第7行：事项编号“reading”重复，已见于other.toml 第7行。请换一个编号；要替换原事项，请用 replaces",
        "own.toml 第14行：Reading! id：编号只能用小写字母、数字和连字符。请改写编号",
        "other.toml 第4行：方案“other”沿用的方案“nowhere”不存在。请检查 extends",
        "own.toml 第4行：方案“own”循环沿用。请检查 extends",
    ]


def test_faults_of_one_kind_hide_none_of_another() -> None:
    """An id that stands twice, and duties that replace each other, are told though their rows are unsound besides."""
    unsound = DUTY + 'colour = "red"\n' + 'replaces = "b"\n'
    found = faults_of(HEAD + unsound + DUTY + DUTY.replace("reading", "b") + 'min_count = 0\nreplaces = "reading"\n')
    assert found == [
        "own.toml 第11行：reading colour：不认识这一项。请检查拼写，或删去这一项",
        "own.toml 第15行：事项编号“reading”重复，已见于own.toml 第6行。请换一个编号；要替换原事项，请用 replaces",
        "own.toml 第27行：b min_count：数值过小。应不小于 1",
        "own.toml 第6行：“reading”循环替换。请检查 replaces",
        "own.toml 第22行：“b”循环替换。请检查 replaces",
    ]


@pytest.mark.parametrize(
    ("window", "told"),
    [
        ('{ opens = "06-15", closes = "07-15" }', ["时段应写作“月-日..月-日”。例如 06-15..07-15，可以跨年"]),
        ('{ festival = "laba", before = 3 }', ["取值不在规定范围内。可用的值：yuandan"]),
        ('{ festival = "chunjie", before = -3 }', ["数值过小。应不小于 0"]),
        ("7", ["时段应写作“月-日..月-日”"]),
    ],
)
def test_a_window_is_told_as_it_was_meant(window: str, told: list[str]) -> None:
    found = faults_of(HEAD + DUTY + f"window = {window}\n")
    assert len(found) == len(told)
    assert all(words in fault for words, fault in zip(told, found, strict=True))


def test_a_file_that_breaks_off_is_told_with_its_last_line() -> None:
    assert faults_of(HEAD + "[[duties\n")[0].startswith("own.toml 第4行：不是有效的 TOML 文件")
    assert faults_of('[profile]\nid = """own')[0].startswith("own.toml 第2行：不是有效的 TOML 文件")


def test_a_fault_in_the_head_hides_none_in_the_duties() -> None:
    assert faults_of(HEAD + 'colour = "red"\n' + DUTY + "min_count = -1\n") == [
        "own.toml 第4行：profile colour：不认识这一项。请检查拼写，或删去这一项",
        "own.toml 第12行：reading min_count：数值过小。应不小于 1",
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('min_count = "many"', "应为整数，如 2"),
        ('needs_committee = "maybe"', "应为 true 或 false"),
        ('valid_from = "tomorrow"', "应为日期，如 2026-01-01"),
        ('lead_days = "7"', "应为方括号中的一列，如 [7, 2, 0]"),
        ('marks = "proposal"', "应为方括号中的一列"),
        ("note = 7", "应为带引号的文字"),
        ('steps = ["a"]', "应为大括号中的几项"),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_in_chinese(line: str, told: str) -> None:
    (fault,) = faults_of(HEAD + DUTY + line + "\n")
    assert told in fault
    assert "Input" not in fault


def test_a_window_duty_needs_its_window_or_says_that_it_is_unset() -> None:
    window = DUTY.replace("monthly", "window")
    assert faults_of(HEAD + window)[0].endswith("请补充 window，或在 marks 中标注 unset")
    assert faults_of(HEAD + window + 'marks = ["unset"]\n') == []


def test_what_is_sound_stands_beside_what_is_not() -> None:
    catalogue, problems = parse_catalogue(
        {"own.toml": HEAD + DUTY + DUTY.replace("reading", "broken").replace("monthly", "daily")}
    )
    assert set(catalogue.duties) == {"reading"}
    assert len(problems) == 1
