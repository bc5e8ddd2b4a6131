"""The systemd unit, asked of systemd itself where it is there."""

import shutil
import subprocess
from pathlib import Path

import pytest

UNIT = Path(__file__).parents[2] / "deploy" / "zhibu.service"
MOST_EXPOSED = 15


def settings() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in UNIT.read_text("utf-8").splitlines():
        key, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(key, []).append(value)
    return found


def test_the_service_has_a_user_and_a_place_of_its_own() -> None:
    unit = settings()

    assert unit["DynamicUser"] == ["yes"]
    assert unit["ProtectSystem"] == ["strict"]
    assert unit["NoNewPrivileges"] == ["yes"]
    assert unit["StateDirectory"] == ["zhibu"]
    assert unit["WorkingDirectory"] == ["%S/zhibu"]


def test_the_settings_with_their_secrets_are_for_root_and_the_service() -> None:
    (credential,) = settings()["LoadCredential"]
    (command,) = settings()["ExecStart"]

    assert credential == "zhibu.toml:/etc/zhibu/zhibu.toml"
    assert command.endswith("--config %d/zhibu.toml")


@pytest.mark.parametrize("question", [["verify"], ["security", "--offline=true", f"--threshold={MOST_EXPOSED}"]])
def test_systemd_finds_nothing(question: list[str], tmp_path: Path) -> None:
    systemd = shutil.which("systemd-analyze")
    if systemd is None:
        pytest.skip("no systemd on this machine")
    program = settings()["ExecStart"][0].split()[0]
    copy = tmp_path / UNIT.name
    copy.write_text(UNIT.read_text("utf-8").replace(program, "/bin/true"), "utf-8")

    answer = subprocess.run([systemd, *question, str(copy)], capture_output=True, text=True, check=False)  # noqa: S603 - Debian's

    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert not [line for line in answer.stderr.splitlines() if UNIT.name in line]
