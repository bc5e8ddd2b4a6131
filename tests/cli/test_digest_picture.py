"""`zhibu digest --image`: the text as ever, and a picture beside it."""

from pathlib import Path

import pytest
from PIL import Image

from bot.charts import fonts
from tests.cli.conftest import Zhibu


def test_picture_is_drawn_beside_the_text(office: Zhibu, tmp_path: Path) -> None:
    done = office("digest", "--org", "jgdw", "--image", "digest.png")
    assert (done.status, done.err) == (0, "")
    assert done.out == office("digest", "--org", "jgdw").out
    with Image.open(tmp_path / "digest.png") as image:
        assert image.format == "PNG"
        assert image.width > image.height / 2 > 100


def test_without_a_font_the_text_comes_all_the_same(
    office: Zhibu, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "SHIPPED", ("nobody_has_this_package", "font.otf"))
    done = office("digest", "--org", "jgdw", "--image", "digest.png")
    assert done.status == 1
    assert done.out.startswith("【")
    assert len(done.err.splitlines()) == 1
    assert "[digest] font" in done.err
    assert not (tmp_path / "digest.png").exists()


def test_font_can_be_chosen(office: Zhibu, tmp_path: Path) -> None:
    (tmp_path / "own.ttf").write_bytes(b"no font")
    (tmp_path / "zhibu.toml").write_text('[digest]\nfont = "own.ttf"\n', "utf-8")
    done = office("digest", "--org", "jgdw", "--image", "digest.png")
    assert done.status == 1
    assert "own.ttf" in done.err


def test_folder_that_is_not_there_is_told(office: Zhibu) -> None:
    done = office("digest", "--org", "jgdw", "--image", "nowhere/digest.png")
    assert done.status == 1
    assert "nowhere/digest.png" in done.err
