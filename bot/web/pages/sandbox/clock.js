/** The clock: it goes forward only, and whoever watches sees each due instant played. */

import { byId } from "./dom.js";
import { getClock, postClock } from "./server.js";
import { SAY, dayName, instantAt, isoDay, shortDay, timeName, toIso } from "./words.js";

const DAY = 24 * 3600e3;
const END_OF_WORK = "18:00";
const LONGEST_SEARCH = 120 * DAY;

export class Clock {
  /** `countSent` tells how many messages the bot has sent by itself; `onTrouble` shows what went wrong. */
  constructor({ countSent, onArrive, onTrouble }) {
    Object.assign(this, { countSent, onArrive, onTrouble });
    this.now = null;
    this.next = null;
    this.busy = false;
    this.startedAt = null;
    this.arrivedAt = null;
    byId("next-day").addEventListener("click", () => this.#play(() => this.#moveTo(new Date(this.now.getTime() + DAY))));
    byId("next-reminder").addEventListener("click", () => this.toNextReminder());
    byId("stop").addEventListener("click", () => (this.stopped = true));
    byId("clock-to").addEventListener("submit", (event) => {
      event.preventDefault();
      const day = byId("to-day").value;
      if (day) this.#play(() => this.#moveTo(instantAt(day, END_OF_WORK)));
    });
  }

  async load() {
    this.show(await getClock());
  }

  /** Show what the server says of the clock, while it moves and when it stands. */
  show({ at, until, playing, next }) {
    const before = this.now;
    this.now = new Date(at);
    byId("clock-day").textContent = dayName(this.now);
    byId("clock-time").textContent = timeName(this.now);
    byId("clock-chip").textContent = `${shortDay(this.now)} ${timeName(this.now)}`;
    byId("open-desk").setAttribute("aria-label", `${dayName(this.now)} ${timeName(this.now)}，拨动时钟`);
    const earliest = timeName(this.now) < END_OF_WORK ? this.now : new Date(this.now.getTime() + DAY);
    byId("to-day").min = isoDay(earliest);
    if (!this.busy && (byId("to-day").value === "" || byId("to-day").value < isoDay(earliest))) byId("to-day").value = isoDay(new Date(earliest.getTime() + 7 * DAY));
    this.startedAt = playing ? (this.startedAt ?? before ?? this.now) : null;
    byId("playing").hidden = !playing && !this.busy;
    if (playing) this.#progress(new Date(until));
    else this.#rest(next ? new Date(next) : null);
  }

  /** Go from one due instant to the next until somebody is sent something. */
  toNextReminder() {
    return this.#play(async () => {
      const limit = this.now.getTime() + LONGEST_SEARCH;
      const before = await this.countSent();
      byId("stop").hidden = false;
      while (!this.stopped) {
        const goal = this.next;
        if (!goal || goal.getTime() > limit) return SAY.quiet;
        await this.#moveTo(goal);
        const sent = (await this.countSent()) - before;
        if (sent > 0) return SAY.arrived(sent);
        if (this.next?.getTime() === goal.getTime()) return SAY.quiet;
      }
      return SAY.stopped;
    });
  }

  async #moveTo(at) {
    const before = await this.countSent();
    await this.load();
    this.show(await postClock(toIso(new Date(Math.max(at, this.now)))));
    return SAY.arrived((await this.countSent()) - before);
  }

  async #play(move) {
    if (this.busy || !this.now) return;
    this.#setBusy(true);
    try {
      this.#note(SAY.going(this.now));
      const said = await move();
      this.#setBusy(false);
      this.arrivedAt = this.now.getTime();
      this.#note(said);
      this.onArrive();
    } catch (error) {
      this.#setBusy(false);
      this.onTrouble(error, (message) => this.#note(message));
    }
  }

  #setBusy(busy) {
    this.busy = busy;
    this.stopped = false;
    byId("stop").hidden = true;
    byId("playing").hidden = !busy;
    byId("progress").removeAttribute("value");
    for (const id of ["next-day", "next-reminder"]) byId(id).setAttribute("aria-disabled", String(busy));
    byId("clock-to").querySelector("button").setAttribute("aria-disabled", String(busy));
  }

  #progress(until) {
    byId("progress").value = Math.min(1, (this.now - this.startedAt) / Math.max(1, until - this.startedAt));
    this.#note(SAY.going(this.now));
  }

  #rest(next) {
    this.next = next;
    // What was said on arrival stays until the clock has gone on.
    if (this.busy || this.now.getTime() === this.arrivedAt) return;
    this.#note(next ? SAY.next(next) : SAY.nothingNext);
  }

  #note(text) {
    byId("clock-note").textContent = text;
  }
}
