"""Other libraries on the same date phrases, each in a process and a folder of its own under `var/peers`."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "var" / "peers"
READERS = Path(__file__).parent / "date_readers"
OURS = "zhibu"
PEERS = {
    "jionlp": ("jionlp==1.5.31",),
    "recognizers": ("recognizers-text-date-time==1.0.2a2", "emoji<2"),
    "dateparser": ("dateparser==1.5.0",),
}
Record = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How one library did; `days` and `vague` are right answers to what names days, and to what names none."""

    days: int
    days_past: int
    vague: int
    median_us: float
    import_ms: float
    megabytes: float


def install_peers() -> None:
    """Install what is missing, into a folder each, so that none touches the robot's own environment."""
    for name, requirements in PEERS.items():
        if not (FOLDER / name).exists():
            pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
            subprocess.run([*pip, "--no-compile", "--target", str(FOLDER / name), *requirements], check=True)


def report_of(cases: Sequence[Record]) -> str:
    """A table of all of them."""
    named = sum(case["date"] is not None for case in cases)
    lines = [
        f"{len(cases)} date phrases: {named} name a day or a span of days, {len(cases) - named} none (vague, impossible)",
        f"{'':<12} {'right':>8} {'to past':>8} {'none':>8} {'median':>9} {'import':>8} {'installed':>10}",
    ]
    for name in (OURS, *PEERS):
        figures = figures_of(name, cases)
        lines.append(f"{name:<12} {_line_of(figures, named, len(cases) - named) if figures else 'not installed'}")
    return "\n".join(lines)


def figures_of(name: str, cases: Sequence[Record]) -> Figures | None:
    """What a library answers; None where it is not installed."""
    home = ROOT if name == OURS else FOLDER / name
    if not home.exists():
        return None
    asked = json.dumps([{"text": case["text"], "now": case["now"]} for case in cases])
    reader = [sys.executable, str(READERS / f"{name}_reader.py")]
    run = subprocess.run(
        reader, input=asked, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(home)}
    )
    told = json.loads(run.stdout.splitlines()[-1])
    paired = list(zip(cases, told["answers"], strict=True))
    return Figures(
        days=_count(paired, lambda case, got: case["date"] is not None and _is_right(case, got["raw"])),
        days_past=_count(paired, lambda case, got: case["date"] is not None and _is_right(case, got["past"])),
        vague=_count(paired, lambda case, got: case["date"] is None and _is_none(got["raw"])),
        median_us=statistics.median(told["seconds"]) * 1e6,
        import_ms=told["import_seconds"] * 1e3,
        megabytes=_size_of(ROOT / "handlers" / "grammar" if name == OURS else home) / 1e6,
    )


def _count(
    paired: Sequence[tuple[Record, Mapping[str, list[str] | None]]],
    is_right: Callable[[Record, Mapping[str, list[str] | None]], bool],
) -> int:
    return sum(is_right(case, got) for case, got in paired)


def _is_right(case: Record, got: list[str] | None) -> bool:
    return got == [case["date"], case.get("end_date", case["date"])]


def _is_none(got: list[str] | None) -> bool:
    """A span for a vague word (上旬) is no day that could be put down by mistake."""
    return got is None or got[0] != got[1]


def _size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")


def _line_of(figures: Figures, named: int, vague: int) -> str:
    shares = (figures.days / named, figures.days_past / named, figures.vague / vague if vague else 1.0)
    rates = " ".join(f"{share:8.1%}" for share in shares)
    return f"{rates} {figures.median_us:6.0f} µs {figures.import_ms:5.0f} ms {figures.megabytes:7.1f} MB"
