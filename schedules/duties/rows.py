"""The rows of a profile's file, as somebody wrote them: what pydantic lets through becomes a duty."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, InstanceOf, model_validator
from pydantic_core import PydanticCustomError

from schedules.calendar.festivals import Festival
from schedules.calendar.periods import Cadence
from schedules.calendar.spans import MonthDay, day_in, parse_month_day, parse_span, span_in
from schedules.duties import faults
from schedules.duties.duty import Anchor, Duty, DutyId, DutyStep, FestivalWindow, Occasion, Scope, Trigger, Window
from schedules.ledger.activity import ActivityKind
from schedules.people.organisation import OrganisationKind
from schedules.people.role import Role

COMMON_YEAR = 2001
OPENED_DAYS = 30
"""What an occasion leaves where nobody said until when."""

Mark = Literal["proposal", "unconfirmed", "unset", "sensitive"]
DutyName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]


def _read_window(value: Any) -> Any:  # noqa: ANN401 - whatever TOML holds
    if isinstance(value, dict) and "festival" in value:
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("window", faults.BAD_WINDOW)
    span = parse_span(value)
    if span is None:
        raise PydanticCustomError("window", faults.BAD_WINDOW)
    return Window(opens=span[0], closes=span[1])


def _read_month_day(value: Any) -> MonthDay:  # noqa: ANN401 - as above
    day = parse_month_day(value) if isinstance(value, str) else None
    if day is None:
        raise PydanticCustomError("month_day", faults.BAD_MONTH_DAY)
    return day


class Row(BaseModel):
    """A table of the file; a key that nobody knows is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ProfileRow(Row):
    """The head of a profile's file."""

    id: str
    name: str
    extends: str | None = None
    year: int | None = None


class FestivalRow(Row):
    """Days around a festival."""

    festival: Festival
    before: Annotated[int, Field(ge=0, le=60)]
    after: Annotated[int, Field(ge=0, le=60)] = 0


class TriggerRow(Row):
    """An occasion and the time it leaves."""

    occasion: Occasion
    kinds: frozenset[ActivityKind] = frozenset()
    tag: str | None = None
    workdays: Annotated[int, Field(ge=0)] = 0
    days: Annotated[int, Field(ge=0)] = 0
    months: Annotated[int, Field(ge=0)] = 0

    @model_validator(mode="after")
    def _leaves_time(self) -> "TriggerRow":
        if sum(map(bool, (self.workdays, self.days, self.months))) != 1:
            raise PydanticCustomError("trigger", faults.BAD_TRIGGER)
        return self


class StepRow(Row):
    """A step before an election."""

    id: str
    name: str
    days_before: int
    tag: str | None = None


class DutyRow(Row):
    """One duty, as written."""

    id: DutyName
    name: Annotated[str, Field(min_length=1)]
    category: str = ""
    owner_kinds: Annotated[frozenset[OrganisationKind], Field(min_length=1)]
    cadence: Cadence
    min_count: Annotated[int, Field(ge=1)] = 1
    window: Annotated[InstanceOf[Window] | FestivalRow | None, BeforeValidator(_read_window)] = None
    soft_due: Annotated[MonthDay | None, BeforeValidator(_read_month_day)] = None
    lead_days: tuple[Annotated[int, Field(ge=-366, le=366)], ...] = ()
    kinds: Annotated[frozenset[ActivityKind], Field(min_length=1)]
    tag: str | None = None
    lecturer_role: Role | None = None
    per: Literal["organisation", "member", "pair"] = "organisation"
    scope: Scope = Scope.MEMBERS
    partner: Scope | None = None
    unit: Literal["records", "hours"] = "records"
    steps: tuple[StepRow, ...] = ()
    needs_committee: bool = False
    evidence: tuple[str, ...] = ()
    audience: tuple[Role, ...] = ()
    source: str = ""
    replaces: DutyName | None = None
    marks: frozenset[Mark] = frozenset()
    late_counts: bool = False
    trigger: TriggerRow | None = None
    anchor: Anchor | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    note: str = ""

    @model_validator(mode="after")
    def _has_its_dates(self) -> "DutyRow":
        if self.cadence is Cadence.WINDOW and self.window is None and "unset" not in self.marks:
            raise PydanticCustomError("no_window", faults.NO_WINDOW)
        if self.soft_due and not _is_inside(self.soft_due, self.window):
            raise PydanticCustomError("soft_due", faults.BAD_SOFT_DUE)
        if self.cadence is Cadence.ANNIVERSARY and not (self.anchor or self.trigger):
            raise PydanticCustomError("no_anchor", faults.NO_ANCHOR)
        return self


def duty_of(row: DutyRow, profile: str) -> Duty:
    """The duty that a row describes."""
    told = {name: getattr(row, name) for name in DutyRow.model_fields if name not in READ_APART}
    return Duty(
        **told,
        id=DutyId(row.id),
        window=_window_of(row),
        steps=tuple(DutyStep(**step.model_dump()) for step in row.steps),
        replaces=DutyId(row.replaces) if row.replaces else None,
        trigger=_trigger_of(row),
        profile=profile,
    )


READ_APART = frozenset({"id", "window", "soft_due", "steps", "replaces", "trigger"})


def _trigger_of(row: DutyRow) -> Trigger | None:
    if row.trigger:
        return Trigger(**row.trigger.model_dump())
    return Trigger(occasion=Occasion.OPENED, days=OPENED_DAYS) if row.cadence is Cadence.EVENT else None


def _window_of(row: DutyRow) -> Window | FestivalWindow | None:
    if isinstance(row.window, FestivalRow):
        return FestivalWindow(**row.window.model_dump())
    if row.window is None:
        return None
    return Window(opens=row.window.opens, closes=row.window.closes, soft_due=row.soft_due)


def _is_inside(day: MonthDay, window: Window | FestivalRow | None) -> bool:
    if not isinstance(window, Window):
        return False
    span = span_in(COMMON_YEAR, window.opens, window.closes)
    return day_in(COMMON_YEAR, day) in span or day_in(COMMON_YEAR + 1, day) in span
