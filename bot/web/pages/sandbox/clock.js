/** The clock: it goes forward only, and whoever watches sees each due instant played. */

import { byId } from "./dom.js";
import { getClock, postClock } from "./server.js";
import { SAY, dayName, instantAt, isoDay, shortDay, timeName, toIso } from "./words.js";

const MINUTE = 60e3;
const DAY = 24 * 3600e3;
const END_OF_WORK = "18:00";
const LONGEST_SEARCH = 120 * DAY;
const WAVE = 30 * MINUTE;
const MARGIN = 2e3;

export class Clock {
  /** `onArrive` hears how many messages went out on the way, `onTrouble` what went wrong. */
  constructor({ onArrive, onTrouble }) {
    Object.assign(this, { onArrive, onTrouble });
    this.now = null;
    this.next = null;
    this.busy = false;
    this.startedAt = null;
    this.arrivedAt = 0;
    this.said = "";
    byId("next-day").addEventListener("click", () => this.now && this.#goTo(new Date(this.now.getTime() + DAY)));
    byId("next-reminder").addEventListener("click", () => this.toNextReminder());
    byId("stop").addEventListener("click", () => (this.stopped = true));
    byId("clock-to").addEventListener("submit", (event) => {
      event.preventDefault();
      const day = byId("to-day").value;
      if (day) this.#goTo(instantAt(day, END_OF_WORK));
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

  /** Go from one due instant to the next until somebody is sent something, and on to the end of that wave. */
  toNextReminder() {
    return this.#play(async () => {
      const limit = this.now.getTime() + LONGEST_SEARCH;
      byId("stop").hidden = false;
      for (let sent = 0; !this.stopped; ) {
        const goal = this.next;
        if (sent > 0 && (!goal || goal - this.now > WAVE)) return [SAY.arrived(sent), sent];
        if (!goal || goal.getTime() > limit) break;
        await this.load();
        // What is overdue is played at once: a little ahead, as the clock runs on meanwhile.
        sent += await this.#moveTo(new Date(Math.max(goal, this.now.getTime() + MARGIN)));
        if (sent === 0 && this.next?.getTime() === goal.getTime()) break;
      }
      return [this.stopped ? SAY.stopped : SAY.quiet, 0];
    });
  }

  /** Move on to an instant; how many messages went out on the way. */
  async #moveTo(at) {
    const clock = await postClock(toIso(at));
    this.show(clock);
    return clock.sent;
  }

  #goTo(at) {
    return this.#play(async () => {
      const sent = await this.#moveTo(at);
      return [SAY.arrived(sent), sent];
    });
  }

  async #play(move) {
    if (this.busy || !this.now) return;
    this.#setBusy(true);
    try {
      this.#note(SAY.going(this.now));
      const [said, sent] = await move();
      this.#stand(said);
      await this.onArrive(sent);
    } catch (error) {
      this.#stand("");
      this.onTrouble(error, { say: (message) => this.#stand(message) });
    }
  }

  #stand(said) {
    this.#setBusy(false);
    this.said = said;
    this.arrivedAt = this.now.getTime();
    this.#note(said);
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
    if (this.busy) return;
    // What was said on arrival stays for a minute: the clock runs, and events may come late.
    const isFresh = Math.abs(this.now - this.arrivedAt) < MINUTE;
    this.#note(isFresh ? this.said : next ? SAY.next(next) : SAY.nothingNext);
  }

  #note(text) {
    byId("clock-note").textContent = text;
  }
}
