"""Where a duty comes from, in words: a plan's file and item, or a regulation and its article."""

import re

PLANS = {
    "000": "市直属机关2023年度重点任务清单",
    "001": "区直机关2023年党建工作要点",
    "002": "市级机关2020年党建工作要点",
    "003": "县直部门2020年度机关党建主体责任清单",
    "004": "中央和国家机关2024年党建工作要点",
}
FILE = re.compile(r"(\d{3})_[0-9a-f]+\.txt ")


def cite(source: str) -> str:
    """The source that carries the rule, as a reader knows it: a regulation before a plan."""
    sources = source.split("; ")
    chosen = next((one for one in sources if one.startswith("《")), sources[0])
    return FILE.sub(lambda found: PLANS.get(found[1], ""), chosen)
