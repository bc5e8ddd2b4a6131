"""WeCom's own client of the long connection listens to the same fake as ours: what it hears, ours hears too."""

import base64

from tests.fakes.node_peers import needs_peers, running_peer
from tests.fakes.wecom_aibot import FakeAibot


@needs_peers
async def test_the_official_client_hears_and_answers_what_the_fake_brings() -> None:
    async with FakeAibot() as fake:
        wanted = fake.connected()
        async with running_peer("aibot_client.mjs", wanted["ws_url"], fake.bot_id, fake.secret) as peer:
            assert await peer.hear() == ["authenticated"]
            [(command, body)] = await fake.answers_to(fake.text("zhangsan", "@支部助手 党课", chat="wrC", number="M1"))
            assert await peer.hear() == ["text", "M1", "zhangsan", "wrC", "@支部助手 党课"]
            assert (command, body["stream"]["content"]) == ("aibot_respond_msg", "收到：@支部助手 党课")
            await fake.bring(fake.press("zhangsan", "same:1|补充", task_id="T1", number="M2"))
            assert await peer.hear() == ["press", "M2", "same:1|补充"]
            key = bytes(range(32))
            photo = b"\xff\xd8\xff" + bytes(1000)
            image = {"url": fake.keep_file(photo, key=key), "aeskey": base64.b64encode(key).decode()}
            await fake.bring(fake.message("zhangsan", "image", image, number="M3"))
            assert await peer.hear() == ["image", "M3", base64.b64encode(photo).decode()]
        assert fake.subscriptions == 1
