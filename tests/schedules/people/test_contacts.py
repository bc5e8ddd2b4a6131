"""Who of the roster is who in a platform's contacts."""

from datetime import date

from schedules.people.address import Account, Address
from schedules.people.contacts import Contact, Matching, match_contacts
from schedules.people.member import Member, MemberId
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind
from schedules.people.roster import Roster

ORG_DAY = date(2026, 6, 1)
ORGANISATIONS = [
    Organisation(id=OrganisationId("jgdw"), name="市某局机关党委", kind=OrganisationKind.COMMITTEE),
    *(
        Organisation(id=OrganisationId(id), name=name, kind=OrganisationKind.BRANCH, parent_id=OrganisationId("jgdw"))
        for id, name in [("zb1", "办公室党支部"), ("zb2", "财务处第二党支部"), ("zb3", "第三党支部")]
    ),
]


def member(id: str, name: str, home: str = "zb1") -> Member:
    return Member(id=MemberId(id), name=name, organisation_id=OrganisationId(home))


def account(id: str, name: str, channel: str = "dingtalk") -> Account:
    return Account(member_id=MemberId(id), address=Address(channel=channel, account=name))


def match(members: list[Member], contacts: list[Contact], accounts: list[Account] | None = None) -> Matching:
    roster = Roster(organisations=ORGANISATIONS, members=members, accounts=accounts or [])
    return match_contacts(contacts, roster, "dingtalk")


def pairs(matching: Matching) -> list[tuple[str, str]]:
    return [(proposal.member.id, proposal.contact.account) for proposal in matching.proposals]


def test_an_account_that_is_in_the_roster_needs_no_confirmation() -> None:
    known = account("001", "ZhangSan")
    matching = match([member("001", "张三")], [Contact(account="zhangsan", name="张三丰")], [known])
    assert (matching.matched, matching.proposals, matching.missing, matching.unknown) == ([known], [], [], [])


def test_a_name_that_one_person_bears_is_proposed() -> None:
    matching = match([member("001", "张 三")], [Contact(account="z3", name="张三"), Contact(account="l4", name="李四")])
    assert pairs(matching) == [("001", "z3")]
    assert matching.proposals[0].account_on("dingtalk") == account("001", "z3")


def test_namesakes_are_told_apart_by_their_departments() -> None:
    contacts = [
        Contact(account="a", name="李明", departments=("市某局", "办公室")),
        Contact(account="b", name="李明", departments=("市某局", "财务处")),
    ]
    assert pairs(match([member("001", "李明"), member("002", "李明", "zb2")], contacts)) == [("001", "a"), ("002", "b")]


def test_namesakes_whom_no_department_tells_apart_are_a_doubt() -> None:
    contacts = [Contact(account="a", name="李明", departments=("某局",)), Contact(account="b", name="李明")]
    matching = match([member("001", "李明", "zb3")], contacts)
    assert (pairs(matching), [len(doubt.contacts) for doubt in matching.doubts]) == ([], [2])


def test_one_contact_for_two_members_is_a_doubt() -> None:
    matching = match([member("001", "李明"), member("002", "李明")], [Contact(account="a", name="李明")])
    assert (pairs(matching), [doubt.member.id for doubt in matching.doubts]) == ([], ["001", "002"])


def test_who_has_left_and_who_has_an_account_elsewhere() -> None:
    gone = Member(id=MemberId("001"), name="张三", organisation_id=OrganisationId("zb1"), left_on=ORG_DAY)
    people = [gone, member("002", "李四")]
    contacts = [Contact(account="z3", name="张三"), Contact(account="l4", name="李四")]
    assert pairs(match(people, contacts, [account("002", "l4", "wecom")])) == [("002", "l4")]


def test_an_account_that_the_platform_does_not_know_is_missing_and_frees_nobody() -> None:
    wrong = account("001", "typo")
    matching = match([member("001", "张三")], [Contact(account="z3", name="张三")], [wrong])
    assert (matching.missing, pairs(matching)) == ([wrong], [])


def test_an_account_of_somebody_else_is_offered_to_nobody() -> None:
    matching = match(
        [member("001", "张三"), member("002", "张三")], [Contact(account="z3", name="张三")], [account("002", "z3")]
    )
    assert (pairs(matching), [item.id for item in matching.unknown]) == ([], ["001"])
