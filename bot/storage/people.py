"""The stores of organisations and people."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, func, insert, select, update

from bot.storage.codec import instant_text
from bot.storage.rows import people as rows
from bot.storage.statements import Listing, Runner, Statement
from bot.storage.tables import accounts, members, organisations, posts
from schedules.people.address import Account, Address
from schedules.people.member import Member, MemberId
from schedules.people.organisation import Organisation, OrganisationId
from schedules.people.role import Post

_ORGANISATION_BY_ID = organisations.c.id == bindparam("id")
_GET_ORGANISATION = Statement(select(organisations).where(_ORGANISATION_BY_ID))
_CLAIM_ORGANISATION = Statement(select(organisations).where(_ORGANISATION_BY_ID).with_for_update(key_share=True))
_LIST_ORGANISATIONS = Listing(
    select(organisations).order_by(organisations.c.id), parent_id=organisations.c.parent_id == bindparam("parent_id")
)
_ADD_ORGANISATION = Statement(insert(organisations), columns=organisations.columns.keys())
_UPDATE_ORGANISATION = Statement(
    update(organisations).where(_ORGANISATION_BY_ID),
    columns=[column.name for column in organisations.c if column.name not in {"id", "next_review_at"}],
)


class Organisations:
    """Organisations, in the order of their ids."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def get(self, organisation_id: OrganisationId) -> Organisation | None:
        """One of them."""
        return self._runner.roster.recall(("organisation", organisation_id), lambda: self._read(organisation_id))

    def claim(self, organisation_id: OrganisationId) -> Organisation | None:
        """One as it is now, kept from other transactions until this one ends: it is about to be changed."""
        if not self._runner.locks_rows:
            return self.get(organisation_id)
        row = self._runner.row(_CLAIM_ORGANISATION, id=organisation_id)
        return rows.organisation_of(row) if row else None

    def list(self, *, parent_id: OrganisationId | None = None) -> Sequence[Organisation]:
        """All, or the children of one."""
        return [rows.organisation_of(row) for row in self._runner.listed(_LIST_ORGANISATIONS, parent_id=parent_id)]

    def add(self, organisation: Organisation, *, next_review_at: datetime) -> None:
        """Store a new one."""
        due = instant_text(next_review_at)
        self._runner.roster.forget()
        self._runner.run(_ADD_ORGANISATION, **rows.organisation_row(organisation), next_review_at=due)

    def update(self, organisation: Organisation) -> None:
        """Store a changed one; its review stays where it is."""
        self._runner.roster.forget()
        self._runner.run(_UPDATE_ORGANISATION, **rows.organisation_row(organisation))

    def _read(self, organisation_id: OrganisationId) -> Organisation | None:
        row = self._runner.row(_GET_ORGANISATION, id=organisation_id)
        return rows.organisation_of(row) if row else None


