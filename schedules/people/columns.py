"""The words of a roster: its columns, and what may stand in them."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from schedules.people.member import Standing
from schedules.people.organisation import OrganisationKind
from schedules.people.role import Role


class OrganisationColumn(StrEnum):
    """Columns of the sheet 组织."""

    ID = "编号"
    NAME = "名称"
    KIND = "类型"
    PARENT = "上级编号"
    PROFILE = "方案"
    FOUNDED_ON = "成立日期"
    TERM_STARTS = "本届起始"
    TERM_ENDS = "届满日期"
    WECOM_ROBOT = "企业微信群机器人"
    DINGTALK_ROBOT = "钉钉群机器人"


class MemberColumn(StrEnum):
    """Columns of the sheet 人员."""

    ID = "工号"
    NAME = "姓名"
    ORGANISATION = "组织编号"
    POSTS = "职务"
    WECOM_ACCOUNT = "企业微信账号"
    DINGTALK_ACCOUNT = "钉钉账号"
    STANDING = "政治面貌"
    JOINED_ON = "入党日期"
    CONFIRMED_ON = "转正日期"


Column = OrganisationColumn | MemberColumn

NEEDED: Final = frozenset[Column](
    {
        OrganisationColumn.ID,
        OrganisationColumn.NAME,
        OrganisationColumn.KIND,
        MemberColumn.ID,
        MemberColumn.NAME,
        MemberColumn.ORGANISATION,
    }
)
"""Columns that must be there and filled in every row."""

ROBOT_COLUMNS: Final[Mapping[Column, str]] = {
    OrganisationColumn.WECOM_ROBOT: "wecom",
    OrganisationColumn.DINGTALK_ROBOT: "dingtalk",
}
ACCOUNT_COLUMNS: Final[Mapping[Column, str]] = {
    MemberColumn.WECOM_ACCOUNT: "wecom",
    MemberColumn.DINGTALK_ACCOUNT: "dingtalk",
}

KINDS: Final[Mapping[str, OrganisationKind]] = {
    "党组": OrganisationKind.PARTY_GROUP,
    "党委": OrganisationKind.PARTY_GROUP,
    "机关党委": OrganisationKind.COMMITTEE,
    "机关纪委": OrganisationKind.DISCIPLINE_COMMITTEE,
    "党总支": OrganisationKind.GENERAL_BRANCH,
    "党支部": OrganisationKind.BRANCH,
    "党小组": OrganisationKind.GROUP,
    "青年理论学习小组": OrganisationKind.YOUTH_GROUP,
    "机关工委": OrganisationKind.WORK_COMMITTEE,
}

ROLES: Final[Mapping[str, Role]] = {
    "书记": Role.SECRETARY,
    "副书记": Role.DEPUTY,
    "专职副书记": Role.DEPUTY,
    "组织委员": Role.ORGANISER,
    "宣传委员": Role.PUBLICITY,
    "纪检委员": Role.DISCIPLINE,
    "委员": Role.COMMITTEE_MEMBER,
    "党小组组长": Role.GROUP_LEAD,
    "青年组长": Role.YOUTH_LEAD,
    "学习秘书": Role.STUDY_CLERK,
    "班子成员": Role.LEADER,
    "党务干事": Role.CLERK,
    "党办": Role.CLERK,
    "机关纪委书记": Role.DISCIPLINE_SECRETARY,
    "培养联系人": Role.MENTOR,
    "管理员": Role.ADMIN,
}

STANDINGS: Final[Mapping[str, Standing]] = {
    "正式党员": Standing.FULL,
    "预备党员": Standing.PROBATIONARY,
    "发展对象": Standing.CANDIDATE,
    "入党积极分子": Standing.APPLICANT,
    "群众": Standing.NONE,
}

PARTY_WORDS: Final = re.compile(
    "第?[一二三四五六七八九十\\d]*(?:离退休)?(?:党支部|党总支|党小组|支部|总支|机关党委|党委|党组)$"
)
"""How the names of party organisations end that are otherwise an office's."""
