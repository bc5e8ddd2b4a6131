"""What can be said on DingTalk, and the two ways in which the platform wants it written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Plain words."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Markdown:
    """Markdown; `title` is what lists of conversations and notifications show of it."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page's title, what it is about, and where it is."""

    title: str
    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A button, and where it leads."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Markdown with up to five buttons below it."""

    title: str
    text: str
    buttons: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture that was handed over; a group's own robot has no such message."""

    media_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that was handed over, and how it is called; a group's own robot has no such message."""

    media_id: str
    name: str


Body = Text | Markdown | Page | Card
Attachment = Image | File


def template_of(body: Body | Attachment) -> tuple[str, Mapping[str, str]]:  # noqa: PLR0911 - one case for each form
    """The OpenAPI's name for such a message, and its parameters."""
    match body:
        case Text(text=text):
            return "sampleText", {"content": text}
        case Image(media_id=media_id):
            return "sampleImageMsg", {"photoURL": media_id}
        case File(media_id=media_id, name=name):
            return "sampleFile", {"mediaId": media_id, "fileName": name, "fileType": name.rpartition(".")[2]}
        case Markdown(title=title, text=text):
            return "sampleMarkdown", {"title": title, "text": text}
        case Page(title=title, text=text, url=url):
            return "sampleLink", {"title": title, "text": text, "picUrl": "", "messageUrl": url}
        case Card(title=title, text=text, buttons=(only,)):
            return "sampleActionCard", {"title": title, "text": text, "singleTitle": only.label, "singleURL": only.url}
        case Card(title=title, text=text, buttons=buttons):
            numbered = list(enumerate(buttons, start=1))
            labels = {f"actionTitle{number}": button.label for number, button in numbered}
            urls = {f"actionURL{number}": button.url for number, button in numbered}
            return f"sampleActionCard{len(buttons)}", {"title": title, "text": text, **labels, **urls}


def webhook_of(body: Body, *, mentions: Sequence[str] = ()) -> Mapping[str, Any]:
    """What is posted to a webhook. The platform calls those alone whose ids stand in the words themselves."""
    called = "".join(f"@{user} " for user in mentions)
    at = {"at": {"atUserIds": list(mentions)}} if mentions else {}
    match body:
        case Text(text=text):
            return {"msgtype": "text", "text": {"content": called + text}, **at}
        case Markdown(title=title, text=text):
            return {"msgtype": "markdown", "markdown": {"title": title, "text": called + text}, **at}
        case Page(title=title, text=text, url=url):
            return {"msgtype": "link", "link": {"title": title, "text": text, "picUrl": "", "messageUrl": url}}
        case Card(title=title, text=text, buttons=buttons):
            listed = [{"title": button.label, "actionURL": button.url} for button in buttons]
            card = {"title": title, "text": called + text, "btnOrientation": "0", "btns": listed}
            return {"msgtype": "actionCard", "actionCard": card, **at}