_CLAIM_REVIEWS = Statement(
    select(organisations.c.id)
    .where(organisations.c.next_review_at <= bindparam("due_by"))
    .order_by(organisations.c.next_review_at, organisations.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_UPDATE_REVIEW = Statement(update(organisations).where(_ORGANISATION_BY_ID), columns=["next_review_at"])
_NEXT_REVIEW = Statement(select(func.min(organisations.c.next_review_at)))


class Reviews:
    """When each organisation's duties are to be looked at next."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def claim(self, *, due_by: datetime, limit: int) -> Sequence[OrganisationId]:
        """Organisations whose review is due, oldest first, kept from other processes until the transaction ends."""
        due = self._runner.rows(_CLAIM_REVIEWS, due_by=instant_text(due_by), limit=limit)
        return [organisation_id for (organisation_id,) in due]

    def update(self, organisation_id: OrganisationId, *, next_review_at: datetime) -> None:
        """Set an organisation's next review."""
        self._runner.run(_UPDATE_REVIEW, id=organisation_id, next_review_at=instant_text(next_review_at))

    def get(self) -> datetime | None:
        """The earliest review of all."""
        row = self._runner.row(_NEXT_REVIEW)
        return datetime.fromisoformat(row[0]) if row and row[0] else None


_MEMBER_BY_ID = members.c.id == bindparam("id")
_GET_MEMBER = Statement(select(members).where(_MEMBER_BY_ID))
_LIST_NAMES = Statement(
    select(members.c.name).where(members.c.organisation_id == bindparam("organisation_id")).order_by(members.c.id)
)
_LIST_MEMBERS = Listing(
    select(members).order_by(members.c.id), organisation_id=members.c.organisation_id == bindparam("organisation_id")
)
_ADD_MEMBER = Statement(insert(members), columns=members.columns.keys())
_UPDATE_MEMBER = Statement(
    update(members).where(_MEMBER_BY_ID),
    columns=[column.name for column in members.c if column.name != "id"],
)


class Members:
    """Members, in the order of their ids."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def get(self, member_id: MemberId) -> Member | None:
        """One of them."""
        return self._runner.roster.recall(("member", member_id), lambda: self._read(member_id))

    def list(self, *, organisation_id: OrganisationId | None = None) -> Sequence[Member]:
        """All, or those of one organisation."""
        found = self._runner.listed(_LIST_MEMBERS, organisation_id=organisation_id)
        return [rows.member_of(row) for row in found]

    def list_names(self, *, organisation_id: OrganisationId) -> Sequence[str]:
        """The names of those at home in an organisation."""
        return self._runner.roster.recall(("names", organisation_id), lambda: self._read_names(organisation_id))

    def add(self, member: Member) -> None:
        """Store a new one."""
        self._runner.roster.forget()
        self._runner.run(_ADD_MEMBER, **rows.member_row(member))

    def update(self, member: Member) -> None:
        """Store a changed one."""
        self._runner.roster.forget()
        self._runner.run(_UPDATE_MEMBER, **rows.member_row(member))

    def _read(self, member_id: MemberId) -> Member | None:
        row = self._runner.row(_GET_MEMBER, id=member_id)
        return rows.member_of(row) if row else None

    def _read_names(self, organisation_id: OrganisationId) -> Sequence[str]:
        return tuple([name for (name,) in self._runner.rows(_LIST_NAMES, organisation_id=organisation_id)])


_THIS_POST = [column == bindparam(column.name) for column in posts.primary_key]
_LIST_POSTS = Listing(
    select(posts).order_by(*posts.primary_key),
    organisation_id=posts.c.organisation_id == bindparam("organisation_id"),
    member_id=posts.c.member_id == bindparam("member_id"),
)
_ADD_POST = Statement(insert(posts), columns=posts.columns.keys())
_UPDATE_POST = Statement(update(posts).where(*_THIS_POST), columns=["ends_until"])
_CANCEL_POST = Statement(delete(posts).where(*_THIS_POST))


class Posts:
    """Posts, past and present."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def list(
        self, *, organisation_id: OrganisationId | None = None, member_id: MemberId | None = None
    ) -> Sequence[Post]:
        """All, or those in an organisation, or those of a member."""
        if member_id is None and organisation_id is None:
            return self._read(organisation_id, member_id)
        key = ("posts", organisation_id, member_id)
        return list(self._runner.roster.recall(key, lambda: self._read(organisation_id, member_id)))

    def add(self, post: Post) -> None:
        """Store a new one."""
        self._runner.roster.forget()
        self._runner.run(_ADD_POST, **rows.post_row(post))

    def update(self, post: Post) -> None:
        """Replace the post of the same member, organisation, role and start."""
        self._runner.roster.forget()
        self._runner.run(_UPDATE_POST, **rows.post_row(post))

    def cancel(self, post: Post) -> None:
        """Forget one."""
        self._runner.roster.forget()
        self._runner.run(_CANCEL_POST, **rows.post_key(post))

    def _read(self, organisation_id: OrganisationId | None, member_id: MemberId | None) -> Sequence[Post]:
        found = self._runner.listed(_LIST_POSTS, organisation_id=organisation_id, member_id=member_id)
        return [rows.post_of(row) for row in found]


_THIS_ACCOUNT = [column == bindparam(column.name) for column in accounts.primary_key]
# All that is asked about whoever writes for the first time since the roster changed, in one statement.
_OWNER = select(accounts.c.member_id).where(*_THIS_ACCOUNT).scalar_subquery()
_LAST_SEEN_FIRST = (accounts.c.last_seen_at.desc().nulls_last(), *accounts.primary_key)
_LIST_WITH_OWNER = Statement(
    select(accounts, members, posts)
    .select_from(accounts.join(members).outerjoin(posts, posts.c.member_id == members.c.id))
    .where(accounts.c.member_id == _OWNER)
    .order_by(*_LAST_SEEN_FIRST, *posts.primary_key)
)
_CLAIM_ACCOUNT = Statement(select(accounts).where(*_THIS_ACCOUNT).with_for_update())
_LIST_ACCOUNTS = Listing(
    select(accounts).order_by(*_LAST_SEEN_FIRST),
    member_id=accounts.c.member_id == bindparam("member_id"),
)
_LIST_HOMES = Statement(
    select(accounts.c.channel, accounts.c.account, members.c.organisation_id)
    .where(accounts.c.member_id == members.c.id, accounts.c.is_group == 0)
    .order_by(*_LAST_SEEN_FIRST)
    .limit(bindparam("limit"))
)
_OWNER_AT = len(accounts.columns)
_POST_AT = _OWNER_AT + len(members.columns)
_ADD_ACCOUNT = Statement(insert(accounts), columns=accounts.columns.keys())
_UPDATE_ACCOUNT = Statement(update(accounts).where(*_THIS_ACCOUNT), columns=["account", "member_id", "last_seen_at"])
_CANCEL_ACCOUNT = Statement(delete(accounts).where(*_THIS_ACCOUNT))


class Accounts:
    """Accounts of members on channels; the case of their names does not matter."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def get(self, address: Address) -> Account | None:
        """The account of an address."""
        return self._runner.roster.recall(address, lambda: self._read(address))

    def claim(self, address: Address) -> Account | None:
        """The account of an address as it is now, kept from other transactions until this one ends."""
        if not self._runner.locks_rows:
            return self.get(address)
        row = self._runner.row(_CLAIM_ACCOUNT, **rows.account_key(address))
        return rows.account_of(row) if row else None

    def list(self, *, member_id: MemberId | None = None) -> Sequence[Account]:
        """All, or those of a member; the one last written on first."""
        if member_id is None:
            return self._read_all(member_id)
        return list(self._runner.roster.recall(("accounts", member_id), lambda: self._read_all(member_id)))

    def list_homes(self, *, limit: int) -> Sequence[tuple[Address, OrganisationId]]:
        """Where people are at home, by their accounts; those last written on first."""
        found = self._runner.rows(_LIST_HOMES, limit=limit)
        return [(Address(channel=channel, account=account), OrganisationId(home)) for channel, account, home in found]

    def add(self, account: Account) -> None:
        """Store a new one."""
        self._runner.roster.forget()
        self._runner.run(_ADD_ACCOUNT, **rows.account_row(account))

    def update(self, account: Account) -> None:
        """Replace the member of an address, and when it was last seen."""
        self._runner.roster.forget()
        self._runner.run(_UPDATE_ACCOUNT, **rows.account_row(account))

    def cancel(self, address: Address) -> None:
        """Forget one."""
        self._runner.roster.forget()
        self._runner.run(_CANCEL_ACCOUNT, **rows.account_key(address))

    def _read(self, address: Address) -> Account | None:
        key = rows.account_key(address)
        found = self._runner.rows(_LIST_WITH_OWNER, **key)
        known = {tuple(row[: len(key)]): rows.account_of(row[:_OWNER_AT]) for row in found}
        if found:
            owner = rows.member_of(found[0][_OWNER_AT:_POST_AT])
            held = dict.fromkeys(tuple(row[_POST_AT:]) for row in found if row[_POST_AT] is not None)
            self._runner.roster.know(("member", owner.id), owner)
            self._runner.roster.know(("accounts", owner.id), list(known.values()))
            self._runner.roster.know(("posts", None, owner.id), [rows.post_of(post) for post in held])
        return known.get(tuple(key.values()))

    def _read_all(self, member_id: MemberId | None) -> Sequence[Account]:
        return [rows.account_of(row) for row in self._runner.listed(_LIST_ACCOUNTS, member_id=member_id)]
