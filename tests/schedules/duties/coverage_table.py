"""docs/seed-coverage.md, made from the catalogue and the table of ledgers: `python -m tests.schedules.duties.coverage_table`."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import schedules
from schedules.calendar.periods import MONTHS_OF, Cadence
from schedules.duties.catalogue import Catalogue, parse_catalogue
from schedules.duties.duty import Duty

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
TABLE = ROOT / "docs" / "seed-coverage.md"
PROFILES = Path(schedules.__file__).parent / "duties" / "profiles"
LEDGERS: Sequence[Mapping[str, Any]] = tomllib.loads((HERE / "seed_ledgers.toml").read_text(encoding="utf-8"))["rows"]

HEAD = """# 五份来源文件的逐条对照

本表由测试生成并核对（`python -m tests.schedules.duties.coverage_table`），请勿手工修改。
类别：a 按周期、b 按时段、c 按任期或周年、d 由事由引发、e 台账与指标。来源 000 至 004 依次为市直机关任务清单、区直机关工作要点、
市级机关工作要点、县直部门责任清单、中央和国家机关工作要点。

| 编号 | 名称 | 类别 | 来源 | 由什么承接 |
|---|---|---|---|---|
"""
MARKS = {
    "sensitive": "默认关闭",
    "unset": "设定日期后启用",
    "proposal": "含建议值",
    "unconfirmed": "待与原文核对",
}
FILE = re.compile(r"(\d{3})_[0-9a-f]+\.txt ")
SERVED = {"duty": "事项", "kind": "台账", "tag": "标签", "rate": "比率", "roster": "名册"}


def render(catalogue: Catalogue) -> str:
    rows = [duty_row(duty) for duty in catalogue.duties.values()] + [ledger_row(row) for row in LEDGERS]
    served = sum(bool(row["served"]) for row in LEDGERS) + len(catalogue.duties)
    return HEAD + "\n".join(rows) + f"\n\n共 {len(rows)} 条，承接 {served} 条，不承接 {len(rows) - served} 条。\n"


def duty_row(duty: Duty) -> str:
    marks = "、".join(word for mark, word in MARKS.items() if mark in duty.marks)
    served = f"事项（方案 {duty.profile}）" + (f"，{marks}" if marks else "")
    source = FILE.sub(lambda found: f"{found[1]} ", duty.source)
    return f"| `{duty.id}` | {duty.name} | {class_of(duty)} | {source} | {served} |"


def ledger_row(row: Mapping[str, Any]) -> str:
    kind, _, name = row["served"].partition(":")
    served = f"{SERVED[kind]}{f' `{name}`' if name else ''}：" if kind else ""
    return f"| `{row['id']}` | {row['name']} | e | {row['source']} | {served}{row['how']} |"


def class_of(duty: Duty) -> str:
    if duty.cadence in MONTHS_OF:
        return "a"
    return {Cadence.WINDOW: "b", Cadence.EVENT: "d"}.get(duty.cadence, "c")


if __name__ == "__main__":
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(PROFILES.glob("*.toml"))}
    TABLE.write_text(render(parse_catalogue(texts)[0]), encoding="utf-8")
