"""The calendar (日程): what somebody asked to have noted stands on its day in his own."""

from datetime import timedelta
from urllib.parse import quote

from bot.channels.base import SendError
from bot.channels.dingtalk import wording
from bot.channels.dingtalk.access import Access
from bot.channels.dingtalk.contacts import Directory
from schedules.tasks import Event

CALENDARS = "/v1.0/calendar/users"
DAY = timedelta(days=1)
NINE_THE_DAY_BEFORE = 15 * 60
"""Minutes."""


class Agenda:
    """The calendars of an app's people."""

    def __init__(self, access: Access, directory: Directory) -> None:
        self._access = access
        self._directory = directory

    async def note(self, account: str, event: Event, *, key: str) -> str:
        """Put an event into a member's calendar; the same `key` is one event, for a day. Its name there.

        Raises:
            SendError: it is not there, or nobody knows.
        """
        person = await self._directory.union_id_of(account)
        noted = {
            "summary": event.title,
            "isAllDay": True,
            "start": {"date": event.on.isoformat()},
            "end": {"date": (event.on + DAY).isoformat()},
            "reminders": [{"method": "dingtalk", "minutes": NINE_THE_DAY_BEFORE}],
        }
        answer = await self._access.post(f"{CALENDARS}/{person}/calendars/primary/events", noted, once=key)
        name = answer.fields.get("id")
        if not isinstance(name, str) or not name:
            raise SendError(wording.UNREADABLE, ambiguous=True)
        return f"{person}/{name}"

    async def remove(self, name: str) -> None:
        """Take an event away.

        Raises:
            SendError: it stays, or nobody knows.
        """
        person, _, event = name.partition("/")
        await self._access.delete(f"{CALENDARS}/{person}/calendars/primary/events/{quote(event, safe='')}")
