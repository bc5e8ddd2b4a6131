"""What `--json` prints is one array, with the fields that other programs hold on to."""

import json
import re

import pytest

from tests.cli.conftest import Zhibu

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00")
ACTIVITY = {"id", "org", "state", "member", "created_at"}
MESSAGE = {"at", "recipient", "channel", "kind", "duties", "text"}
SHAPES = {
    "duties list": {"id", "name", "cadence", "min_count", "profile", "source", "owner_kinds"},
    "duties list --org zb1": {"id", "name", "cadence", "min_count", "profile", "source", "owner_kinds"},
    "duties lint": {"message", "remedy", "where"},
    "duties lint --org zb1": {"message", "remedy", "where"},
    "status --at 2026-06-24": {"org", "duty", "period", "status", "done", "needed", "due_at", "why"},
    "rehearse --from 2026-06-01 --to 2026-06-30": MESSAGE,
    "org list": {"id", "name", "kind", "parent", "profile"},
    "org show zb1": {
        *("id", "name", "kind", "parent", "profile"),
        *("term_ends_on", "groups", "posts", "settings"),
    },
}


@pytest.mark.parametrize(("line", "fields"), SHAPES.items(), ids=SHAPES.keys())
def test_a_list(line: str, fields: set[str], office: Zhibu) -> None:
    done = office(*line.split(), "--json")

    assert done.status == 0
    assert done.rows
    assert {frozenset(row) for row in done.rows} == {frozenset(fields)}


def test_activities(office: Zhibu) -> None:
    office("record", "--org", "zb1", "昨天支委会，应到5人实到3人", "--at", "2026-06-02T10:00")
    (row,) = office("activities", "list", "--org", "zb1", "--since", "2026-06-01", "--json").rows

    told = {"kind": "branch_committee", "date": "2026-06-01", "expected": 5, "present": 3}
    assert row.items() >= told.items()
    assert row.keys() - told.keys() == ACTIVITY
    assert (row["org"], row["state"]) == ("zb1", "recorded")
    assert INSTANT.fullmatch(row["created_at"])


def test_the_outbox(office: Zhibu) -> None:
    office("tick", "--at", "2026-06-24T09:00")
    rows = office("outbox", "list", "--json").rows

    assert rows
    assert all(row.keys() == MESSAGE | {"id", "state", "attempts", "reason"} for row in rows)
    assert all(INSTANT.fullmatch(row["at"]) for row in rows)
    assert {row["state"] for row in rows} == {"pending"}
    assert all(row["duties"] for row in rows if row["kind"] == "reminder")


def test_what_a_rehearsal_amounts_to(office: Zhibu) -> None:
    span = ("rehearse", "--from", "2026-06-01", "--to", "2026-06-30")
    rows = office(*span, "--notes", "--json").rows
    burden = [row for row in rows if row["kind"] == "burden"]
    silences = [row for row in rows if row["kind"] == "suppressed"]
    reminders = [row for row in office(*span, "--json").rows if row["kind"] == "reminder"]

    assert sum(row["messages"] for row in burden) == len(reminders)
    assert {frozenset(row) for row in silences} == {frozenset({"kind", "at", "recipient", "duty", "period", "reason"})}
    assert all(row["reason"] for row in silences)
    told = office(*span).out
    assert f"2026-06 提醒 {len(reminders)} 条" in told
    assert "不发的提醒：" in told


@pytest.mark.parametrize("line", ["org list", "outbox list", "activities list", "status"])
def test_none_is_an_empty_array(line: str, zhibu: Zhibu) -> None:
    assert zhibu(*line.split(), "--json").out.split() == ["[]"]


@pytest.mark.parametrize("line", [*SHAPES, "outbox list", "activities list"])
def test_people_read_lines(line: str, office: Zhibu) -> None:
    done = office(*line.split())

    assert done.status == 0
    assert done.out.strip()
    with pytest.raises(json.JSONDecodeError):
        json.loads(done.out)


def test_the_duties_of_an_organisation_are_as_it_settled_them(office: Zhibu) -> None:
    office("org", "set", "zb1", "min_counts.zhuti-dangri", "2")
    office("org", "set", "zb1", "duties_off", "dangke")
    owed = {row["id"]: row["min_count"] for row in office("duties", "list", "--org", "zb1", "--json").rows}

    assert owed["zhuti-dangri"] == 2
    assert "dangke" not in owed


def test_what_an_organisation_settled_is_shown(office: Zhibu) -> None:
    for key, value in {"audiences.dangke": "书记,组织委员", "lead_days.dangke": "3,-2", "weekly_digest": "on"}.items():
        assert office("org", "set", "zb1", key, value).status == 0

    (row,) = office("org", "show", "zb1", "--json").rows
    assert row["settings"] == {
        "audiences.dangke": "secretary,organiser",
        "lead_days.dangke": "3,-2",
        "weekly_digest": "on",
    }
    assert "lead_days.dangke = 3,-2" in office("org", "show", "zb1").out


def test_a_dead_message_is_put_back_or_given_up(office: Zhibu) -> None:
    office("tick", "--at", "2026-06-24T09:00")
    first, second, *_ = [row["id"] for row in office("outbox", "list", "--json").rows]

    assert office("outbox", "drop", str(first)).status == 0
    assert office("outbox", "retry", str(second)).status == 0
    states = {row["id"]: (row["state"], row["reason"]) for row in office("outbox", "list", "--all", "--json").rows}
    assert states[first] == ("suppressed", "管理员放弃")
    assert states[second] == ("pending", "")
