"""The picture of a half-year: what stands in it, and what is said where it cannot be drawn."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from bot.charts import fonts, wording
from bot.charts.drawing import COLOURS, HEAD, ROW, draw_trend
from bot.charts.fonts import ChartError
from schedules.reminders.trend import Share, Trend

JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)
TREND = Trend(
    name="市统计局机关党委",
    today=date(2026, 7, 10),
    months=(JUNE, JULY),
    categories=("shenghuo", "own-category"),
    shares={("shenghuo", JUNE): Share(met=5, met_late=2, overdue=1), ("own-category", JULY): Share(waiting=4)},
    totals=(Share(met=5, met_late=2, overdue=1), Share(waiting=4)),
)


def colours_in(path: Path, row: int) -> set[str]:
    """The colours of bars in a row of the picture; 0 is that of the totals."""
    with Image.open(path) as image:
        band = image.convert("RGB").crop((0, HEAD + row * ROW, image.width, HEAD + (row + 1) * ROW))
        pixels = band.tobytes()
    return {f"#{pixels[at : at + 3].hex()}" for at in range(0, len(pixels), 3)} & set(COLOURS)


def test_each_row_shows_its_parts(tmp_path: Path) -> None:
    path = tmp_path / "trend.png"
    draw_trend(TREND, path)
    met, late, waiting, overdue = COLOURS
    assert colours_in(path, 0) == {met, late, waiting, overdue}
    assert colours_in(path, 1) == {met, late, overdue}
    assert colours_in(path, 2) == {waiting}
    assert path.stat().st_size < 2 * 2**20, "what a group's robot may send"


def test_picture_grows_with_its_rows(tmp_path: Path) -> None:
    heights = []
    for categories in ((), ("xuexi",), ("xuexi", "shenghuo")):
        draw_trend(replace(TREND, categories=categories), tmp_path / "trend.png")
        with Image.open(tmp_path / "trend.png") as image:
            heights.append(image.height)
    assert [heights[1] - heights[0], heights[2] - heights[1]] == [ROW, ROW]


def test_chinese_is_drawn_with_the_font_that_is_installed_with_us() -> None:
    font = fonts.open_font("", 20)
    absent = font.getmask("\U000f0000")
    for word in (*wording.CATEGORIES.values(), wording.OTHER, wording.ALL, *wording.KINDS, wording.TITLE):
        assert all(bytes(font.getmask(letter)) != bytes(absent) for letter in word)


def test_missing_font_is_told_with_its_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "SHIPPED", ("nobody_has_this_package", "font.otf"))
    with pytest.raises(ChartError, match=r"\[digest\] font"):
        draw_trend(TREND, tmp_path / "trend.png")
    assert not (tmp_path / "trend.png").exists()


def test_file_that_is_no_font_is_named(tmp_path: Path) -> None:
    file = tmp_path / "font.ttf"
    file.write_bytes(b"no font")
    with pytest.raises(ChartError, match=r"font\.ttf"):
        draw_trend(TREND, tmp_path / "trend.png", font=str(file))


@pytest.mark.parametrize(
    ("share", "words"),
    [(Share(met=3, met_late=1, waiting=1, overdue=2), "4/7"), (Share(), "—"), (Share(overdue=1), "0/1")],
)
def test_share_tells_done_of_owed(share: Share, words: str) -> None:
    assert wording.share_words(share) == words


def test_months_name_their_year_where_it_begins() -> None:
    months = [date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
    assert [wording.month_words(month, months[0]) for month in months] == ["2025年11月", "12月", "2026年1月", "2月"]
