"""The conversation in the README, held once more."""

from benchmarks.transcript import BLOCK, README, record


async def test_the_conversation_in_the_readme_is_the_one_that_is_had_today() -> None:
    found = BLOCK.search(README.read_text("utf-8"))

    assert found
    assert found[0].strip().splitlines()[1:-1] == "\n".join(await record(None)).splitlines()
