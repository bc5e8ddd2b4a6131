"""Take back what was sent: messages of the robot, work notifications, cards, to-dos, events; each has a name of its sort."""

from enum import StrEnum

from bot.channels.base import SendError
from bot.channels.dingtalk import wording
from bot.channels.dingtalk.access import Access
from bot.channels.dingtalk.agenda import Agenda
from bot.channels.dingtalk.card_calls import CardCalls
from bot.channels.dingtalk.interactive import taken_back
from bot.channels.dingtalk.notices import RECALL as NOTICE_RECALL
from bot.channels.dingtalk.settings import DingtalkSettings
from bot.channels.dingtalk.tasks import Tasks

SINGLE_RECALL = "/v1.0/robot/otoMessages/batchRecall"
GROUP_RECALL = "/v1.0/robot/groupMessages/recall"


class Sort(StrEnum):
    """What a name is of."""

    SINGLE = "single"
    GROUP = "group"
    NOTICE = "notice"
    CARD = "card"
    TASK = "task"
    EVENT = "event"


def name_of(sort: Sort, name: str) -> str:
    """The name of a piece, by which it is found again when it is to be taken back."""
    return f"{sort}:{name}"


class Recalls:
    """Takes back for one app."""

    def __init__(
        self, settings: DingtalkSettings, access: Access, *, cards: CardCalls, tasks: Tasks, agenda: Agenda
    ) -> None:
        self._settings = settings
        self._access = access
        self._cards = cards
        self._tasks = tasks
        self._agenda = agenda

    async def recall(self, conversation: str, name: str) -> None:
        """Take back what has this name; what is said in a group is of its conversation.

        Raises:
            SendError: it stays where it is, or nobody knows.
        """
        sort, _, held = name.partition(":")
        match sort:
            case Sort.SINGLE:
                await self._recall_said(SINGLE_RECALL, held)
            case Sort.GROUP:
                await self._recall_said(GROUP_RECALL, held, openConversationId=conversation)
            case Sort.NOTICE:
                asked = {"agent_id": self._settings.agent_id, "msg_task_id": int(held)}
                await self._access.post_old(NOTICE_RECALL, asked)
            case Sort.CARD:
                await self._cards.update(held, taken_back())
            case Sort.TASK:
                await self._tasks.end(held, done=False)
            case Sort.EVENT:
                await self._agenda.remove(held)
            case _:
                raise SendError(wording.NO_RECALL, permanent=True)

    async def _recall_said(self, path: str, key: str, **place: str) -> None:
        asked = {"robotCode": self._settings.robot_code, "processQueryKeys": [key], **place}
        failed = (await self._access.post(path, asked)).fields.get("failedResult")
        if isinstance(failed, dict) and failed:
            raise SendError(wording.NOT_RECALLED.format(fault=failed.get(key, "")), permanent=True)
