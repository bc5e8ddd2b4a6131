"""The Chinese font of charts: the operator's own, else the one that is installed with us."""

from importlib.resources import files
from pathlib import Path

from PIL import ImageFont

from bot.charts import wording
from bot.errors import BotError

SHIPPED = "pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf"


class ChartError(BotError):
    """A chart cannot be drawn; the message tells what to do."""


def open_font(path: str, size: int) -> ImageFont.FreeTypeFont:
    """A font of that size.

    Raises:
        ChartError: there is none.
    """
    file = Path(path) if path else _shipped()
    try:
        return ImageFont.truetype(str(file), size)
    except OSError as error:
        raise ChartError(wording.BAD_FONT.format(path=file)) from error


def _shipped() -> Path:
    package, name = SHIPPED
    try:
        return Path(str(files(package) / name))
    except ModuleNotFoundError as error:
        raise ChartError(wording.NO_FONT) from error
