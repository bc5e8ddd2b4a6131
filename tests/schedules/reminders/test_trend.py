from datetime import date

from schedules.ledger.activity import ActivityKind
from schedules.people.organisation import OrganisationId
from schedules.reminders.trend import Share, Trend, trend_in
from tests.schedules.reminders.office import BRANCH, COMMITTEE, Office, at


async def trend(office: Office, organisation_id: OrganisationId = COMMITTEE) -> Trend:
    book = office.book
    return await office.database.read(
        lambda uow: trend_in(uow, organisation_id, office.now, catalogue=book.catalogue, calendar=book.calendar)
    )


async def test_half_year_up_to_this_month(office: Office) -> None:
    await office.found()
    office.now = at("2026-06-25T18:00")
    found = await trend(office)
    assert found.name == "市统计局机关党委"
    assert found.months == tuple(date(2026, month, 1) for month in range(1, 7))
    weights = [sum(found.shares.get((one, month), Share()).whole for month in found.months) for one in found.categories]
    assert weights == sorted(weights, reverse=True)
    assert sum(share.whole for share in found.totals) == sum(weights)


async def test_records_are_told_as_in_time_late_or_missing(office: Office) -> None:
    await office.found()
    office.now = at("2026-06-25T18:00")
    for on in ("2026-04-20", "2026-06-02"):
        await office.record(
            ActivityKind.DUES, held_on=date.fromisoformat(on), counts_for="2026-04" if "04" in on else None
        )
    found = (await trend(office, BRANCH)).shares
    dues = [found[("jingfei", date(2026, month, 1))] for month in (3, 4, 5, 6)]
    assert dues == [Share(overdue=1), Share(met=1), Share(overdue=1), Share(met=1)]
    await office.record(ActivityKind.DUES, counts_for="2026-05")
    assert (await trend(office, BRANCH)).shares[("jingfei", date(2026, 5, 1))] == Share(met_late=1)


async def test_what_is_open_waits(office: Office) -> None:
    await office.found()
    office.now = at("2026-06-25T18:00")
    june = (await trend(office, BRANCH)).totals[-1]
    assert june.waiting == june.whole > 0
