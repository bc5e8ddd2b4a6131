/** The chat: lines in bubbles, cards with buttons, the times between them. */

import { avatar, byId, element } from "./dom.js";
import { SAY, dayName, kindName, stepsFor, timeName } from "./words.js";

const PAUSE = 5 * 60e3;
const LONG_TEXT = 700;
const NEAR_END = 80;

export class Chat {
  constructor({ onSend, onAction, onRetry, onClock }) {
    Object.assign(this, { onSend, onAction, onRetry, onClock });
    this.log = byId("log");
    this.box = byId("lines");
    this.shown = new Set();
    this.lastAt = null;
    this.atEnd = true;
    byId("to-latest").addEventListener("click", () => this.#toEnd());
    this.log.addEventListener("scroll", () => this.#onScroll(), { passive: true });
    new ResizeObserver(() => this.atEnd && this.#toEnd()).observe(this.log);
  }

  /**
   * Begin a chat, with nothing in it yet: what stood here is not to be read under the next one's name.
   * `nameOf` gives the name of a line's author, `me` the one whose lines stand on the right.
   */
  begin({ me, nameOf, audience }) {
    Object.assign(this, { me, nameOf, audience });
    this.box.classList.toggle("private", !audience.group);
    this.#clear();
  }

  /** Show all lines of this chat. */
  fill(lines) {
    this.#clear();
    // The whole history must not be read aloud, only what arrives from now on.
    this.log.setAttribute("aria-live", "off");
    if (!lines.length) this.box.append(this.#empty());
    for (const line of lines) this.add(line, { quiet: true });
    this.#toEnd();
    requestAnimationFrame(() => this.log.setAttribute("aria-live", "polite"));
  }

  setSpeaker(me) {
    this.me = me;
  }

  add(line, { quiet = false } = {}) {
    if (this.shown.has(line.id)) return;
    this.shown.add(line.id);
    const follow = this.atEnd || line.author === this.me;
    this.box.querySelector(".empty")?.remove();
    this.#separate(new Date(line.at));
    this.box.append(this.#lineOf(line));
    if (follow) this.#toEnd();
    else if (!quiet) byId("to-latest").hidden = false;
  }

  /** Mark one's own line as sent or not; a line that was not sent offers to try again. */
  mark(id, state) {
    const row = this.#rowOf(id);
    if (!row) return;
    row.dataset.state = state;
    row.querySelector(".failed")?.remove();
    if (state !== "failed") return;
    const again = element("button", { type: "button", class: "again", text: SAY.again, onclick: () => this.onRetry(id) });
    row.querySelector(".line-body").append(element("p", { class: "failed" }, SAY.notSent, again));
    this.#toEnd();
  }

  /** A word from the page itself, with a way to go there. */
  remark(text, onLook) {
    this.box.querySelector(".remark")?.remove();
    const look = element("button", { type: "button", text: SAY.look, onclick: onLook });
    this.box.append(element("p", { class: "remark" }, element("span", { text }), look));
    this.#toEnd();
  }

  /** Name what kind of message a line is, once the outbox tells. */
  label(id, kind) {
    const label = this.#rowOf(id)?.querySelector(".card-kind");
    if (label) label.textContent = kindName(kind);
  }

  waiting(isWaiting) {
    this.box.querySelector(".waiting")?.remove();
    if (!isWaiting) return;
    const dots = element("span", { class: "bubble dots", role: "presentation" }, element("i"), element("i"), element("i"));
    this.box.append(element("div", { class: "line waiting", "aria-hidden": "true" }, avatar("bot", "", "bot"), element("div", { class: "line-body" }, dots)));
    this.#toEnd();
  }

  #clear() {
    this.shown.clear();
    this.lastAt = null;
    this.box.replaceChildren();
  }

  #rowOf(id) {
    return [...this.box.children].find((row) => row.dataset.id === id);
  }

  #separate(at) {
    const sameDay = this.lastAt && dayName(this.lastAt) === dayName(at);
    const near = this.lastAt && Math.abs(at - this.lastAt) < PAUSE;
    this.lastAt = at;
    if (sameDay && near) return;
    const text = sameDay ? timeName(at) : `${dayName(at)} ${timeName(at)}`;
    this.box.append(element("p", { class: "time" }, element("time", { datetime: at.toISOString(), text })));
  }

  #lineOf(line) {
    const mine = line.author !== null && line.author === this.me;
    const name = line.author === null ? SAY.bot : this.nameOf(line.author);
    const picture = line.author === null ? avatar("bot", "", "bot") : avatar(line.author, name);
    const body = element("div", { class: "line-body" });
    body.append(element("span", { class: mine ? "hidden-label" : "author", text: mine ? SAY.mine : name }));
    body.append(this.#bubbleOf(line));
    return element("div", { class: `line ${mine ? "mine" : ""}`, dataset: { id: line.id, state: line.state ?? "sent" } }, picture, body);
  }

  #bubbleOf(line) {
    const pushed = line.author === null && line.kind !== "reply";
    const bubble = element("div", { class: `bubble ${pushed || line.buttons?.length ? "card" : ""}` });
    if (pushed) bubble.append(element("span", { class: "card-kind", text: kindName(line.kind) }));
    if (line.picture) bubble.append(pictureOf(line));
    else if (line.file) bubble.append(element("a", { class: "text", href: line.file, download: line.text, text: line.text }));
    else bubble.append(...(pushed ? titledTextOf(line.text) : [textOf(line.text)]));
    if (line.buttons?.length) bubble.append(this.#buttonsOf(line));
    return bubble;
  }

  #buttonsOf(line) {
    const row = element("div", { class: "card-buttons" });
    for (const { label, action } of line.buttons) {
      const button = element("button", { type: "button", text: label });
      button.addEventListener("click", async () => {
        if (row.dataset.busy) return;
        row.dataset.busy = "1";
        const done = await this.onAction(action);
        delete row.dataset.busy;
        if (done) button.classList.add("pressed");
      });
      row.append(button);
    }
    return row;
  }

  #empty() {
    const steps = stepsFor(this.audience).map(([why, text]) => {
      const onclick = () => (text === null ? this.onClock() : this.onSend(text));
      return element("li", {}, element("span", { text: why }), element("button", { type: "button", text: text ?? SAY.nextReminder, onclick }));
    });
    return element(
      "div",
      { class: "empty" },
      element("p", { class: "empty-title", text: SAY.tryTitle }),
      element("ol", {}, ...steps),
      element("p", { class: "empty-note", text: SAY.tryNote }),
    );
  }

