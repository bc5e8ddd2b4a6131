"""The official client as a process of its own: it prints, a line each, the messages that it receives.

`python dingtalk_peer.py ENDPOINT CLIENT_ID CLIENT_SECRET`. It blocks its event loop, so it shares none with others.
"""

import json
import os
import sys
from typing import Any


def main(endpoint: str, client_id: str, client_secret: str) -> None:
    """Listen until the process is ended."""
    # It reads its endpoint when it is imported.
    os.environ["DINGTALK_OPENAPI_ENDPOINT"] = endpoint
    import dingtalk_stream  # noqa: PLC0415 - as above

    class Printer(dingtalk_stream.ChatbotHandler):  # type: ignore[misc]  # it has no types
        async def process(self, callback: Any) -> tuple[int, str]:  # noqa: ANN401  as above
            message = dingtalk_stream.ChatbotMessage.from_dict(callback.data)
            told = [message.message_id, message.sender_staff_id, message.conversation_id, message.get_text_list()]
            print(json.dumps(told), flush=True)  # noqa: T201 - its only output
            return dingtalk_stream.AckMessage.STATUS_OK, "OK"

    class PressPrinter(dingtalk_stream.CallbackHandler):  # type: ignore[misc]  # as above
        async def process(self, callback: Any) -> tuple[int, dict[str, object]]:  # noqa: ANN401  as above
            press = dingtalk_stream.CardCallbackMessage.from_dict(callback.data)
            told = [press.card_instance_id, press.user_id, press.content["cardPrivateData"]["params"]]
            print(json.dumps(told), flush=True)  # noqa: T201 - as above
            return dingtalk_stream.AckMessage.STATUS_OK, {"cardData": {"cardParamMap": {}}}

    class EventPrinter(dingtalk_stream.EventHandler):  # type: ignore[misc]  # as above
        async def process(self, event: Any) -> tuple[int, str]:  # noqa: ANN401  as above
            print(json.dumps([event.headers.event_type, event.headers.event_corp_id, event.data]), flush=True)  # noqa: T201 - as above
            return dingtalk_stream.AckMessage.STATUS_OK, "OK"

    client = dingtalk_stream.DingTalkStreamClient(dingtalk_stream.Credential(client_id, client_secret))
    client.get_host_ip = lambda: "127.0.0.1"
    client.register_callback_handler(dingtalk_stream.ChatbotMessage.TOPIC, Printer())
    client.register_callback_handler(dingtalk_stream.CallbackHandler.TOPIC_CARD_CALLBACK, PressPrinter())
    client.register_all_event_handler(EventPrinter())
    client.start_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
