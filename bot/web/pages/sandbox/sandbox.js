/** The sandbox page: puts people, chat, clock and feed together. */

import { Chat } from "./chat.js";
import { Clock } from "./clock.js";
import { byId, element } from "./dom.js";
import { closeDrawer, startDrawers } from "./drawer.js";
import { Feed } from "./feed.js";
import { PeopleList, Roll, placeKey } from "./people.js";
import { Failure, Refusal, Unreachable, follow, getHistory, getPeople, postMessage } from "./server.js";
import { SAY, examplesFor, kindName } from "./words.js";

const LONGEST = 2000;
const MINUTE = 60e3;
const LOST_AFTER = 1500;
const FEED_AFTER = 700;
const pending = new Map();
const drafts = new Map();
let roll, list, place, speaker, chat, clock, feed;
let arrived = [];
let feedTimer = null;
let connected = true;
let untilSent = false;

const samePlace = (line) => line.recipient === place.id && line.group === place.group;

function start() {
  startDrawers();
  chat = new Chat({ onSend: send, onAction: press, onRetry: deliver, onClock: () => clock.toNextReminder() });
  clock = new Clock({ onArrive, onTrouble });
  // Only what is asked once the events flow can miss nothing.
  follow({ onLine, onClock: (event) => clock.show(event), onOpen, onLost });
  setInterval(() => !clock.busy && clock.load().catch(() => {}), MINUTE);
  addEventListener("hashchange", () => roll && openFromHash());
}

async function load() {
  try {
    if (!roll) meet(await getPeople());
    await Promise.all([clock.load(), feed.load(), openFromHash()]);
    settle();
  } catch (error) {
    onTrouble(error, { retry: load });
  }
}

function meet(people) {
  roll = new Roll(people);
  list = new PeopleList(roll, pick);
  feed = new Feed({ nameOf: (each) => roll.nameOf(each), onPick: pick, onKind: (id, kind) => chat.label(id, kind) });
}

function openFromHash() {
  const [kind, id] = decodeURIComponent(location.hash.slice(1)).split("/");
  const asked = { id, group: kind === "g" };
  return open(id && roll.has(asked) ? asked : roll.first());
}

function pick(next) {
  closeDrawer();
  if (location.hash === `#${placeKey(next)}`) open(next);
  else location.hash = placeKey(next);
  byId("text").focus({ preventScroll: true });
}

async function open(next) {
  if (place) drafts.set(placeKey(place), byId("text").value);
  place = next;
  arrived = [];
  byId("text").value = drafts.get(placeKey(place)) ?? "";
  onType();
  const members = next.group ? roll.membersOf(next.id) : [];
  speaker = next.group ? (members.find((member) => member.id === speaker) ?? members[0])?.id ?? roll.first().id : next.id;
  list.select(next);
  showHead(members);
  const audience = { group: next.group, officer: roll.isOfficer(speaker), branch: roll.branchOf(speaker) };
  chat.begin({ me: speaker, nameOf: (id) => roll.nameOf({ id, group: false }), audience });
  byId("examples").replaceChildren(...examplesFor(audience).map((text) => element("button", { type: "button", text, onclick: () => send(text) })));
  try {
    const { lines } = await getHistory(next);
    if (place !== next) return;
    const unsent = [...pending.values()].filter((line) => samePlace(line));
    const known = new Map([...lines, ...arrived, ...unsent].map((line) => [line.id, line]));
    chat.fill([...known.values()]);
    for (const line of unsent) chat.mark(line.id, line.state);
  } catch (error) {
    onTrouble(error, { retry: () => open(next) });
  }
}

function showHead(members) {
  const name = roll.nameOf(place);
  byId("chat-name").textContent = place.group ? name : "支部助手";
  byId("chat-note").textContent = place.group ? SAY.group(name) : `${SAY.as(name)} · ${roll.titleOf(place.id, { full: true })}`;
  document.title = `${name} · 支部助手沙盒`;
  byId("speaker-row").hidden = !place.group;
  byId("speaker").replaceChildren(
    ...members.map((member) => element("option", { value: member.id, text: `${member.name}（${roll.titleOf(member.id)}）`, selected: member.id === speaker })),
  );
}

function send(text) {
  if (!text.trim()) return;
  const id = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
  const line = { id: `sandbox:${id}`, key: id, at: clock.now.toISOString(), recipient: place.id, group: place.group, author: speaker, kind: "said", text, buttons: [], state: "sending" };
  pending.set(line.id, line);
  add(line);
  deliver(line.id);
}