  #onScroll() {
    this.atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_END;
    if (this.atEnd) byId("to-latest").hidden = true;
  }

  #toEnd() {
    this.atEnd = true;
    this.log.scrollTop = this.log.scrollHeight;
    byId("to-latest").hidden = true;
  }
}

/** A picture; where it is gone, its words stay. */
function pictureOf(line) {
  const link = element("a", { href: line.picture, target: "_blank", rel: "noreferrer" });
  link.append(element("img", { class: "picture", src: line.picture, alt: line.text }));
  return link;
}

/** A message that the bot sent by itself: its first line is its title. */
function titledTextOf(text) {
  const [title, ...rest] = text.split("\n");
  const words = rest.join("\n").replace(/^\n+/u, "");
  return [element("p", { class: words ? "text card-title" : "text", text: title }), words && textOf(words)].filter(Boolean);
}

/** A text; a very long one shows its beginning and a button. */
function textOf(text) {
  const paragraph = element("p", { class: "text", text });
  if (text.length <= LONG_TEXT) return paragraph;
  paragraph.classList.add("folded");
  const toggle = element("button", { type: "button", class: "unfold", text: SAY.more, "aria-expanded": "false" });
  toggle.addEventListener("click", () => {
    const folded = paragraph.classList.toggle("folded");
    toggle.textContent = folded ? SAY.more : SAY.less;
    toggle.setAttribute("aria-expanded", String(!folded));
  });
  return element("div", {}, paragraph, toggle);
}
