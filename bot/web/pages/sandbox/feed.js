/** What the bot sent by itself, and to whom. */

import { avatar, byId, element } from "./dom.js";
import { getOutbox } from "./server.js";
import { kindName, shortDay, timeName } from "./words.js";

const MOST = 300;

export class Feed {
  constructor({ nameOf, onPick, onKind }) {
    Object.assign(this, { nameOf, onPick, onKind });
    this.messages = [];
  }

  /** Ask again what was sent. */
  async load() {
    const { messages } = await getOutbox();
    const pushed = messages.filter((message) => message.kind !== "reply");
    const known = new Set(this.messages.map((message) => message.id));
    for (const message of pushed) if (!known.has(message.id)) this.#add(message);
    byId("feed-none").hidden = this.messages.length > 0;
  }

  #add(message) {
    this.messages.push(message);
    this.onKind(message.id, message.kind);
    const place = { id: message.recipient, group: message.group };
    const name = this.nameOf(place);
    const at = new Date(message.at);
    const open = element(
      "button",
      { type: "button", class: "feed-item", onclick: () => this.onPick(place) },
      avatar(place.id, name, place.group ? "group" : "person"),
      element(
        "span",
        { class: "feed-text" },
        element("span", { class: "feed-head" }, element("span", { class: "feed-name", text: name }), element("span", { class: `feed-kind kind-${message.kind}`, text: kindName(message.kind) })),
        element("span", { class: "feed-words", text: message.text }),
        element("time", { class: "feed-time", datetime: message.at, text: `${shortDay(at)} ${timeName(at)}` }),
      ),
    );
    byId("feed-list").prepend(element("li", {}, open));
    byId("feed-list").children[MOST]?.remove();
  }
}
