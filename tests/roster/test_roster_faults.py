"""Each folder of `bad/` is a roster with mistakes; its `faults.txt` is what the user is told, line by line."""

from datetime import date
from pathlib import Path

import pytest

from bot.imports.roster_file import RosterError, read_roster
from schedules.people.member import Standing
from schedules.people.organisation import OrganisationKind
from schedules.people.role import Role
from schedules.people.roster import parse_roster
from schedules.people.sheet import Sheet
from schedules.people.term import Term

HERE = Path(__file__).parent
BAD = sorted((HERE / "bad").iterdir())
ORGANISATIONS = Sheet(name="组织", rows=[["编号", "名称", "类型"], ["zb1", "第一党支部", "党支部"]])


@pytest.mark.parametrize("folder", BAD, ids=[folder.name for folder in BAD])
def test_every_fault_is_told_with_sheet_row_and_column(folder: Path) -> None:
    _, problems = parse_roster(*read_roster(folder), profiles={"base", "county-2020"})

    assert [str(problem) for problem in problems] == (folder / "faults.txt").read_text("utf-8").splitlines()


def test_a_good_roster_is_read_as_it_is_meant() -> None:
    roster, problems = parse_roster(*read_roster(HERE / "good"))

    assert not problems
    assert [(each.id, each.kind, each.parent_id, each.term, each.groups) for each in roster.organisations] == [
        (
            "jgdw",
            OrganisationKind.COMMITTEE,
            None,
            Term(starts_on=date(2022, 5, 10), ends_on=date(2027, 5, 9)),
            {"wecom": "committee-group"},
        ),
        (
            "zb1",
            OrganisationKind.BRANCH,
            "jgdw",
            Term(starts_on=date(2024, 3, 1), ends_on=date(2027, 2, 28)),
            {},
        ),
        ("zb2", OrganisationKind.BRANCH, "jgdw", None, {}),
        ("xz1", OrganisationKind.GROUP, "zb1", None, {}),
    ]
    assert [(each.id, each.name, each.organisation_id, each.standing) for each in roster.members] == [
        ("1001", "李明", "zb1", Standing.FULL),
        ("1002", "王芳", "zb1", Standing.FULL),
        ("1003", "巴特尔·其木格", "zb1", Standing.PROBATIONARY),
        ("1004", "𠮷野", "zb2", Standing.FULL),
        ("1005", "陈静", "jgdw", Standing.FULL),
    ]
    assert [(each.joined_on, each.confirmed_on) for each in roster.members[:3]] == [
        (date(2008, 6, 28), date(2009, 6, 28)),
        (date(2015, 7, 1), date(2016, 7, 1)),
        (date(2026, 3, 2), None),
    ]
    assert [(each.member_id, each.role, each.organisation_id) for each in roster.posts] == [
        ("1001", Role.SECRETARY, "zb1"),
        ("1001", Role.COMMITTEE_MEMBER, "jgdw"),
        ("1002", Role.ORGANISER, "zb1"),
        ("1003", Role.GROUP_LEAD, "xz1"),
        ("1004", Role.DEPUTY, "zb2"),
        ("1004", Role.PUBLICITY, "zb2"),
        ("1005", Role.DEPUTY, "jgdw"),
        ("1005", Role.CLERK, "jgdw"),
    ]
    assert [(each.member_id, each.address.channel, each.address.account) for each in roster.accounts] == [
        ("1001", "wecom", "liming"),
        ("1002", "wecom", "wangfang"),
        ("1002", "dingtalk", "wf-ding"),
        ("1005", "wecom", "chenjing"),
    ]


def test_columns_may_stand_in_any_order() -> None:
    members = Sheet(name="人员", rows=[["组织编号", "工号", "姓名"], ["zb1", "1", "李明"]])

    roster, problems = parse_roster(ORGANISATIONS, members)

    assert not problems
    assert (roster.members[0].id, roster.members[0].organisation_id) == ("1", "zb1")


def test_parents_come_before_their_children() -> None:
    rows = [
        ["编号", "名称", "类型", "上级编号"],
        ["c", "丙", "党小组", "b"],
        ["b", "乙", "党支部", "a"],
        ["a", "甲", "党总支"],
    ]

    roster, _ = parse_roster(Sheet(name="组织", rows=rows), Sheet(name="人员", rows=[]))

    assert [organisation.id for organisation in roster.organisations] == ["a", "b", "c"]


def test_the_same_post_twice_is_one_post() -> None:
    members = Sheet(
        name="人员", rows=[["工号", "姓名", "组织编号", "职务"], ["1", "李明", "zb1", "副书记；专职副书记"]]
    )

    roster, problems = parse_roster(ORGANISATIONS, members)

    assert not problems
    assert [post.role for post in roster.posts] == [Role.DEPUTY]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encodings_of_offices_are_read(encoding: str, tmp_path: Path) -> None:
    for name in ("组织", "人员"):
        text = (HERE / "good" / f"{name}.csv").read_text("utf-8").replace("\n", "\r\n")
        (tmp_path / f"{name}.csv").write_bytes(text.encode(encoding))

    assert parse_roster(*read_roster(tmp_path)) == parse_roster(*read_roster(HERE / "good"))


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("工号,姓名\n".encode("utf-16"), "认不出文字编码"),
        ('工号,"姓名\n'.encode(), "引号不成对"),
        (("x" * 99 + "\n").encode() * 20_001, "超过 20000 行"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(raw: bytes, told: str, tmp_path: Path) -> None:
    (tmp_path / "人员.csv").write_bytes(raw)

    with pytest.raises(RosterError) as caught:
        read_roster(tmp_path)

    assert [problem.where for problem in caught.value.problems] == ["组织.csv", "人员.csv"]
    assert "文件夹中没有这个文件" in str(caught.value.problems[0])
    assert told in str(caught.value.problems[1])
