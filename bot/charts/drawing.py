"""The picture of a half-year: a row for each category, a column for each month, done and late as parts of a bar."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from PIL import Image, ImageDraw, ImageFont

from bot.charts import wording
from bot.charts.fonts import open_font
from schedules.reminders.trend import Share, Trend
from schedules.wording import plain_words

PAPER, INK, FAINT, LINE = "#ffffff", "#22303c", "#6b7783", "#dfe3e8"
SHADE = "#f5f7f9"
COLOURS = ("#2f6f73", "#9cc4c0", "#d3d8de", "#b5533c")
"""Met, met late, waiting, overdue: they differ in lightness too, for those who do not tell colours apart."""

MARGIN, HEAD, ROW, FOOT = 48, 176, 60, 64
NAMES, MONTH, BAR = 170, 160, 128
THICK = 14


@dataclass(slots=True)
class _Sheet:
    """A sheet of paper with its pens."""

    width: int
    height: int
    font: str
    image: Image.Image = field(init=False)
    pen: ImageDraw.ImageDraw = field(init=False)

    def __post_init__(self) -> None:
        self.image = Image.new("RGB", (self.width, self.height), PAPER)
        self.pen = ImageDraw.Draw(self.image)

    def write(self, at: tuple[int, int], text: str, size: int, colour: str = INK, anchor: str = "lm") -> int:
        """Write text; where it ends."""
        font: ImageFont.FreeTypeFont = open_font(self.font, size)
        self.pen.text(at, text, font=font, fill=colour, anchor=anchor)
        return at[0] + round(font.getlength(text))


def draw_trend(trend: Trend, target: Path | BinaryIO, *, font: str = "") -> None:
    """Draw a half-year as a PNG, with the font file that is named or the one that is installed with us.

    Raises:
        ChartError: there is no font.
        OSError: the file cannot be written.
    """
    rows = [
        (wording.category_words(one), [trend.shares.get((one, month), Share()) for month in trend.months])
        for one in trend.categories
    ]
    width = 2 * MARGIN + NAMES + MONTH * len(trend.months)
    sheet = _Sheet(width, HEAD + ROW * (len(rows) + 1) + FOOT, font)
    _draw_head(sheet, trend)
    _draw_row(sheet, HEAD, wording.ALL, trend.totals, shaded=True)
    for number, (name, shares) in enumerate(rows, start=1):
        _draw_row(sheet, HEAD + number * ROW, name, shares)
    note = wording.footnote(trend.today) if rows else wording.NOTHING
    sheet.write((MARGIN, sheet.height - FOOT // 2), note, 16, FAINT)
    sheet.image.save(target, "PNG", optimize=True)


def _draw_head(sheet: _Sheet, trend: Trend) -> None:
    sheet.write((MARGIN, 50), f"{plain_words(trend.name)}{wording.TITLE}", 30)
    x = MARGIN
    for kind, colour in zip(wording.KINDS, COLOURS, strict=True):
        sheet.pen.rectangle((x, 91, x + 17, 108), fill=colour)
        x = sheet.write((x + 26, 100), kind, 18, FAINT) + 28
    for number, month in enumerate(trend.months):
        sheet.write((_left_of(number), HEAD - 24), wording.month_words(month, trend.months[0]), 19)


def _draw_row(sheet: _Sheet, top: int, name: str, shares: Sequence[Share], *, shaded: bool = False) -> None:
    if shaded:
        sheet.pen.rectangle((MARGIN - 16, top, sheet.width - MARGIN + 16, top + ROW - 1), fill=SHADE)
    sheet.pen.line((MARGIN - 16, top + ROW - 1, sheet.width - MARGIN + 16, top + ROW - 1), fill=LINE)
    sheet.write((MARGIN, top + ROW // 2), name, 20)
    for number, share in enumerate(shares):
        _draw_share(sheet, _left_of(number), top, share)


def _draw_share(sheet: _Sheet, left: int, top: int, share: Share) -> None:
    sheet.write((left, top + 18), wording.share_words(share), 16, INK if share.whole else LINE)
    done, bar_top = 0, top + 32
    for part, colour in zip((share.met, share.met_late, share.waiting, share.overdue), COLOURS, strict=True):
        if part:
            ends = (BAR * done // share.whole, BAR * (done + part) // share.whole - 1)
            sheet.pen.rectangle((left + ends[0], bar_top, left + ends[1], bar_top + THICK), fill=colour)
        done += part


def _left_of(number: int) -> int:
    return MARGIN + NAMES + number * MONTH
