// A client of the app's callback that knows nothing of ours: it encrypts, posts, verifies and decrypts with WeCom's own
// library. `node app_client.mjs ADDRESS CORP_ID TOKEN AES_KEY`; a line of JSON in, a line of JSON out.
import { decrypt, encrypt, getSignature } from "@wecom/crypto";
import readline from "node:readline";

const [address, corpId, token, aesKey] = process.argv.slice(2);

function seal(plain) {
  const encrypted = encrypt(aesKey, plain, corpId);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const nonce = String(Math.floor(Math.random() * 1e10));
  const signature = getSignature(token, timestamp, nonce, encrypted);
  return { encrypted, query: new URLSearchParams({ msg_signature: signature, timestamp, nonce }) };
}

function inside(xml, name) {
  return new RegExp(`<${name}><!\\[CDATA\\[([\\s\\S]*?)\\]\\]></${name}>`).exec(xml)?.[1] ?? new RegExp(`<${name}>(.*?)</${name}>`).exec(xml)?.[1];
}

async function verify() {
  const { encrypted, query } = seal("1616140317555161061");
  query.set("echostr", encrypted);
  const response = await fetch(`${address}?${query}`);
  return { status: response.status, body: await response.text() };
}

async function post(plain) {
  const { encrypted, query } = seal(plain);
  const body = `<xml><ToUserName><![CDATA[${corpId}]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`;
  const response = await fetch(`${address}?${query}`, { method: "POST", body });
  const raw = await response.text();
  if (!raw || response.status !== 200) return { status: response.status };
  const reply = inside(raw, "Encrypt");
  const signed = getSignature(token, inside(raw, "TimeStamp"), inside(raw, "Nonce"), reply) === inside(raw, "MsgSignature");
  const { message, id } = decrypt(aesKey, reply);
  return { status: response.status, signed, id, content: inside(message, "Content") };
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  console.log(JSON.stringify(order.verify ? await verify() : await post(order.post)));
}
