"""The text of a plan: its bytes decoded, its items and sentences found."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from schedules.duties.plans import words
from schedules.errors import Problem

PDF = b"%PDF"
ARCHIVES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
UTF16 = (b"\xff\xfe", b"\xfe\xff")
ENCODINGS = ("utf-8-sig", "gb18030")
CHAPTER = re.compile(r"\s*(?P<chapter>[一二三四五六七八九十]{1,3})、")
ITEM = re.compile(
    r"(?:(?<=^)|(?<=[。；\s]))\s*(?:第(?P<ordinal>[一二三四五六七八九十]{1,3})[，,、]"
    r"|[（(](?P<bracket>[一二三四五六七八九十]{1,3})[）)]|(?P<number>\d{1,2})\s*[.．、](?!\d))"
)
STOP = re.compile(r"[。；;!?！？]")
HEADING_LENGTH = 40
SURELY_COMMON = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of a plan, the item that it stands in, and what the chapter and the item are about."""

    clause: str
    text: str
    chapter: str
    item: str

    @property
    def heading(self) -> str:
        """What the item calls itself in its first few words (4.党课。), where it does."""
        first = STOP.split(self.item, maxsplit=1)[0].strip()
        return first if first != self.item.strip() and len(first) <= HEADING_LENGTH // 2 else ""


def decode_plan(content: bytes) -> str | Problem:
    """The text of a file, or in a clear sentence why there is none."""
    if content.lstrip().startswith(PDF):
        return Problem(message=words.PDF_PLAN, remedy=words.PDF_REMEDY)
    if content.startswith(ARCHIVES):
        return Problem(message=words.OFFICE_PLAN, remedy=words.OFFICE_REMEDY)
    if content.startswith(PICTURES):
        return Problem(message=words.PICTURE_PLAN, remedy=words.PDF_REMEDY)
    encodings = ("utf-16",) if content.startswith(UTF16) else ENCODINGS
    text = next((decoded for encoding in encodings if (decoded := _decode(content, encoding)) is not None), None)
    if text is None or "\x00" in text or _is_garbled(text):
        return Problem(message=words.BROKEN_PLAN, remedy=words.BROKEN_REMEDY)
    return text if text.strip() else Problem(message=words.EMPTY_PLAN, remedy=words.EMPTY_REMEDY)


def sentences_of(text: str) -> Iterator[Sentence]:
    """The sentences of a plan in their order, each with its item."""
    chapter_number, chapter, item = "", "", ""
    for line in filter(str.strip, text.splitlines()):
        heading = CHAPTER.match(line)
        if heading and len(line.strip()) < HEADING_LENGTH and not STOP.search(line.strip()):
            chapter_number, chapter, item = heading["chapter"], line[heading.end() :].strip(), ""
            continue
        for told, body in _items_of(line):
            label = item = told or item
            for sentence in filter(str.strip, STOP.split(body)):
                yield Sentence(
                    clause=f"{chapter_number}({label})" if label and chapter_number else label or chapter_number,
                    text=sentence.strip(),
                    chapter=chapter,
                    item=body,
                )


def _items_of(line: str) -> Iterator[tuple[str, str]]:
    found = list(ITEM.finditer(line))
    starts = [mark.start() for mark in found]
    yield "", line[: starts[0] if starts else len(line)]
    for mark, end in zip(found, [*starts[1:], len(line)], strict=bool(found)):
        yield mark["ordinal"] or mark["bracket"] or mark["number"], line[mark.end() : end]


def _is_garbled(text: str) -> bool:
    """Whether so long a text has none of the commonest characters: another encoding reads as GBK just as well."""
    return len(text) > SURELY_COMMON and not any(character in text for character in words.COMMON)


def _decode(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None
