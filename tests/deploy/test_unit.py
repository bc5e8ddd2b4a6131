"""The systemd units, asked of systemd itself where it is there."""

import shutil
import subprocess
from pathlib import Path

import pytest

DEPLOY = Path(__file__).parents[2] / "deploy"
SERVICE, BACKUP, TIMER = "zhibu.service", "zhibu-backup.service", "zhibu-backup.timer"
MOST_EXPOSED = 15
VERIFY, SECURITY = ["verify"], ["security", "--offline=true", f"--threshold={MOST_EXPOSED}"]
OF_ITS_OWN = {
    *("After", "Wants", "Description", "Type", "ExecStart", "Restart", "RestartSec", "TimeoutStopSec", "KillSignal"),
    *("WantedBy", "User", "StateDirectory", "Nice", "IOSchedulingClass"),
}
"""Settings that tell what a service does; all others are about what it may."""


def settings(unit: str = SERVICE) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in (DEPLOY / unit).read_text("utf-8").splitlines():
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


def test_the_backup_may_do_no_more_than_the_service() -> None:
    service, backup = settings(), settings(BACKUP)

    assert backup["User"] == ["zhibu"], "the one that owns what the service has stored"
    assert {key: service.get(key) for key in backup if key not in OF_ITS_OWN} == {
        key: value for key, value in backup.items() if key not in OF_ITS_OWN
    }
    assert service.keys() - backup.keys() <= OF_ITS_OWN


@pytest.mark.parametrize(
    ("unit", "question"),
    [(SERVICE, VERIFY), (SERVICE, SECURITY), (BACKUP, VERIFY), (BACKUP, SECURITY), (TIMER, VERIFY)],
)
def test_systemd_finds_nothing(unit: str, question: list[str], tmp_path: Path) -> None:
    systemd = shutil.which("systemd-analyze")
    if systemd is None:
        pytest.skip("no systemd on this machine")
    program = settings()["ExecStart"][0].split()[0]
    for name in (SERVICE, BACKUP, TIMER):
        (tmp_path / name).write_text((DEPLOY / name).read_text("utf-8").replace(program, "/bin/true"), "utf-8")

    answer = subprocess.run([systemd, *question, str(tmp_path / unit)], capture_output=True, text=True, check=False)  # noqa: S603 - Debian's

    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert not [line for line in answer.stderr.splitlines() if unit in line]
