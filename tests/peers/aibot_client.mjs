// WeCom's own client of the 智能机器人's long connection: it prints, a line each, what it receives, and answers it.
// `node aibot_client.mjs WS_URL BOT_ID SECRET`.
import { WSClient } from "@wecom/aibot-node-sdk";

const [wsUrl, botId, secret] = process.argv.slice(2);
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const client = new WSClient({ botId, secret, wsUrl, logger: quiet, maxReconnectAttempts: 0 });

const told = (value) => console.log(JSON.stringify(value));
client.on("authenticated", () => told(["authenticated"]));
client.on("message.text", async (frame) => {
  await client.replyStream(frame, "S1", `收到：${frame.body.text.content}`, true);
  told(["text", frame.body.msgid, frame.body.from.userid, frame.body.chatid ?? "", frame.body.text.content]);
});
client.on("message.image", async (frame) => {
  const { buffer } = await client.downloadFile(frame.body.image.url, frame.body.image.aeskey);
  told(["image", frame.body.msgid, buffer.toString("base64")]);
});
client.on("event.template_card_event", (frame) => {
  told(["press", frame.body.msgid, frame.body.event.template_card_event.event_key]);
});
client.connect();
