"""The unit of work on a database: all stores on one connection, inside its transaction."""

from sqlalchemy import Connection

from bot.storage.attachments import Attachments
from bot.storage.conversations import Chats, Conversations, Inbox, Meta
from bot.storage.holding import Holdings
from bot.storage.ledger import Activities, Amendments, FactsOf, Waivers
from bot.storage.outbox import Outbox
from bot.storage.people import Accounts, Members, Organisations, Posts, Reviews
from bot.storage.preferences import Handovers, PreferencesOf
from bot.storage.reminders import Reminders
from bot.storage.sayings import Sayings
from bot.storage.sending import Allowances, Leases
from bot.storage.statements import Runner


class SqlUnitOfWork:
    """One transaction, as `handlers.ports.UnitOfWork` asks for it. Whoever runs it commits or rolls back."""

    def __init__(self, connection: Connection) -> None:
        runner = Runner(connection)
        self.begin = runner.begin
        self.organisations = Organisations(runner)
        self.reviews = Reviews(runner)
        self.members = Members(runner)
        self.posts = Posts(runner)
        self.accounts = Accounts(runner)
        self.activities = Activities(runner)
        self.amendments = Amendments(runner)
        self.attachments = Attachments(runner)
        self.waivers = Waivers(runner)
        self.preferences = PreferencesOf(runner)
        self.handovers = Handovers(runner)
        self.facts = FactsOf(runner)
        self.reminders = Reminders(runner)
        self.outbox = Outbox(runner)
        self.leases = Leases(runner)
        self.allowances = Allowances(runner)
        self.sayings = Sayings(runner)
        self.holdings = Holdings(runner)
        self.inbox = Inbox(runner)
        self.conversations = Conversations(runner)
        self.chats = Chats(runner)
        self.meta = Meta(runner)