async function deliver(id) {
  const line = pending.get(id);
  chat.mark(id, "sending");
  chat.waiting(true);
  try {
    await tell({ from: line.author, text: line.text, key: line.key, ...(line.group && { chat: line.recipient }) }, line);
    pending.delete(id);
    line.state = "sent";
    chat.mark(id, "sent");
    hideTrouble();
  } catch (error) {
    line.state = "failed";
    chat.mark(id, "failed");
    onTrouble(error, { retry: () => deliver(id), sending: true });
  } finally {
    chat.waiting(false);
  }
}

async function press(action) {
  try {
    await tell({ from: speaker, action, key: crypto.randomUUID(), ...(place.group && { chat: place.id }) }, place);
    hideTrouble();
    return true;
  } catch (error) {
    onTrouble(error, { sending: true });
    return false;
  }
}

/** The answers come with the response and, for other pages, as events; each has the same id in both. */
async function tell(message, where) {
  const { replies } = await postMessage(message);
  chat.waiting(false);
  replies.forEach((reply, index) => {
    const line = { ...reply, id: `sandbox:${message.key}#${index}`, at: clock.now.toISOString(), author: null, kind: "reply" };
    if ((where.recipient ?? where.id) === place.id && where.group === place.group) add(line);
  });
}

/** A line of this chat; the history may have been asked before it came. */
function add(line) {
  arrived.push(line);
  chat.add(line);
}

function onLine(line) {
  if (!place) return;
  if (samePlace(line)) add(line);
  else if (line.author === null) list.addUnread({ id: line.recipient, group: line.group });
  // The outbox knows the kind of a message only after it was sent.
  feedTimer ??= setTimeout(loadFeed, FEED_AFTER);
}

/** After the clock has moved: where did its messages go, if none came to this chat? */
async function onArrive(count) {
  await feed.load();
  const sent = count > 0 ? feed.messages.slice(-count) : [];
  const latest = sent.at(-1);
  if (!latest || sent.some(samePlace)) return;
  const there = { id: latest.recipient, group: latest.group };
  chat.remark(SAY.sentTo(roll.nameOf(there), kindName(latest.kind), count), () => pick(there));
}

function loadFeed() {
  feedTimer = null;
  feed.load().catch(() => {});
}

function onOpen() {
  connected = true;
  refresh();
}

function onLost() {
  connected = false;
  setTimeout(() => !connected && byId("trouble").hidden && showTrouble(SAY.lost), LOST_AFTER);
}

/** Catch up with what was missed. */
async function refresh() {
  if (!place) return load();
  try {
    const { lines } = await getHistory(place);
    for (const line of lines) chat.add(line);
    await Promise.all([feed.load(), clock.busy || clock.load()]);
    settle();
  } catch (error) {
    onTrouble(error);
  }
}

function onTrouble(error, { say, retry, sending = false } = {}) {
  if (![Refusal, Failure, Unreachable].some((kind) => error instanceof kind)) throw error;
  const text = error.message || (error instanceof Failure ? SAY.failing : SAY.offline);
  if (error instanceof Refusal && say) return say(text);
  showTrouble(text, retry);
  untilSent = sending && error instanceof Failure;
}

function showTrouble(text, retry) {
  byId("trouble").hidden = false;
  byId("trouble-text").textContent = text;
  byId("trouble-retry").onclick = retry ?? refresh;
}

function hideTrouble() {
  byId("trouble").hidden = true;
  untilSent = false;
}

/** The server answers again: that it could not keep a message stays told until it keeps one. */
function settle() {
  if (!untilSent) hideTrouble();
}

function onType() {
  const box = byId("text");
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 160)}px`;
  const { length } = box.value;
  byId("counter").textContent = length > LONGEST ? SAY.tooLong(length) : length > LONGEST - 200 ? SAY.nearlyLong(length) : "";
}

byId("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  // Before the page knows who speaks and when, what was typed waits in its box.
  if (!place || !clock.now) return;
  send(byId("text").value);
  byId("text").value = "";
  onType();
});
byId("text").addEventListener("input", onType);
byId("text").addEventListener("keydown", (event) => {
  // While an input method composes, Enter belongs to it.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  byId("composer").requestSubmit();
});
byId("speaker").addEventListener("change", (event) => {
  speaker = event.target.value;
  chat.setSpeaker(speaker);
});

start();
