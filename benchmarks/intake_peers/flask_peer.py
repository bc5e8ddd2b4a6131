"""wechatpy's sample for enterprise apps, on Flask under gunicorn: one durable row a message, then the echo."""

import os
import sqlite3

from flask import Flask, abort, request
from wechatpy.enterprise import create_reply, parse_message
from wechatpy.enterprise.crypto import WeChatCrypto
from wechatpy.enterprise.exceptions import InvalidCorpIdException
from wechatpy.exceptions import InvalidSignatureException

from benchmarks.intake_peers.keys import CORP_ID, ENCODING_AES_KEY, INSERT, TOKEN

app = Flask(__name__)
crypto = WeChatCrypto(TOKEN, ENCODING_AES_KEY, CORP_ID)
database = sqlite3.connect(os.environ["PEER_DATABASE"], timeout=10, check_same_thread=False)
database.execute("PRAGMA synchronous=FULL")


def callback() -> str:
    """Verify, decrypt, parse, store, answer."""
    signature, timestamp, nonce = (request.args.get(name, "") for name in ("msg_signature", "timestamp", "nonce"))
    try:
        plain = crypto.decrypt_message(request.data, signature, timestamp, nonce)
    except (InvalidSignatureException, InvalidCorpIdException):
        abort(403)
    message = parse_message(plain)
    database.execute(INSERT, (message.id, message.source, message.content))
    database.commit()
    reply = create_reply(f"已登记：{message.content}", message).render()
    answer: str = crypto.encrypt_message(reply, nonce, timestamp)
    return answer


app.add_url_rule("/wecom/callback", view_func=callback, methods=["POST"])
