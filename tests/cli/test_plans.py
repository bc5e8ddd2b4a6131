"""`zhibu duties propose`: from a work plan to a profile that a person edits."""

from pathlib import Path

import pytest

from tests.cli.conftest import Zhibu

PLAN = """某局机关党建工作要点
一、抓好组织生活
（一）各党支部每月开展1次主题党日，机关党委每半年至少研究1次党建工作。
（二）定期走访慰问。
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_a_plan_is_read(encoding: str, zhibu: Zhibu) -> None:
    Path("p.txt").write_text(PLAN, encoding)
    rows = zhibu("duties", "propose", "p.txt", "--json").rows

    known, new, unread = rows
    assert (known["owner"], known["cadence"], known["min_count"], known["known_as"]) == (
        "branch",
        "monthly",
        1,
        "zhuti-dangri",
    )
    assert (new["clause"], new["owner"], new["cadence"], new["known_as"]) == (
        "一(一)",
        "committee",
        "half_yearly",
        None,
    )
    assert new["sentence"] in PLAN
    assert (unread["read"], unread["sentence"]) == (False, "定期走访慰问")
    assert unread["reason"]


def test_people_read_it_in_lines(zhibu: Zhibu) -> None:
    Path("p.txt").write_text(PLAN, "utf-8")
    told = zhibu("duties", "propose", "p.txt").out

    assert "清单中已有：zhuti-dangri（主题党日）" in told
    assert "机关党委，每半年，1 次；清单中还没有" in told
    assert "“定期走访慰问”" in told
    assert "共提出 2 项，其中清单中已有 1 项；另有 1 句请人工判断" in told


def test_the_rest_becomes_a_profile_that_the_catalogue_takes(zhibu: Zhibu) -> None:
    Path("要点.txt").write_text(PLAN, "utf-8")
    Path("own").mkdir()
    Path("own/mine.toml").write_text(zhibu("duties", "propose", "要点.txt", "--profile", "mine").out, "utf-8")
    Path("zhibu.toml").write_text('[catalogue]\nfolder = "own"\n', "utf-8")

    (duty,) = zhibu("duties", "list", "--profile", "mine", "--json").rows
    assert (duty["id"], duty["cadence"], duty["source"]) == ("mine-1", "half_yearly", "要点 一(一)")


def test_an_own_profile_in_another_encoding_is_named(zhibu: Zhibu) -> None:
    Path("own").mkdir()
    Path("own/mine.toml").write_bytes('[profile]\nid = "m"\nname = "本单位"\n'.encode("gbk"))
    Path("zhibu.toml").write_text('[catalogue]\nfolder = "own"\n', "utf-8")
    done = zhibu("duties", "list")

    assert done.status == 1
    assert "own/mine.toml：不是 UTF-8 编码。请在编辑器中另存为 UTF-8" in done.err


def test_an_own_profile_does_not_take_the_place_of_a_shipped_one(zhibu: Zhibu) -> None:
    Path("own").mkdir()
    Path("own/base.toml").write_text('[profile]\nid = "base"\nname = "本单位"\n', "utf-8")
    Path("zhibu.toml").write_text('[catalogue]\nfolder = "own"\n', "utf-8")
    done = zhibu("duties", "list")

    assert done.status == 1
    assert "方案“base”重复" in done.err


def test_a_plan_that_asks_for_nothing(zhibu: Zhibu) -> None:
    Path("p.txt").write_text("坚持以习近平新时代中国特色社会主义思想为指导。", "utf-8")
    done = zhibu("duties", "propose", "p.txt")

    assert done.status == 0
    assert "没有读出应办事项" in done.out
