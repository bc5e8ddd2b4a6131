"""What can be told of the image without an engine to build it."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCKERFILE = ROOT / "deploy" / "Dockerfile"


def instructions() -> list[tuple[str, str]]:
    text = re.sub(r"\\\n\s*", "", DOCKERFILE.read_text("utf-8"))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(verb, rest) for verb, _, rest in (line.partition(" ") for line in lines)]


def last(verb: str) -> str:
    return [rest for each, rest in instructions() if each == verb][-1]


def test_the_image_runs_as_nobody_special_and_tells_its_health() -> None:
    final = [verb for verb, _ in instructions()]
    final = final[len(final) - final[::-1].index("FROM") :]

    assert int(last("USER")) > 0
    assert "/healthz" in last("HEALTHCHECK")
    assert "COPY" in final
    assert "pip" not in "".join(rest for verb, rest in instructions()[-len(final) :] if verb == "RUN")


def test_what_is_installed_is_locked() -> None:
    installs = [rest for verb, rest in instructions() if verb == "RUN" and "pip install" in rest]

    assert [("--require-hashes" in each, "--no-deps" in each) for each in installs] == [(True, False), (False, True)]


def test_all_that_is_copied_exists_and_is_sent_to_the_builder() -> None:
    copied = [
        source
        for verb, rest in instructions()
        if verb == "COPY" and "--from" not in rest
        for source in rest.split()[:-1]
    ]
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}

    assert all((ROOT / source).exists() for source in copied)
    assert {source.removeprefix("./") for source in copied} == allowed


def test_hadolint_finds_nothing() -> None:
    hadolint = shutil.which("hadolint", path=str(Path(sys.executable).parent))
    if hadolint is None:
        pytest.skip("hadolint has no build for this machine")
    subprocess.run([hadolint, str(DOCKERFILE)], check=True)  # noqa: S603 - our own development dependency
