"""Events that wechatpy does not know, registered beside those that it knows.

Importing this imports wechatpy and all that it brings along: only what receives callbacks does so.
"""

from wechatpy.enterprise.events import register_event
from wechatpy.events import BaseEvent
from wechatpy.fields import BaseField, IntegerField, StringField


class _AppEvent(BaseEvent):  # type: ignore[misc]  # wechatpy has no types
    agent = IntegerField("AgentID", 0)
    key = StringField("EventKey", "")


@register_event("template_card_event")
class CardEvent(_AppEvent):
    """A button of a card was pressed, or its form sent."""

    event = "template_card_event"
    task_id = StringField("TaskId", "")
    response_code = StringField("ResponseCode", "")
    selected = BaseField("SelectedItems", [])


@register_event("template_card_menu_event")
class CardMenuEvent(CardEvent):
    """An entry of the menu in a card's corner was chosen."""

    event = "template_card_menu_event"


@register_event("taskcard_click")
class TaskCardEvent(CardEvent):
    """A button of a card of the older kind was pressed."""

    event = "taskcard_click"


@register_event("view_miniprogram")
class MiniProgramEvent(_AppEvent):
    """A menu entry opened a mini program."""

    event = "view_miniprogram"


@register_event("change_contact")
class ContactEvent(BaseEvent):  # type: ignore[misc]  # as above
    """A member, a department or a tag of the address book changed."""

    event = "change_contact"
    change_type = StringField("ChangeType", "")
    user_id = StringField("UserID", "")
    new_user_id = StringField("NewUserID", "")
    status = StringField("Status", "")
