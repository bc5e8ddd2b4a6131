import asyncio
async def test_dbg(office):
    office.start()
    await office.report(1)
    await asyncio.sleep(4)
    print(await office.told())
    print(await office.balance())
    print(await office.database.read(lambda uow: (uow.reviews.get(), [m.key for m in uow.outbox.list()])))
    assert 0
