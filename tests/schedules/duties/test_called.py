"""The names by which people call what is owed."""

from collections.abc import Sequence

import pytest

from schedules.duties.called import duties_called, nearest_to
from schedules.duties.duty import Duty
from schedules.ledger.activity import ActivityKind as K
from schedules.people.organisation import OrganisationKind
from tests.books import rulebook

CATALOGUE = rulebook().catalogue


def owned_by(kind: OrganisationKind, profile: str = "base") -> Sequence[Duty]:
    return CATALOGUE.owned[profile, kind]


CALLED = [
    ("述职评议", None, ["shuzhi-pingyi-kaohe"]),
    ("述职", None, ["shuzhi-pingyi-kaohe"]),
    ("民主评议", K.APPRAISAL, ["minzhu-pingyi-dangyuan"]),
    ("党费", K.DUES, ["dangfei-monthly"]),
    ("收党费", K.DUES, ["dangfei-monthly"]),
    ("党费公示", K.DUES, ["dangfei-gongshi"]),
    ("谈心", K.TALK, ["tanxin-zhiwei-zhijian", "tanxin-zhiwei-dangyuan", "tanxin-dangyuan-zhijian"]),
    ("支委会", K.BRANCH_COMMITTEE, ["zhiweihui"]),
    ("支部大会", K.BRANCH_ASSEMBLY, ["dangyuan-dahui"]),
    ("专题党课", K.PARTY_LECTURE, ["dangke"]),
    ("主题党日活动", K.THEME_DAY, ["zhuti-dangri"]),
    ("学时", None, ["dangyuan-xueshi-32", "shuji-xueshi-56"]),
    ("三会一课", None, ["dangyuan-dahui", "zhiweihui", "dangke"]),
    ("转正", K.DEVELOPMENT, ["yubei-zhuanzheng"]),
]


@pytest.mark.parametrize(("name", "kind", "expected"), CALLED)
def test_a_branch_is_told_of_what_it_calls_so(name: str, kind: K | None, expected: list[str]) -> None:
    assert sorted(duty.id for duty in duties_called(name, kind, owned_by(OrganisationKind.BRANCH))) == sorted(expected)


@pytest.mark.parametrize("owner", list(CATALOGUE.owned), ids=lambda owner: f"{owner[0]}-{owner[1]}")
def test_every_duty_answers_to_its_own_name(owner: tuple[str, OrganisationKind]) -> None:
    duties = CATALOGUE.owned[owner]
    assert all(duty in duties_called(duty.name, None, duties) for duty in duties)


def test_what_is_called_by_no_name_has_the_nearest_ones() -> None:
    duties = owned_by(OrganisationKind.BRANCH)
    assert duties_called("党务公开", None, duties) == []
    assert "dangfei-gongshi" in [duty.id for duty in nearest_to("党务公开", duties)]
    assert nearest_to("快递", duties) == []
