/** The list of people and groups: who one is, and where one talks. */

import { avatar, byId, element } from "./dom.js";
import { SAY, isOfficer, rankOf, titleOf } from "./words.js";

export const GUEST = "guest";
const SMALL = ["group", "youth_group"];
const IN_PARTY = ["full", "probationary"];
const LAST = 99;
export const placeKey = ({ id, group }) => `${group ? "g" : "m"}/${id}`;

/** Who there is, for looking up. */
export class Roll {
  constructor({ organisations, members, posts }) {
    this.organisations = new Map(organisations.map((each) => [each.id, each]));
    this.members = new Map(members.map((each) => [each.id, each]));
    this.posts = Map.groupBy ? Map.groupBy(posts, (post) => post.member) : groupBy(posts, (post) => post.member);
  }

  postsOf(id) {
    return this.posts.get(id) ?? [];
  }

  titleOf(id, options) {
    const member = this.members.get(id);
    return member ? titleOf(member, this.postsOf(id), this.organisations, options) : SAY.guestNote;
  }

  nameOf({ id, group }) {
    const known = group ? this.organisations.get(id) : this.members.get(id);
    return known?.name ?? (id === GUEST ? SAY.guest : id);
  }

  isOfficer(id) {
    return this.postsOf(id).some((post) => isOfficer(post.role));
  }

  /** Those who sit in an organisation's group: at home there, or with a post there; officers first. */
  membersOf(organisation) {
    const inside = [...this.members.values()].filter(
      (member) => member.organisation === organisation || this.postsOf(member.id).some((post) => post.organisation === organisation),
    );
    return this.#officersFirst(inside, organisation);
  }

  /** Those at home in an organisation, its officers first. */
  atHomeIn(organisation) {
    return this.#officersFirst([...this.members.values()].filter((member) => member.organisation === organisation), organisation);
  }

  /** The party members of somebody's branch: how many they are, and the names of the others. */
  branchOf(id) {
    const home = this.members.get(id)?.organisation;
    const comrades = home ? this.atHomeIn(home).filter((member) => IN_PARTY.includes(member.standing)) : [];
    return { count: comrades.length, others: comrades.filter((member) => member.id !== id).map((member) => member.name) };
  }

  #officersFirst(members, organisation) {
    const rank = (member) => Math.min(...this.postsOf(member.id).filter((post) => post.organisation === organisation).map((post) => rankOf(post.role)), LAST);
    return members.sort((a, b) => rank(a) - rank(b));
  }

  has({ id, group }) {
    return group ? this.organisations.has(id) : this.members.has(id) || id === GUEST;
  }

  /** The one to begin with: the first branch's secretary. */
  first() {
    const branches = [...this.organisations.values()].filter((each) => each.kind === "branch").map((each) => each.id);
    const all = [...this.posts.values()].flat();
    const secretary = all.find((post) => post.role === "secretary" && branches.includes(post.organisation));
    return { id: secretary?.member ?? [...this.members.keys()][0] ?? GUEST, group: false };
  }
}

function groupBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** The list box: one stop of the Tab key, arrows inside, typing in the search box narrows it. */
export class PeopleList {
  constructor(roll, onPick) {
    this.roll = roll;
    this.onPick = onPick;
    this.box = byId("people-list");
    this.options = new Map();
    this.unread = new Map();
    this.#render();
    this.box.addEventListener("click", (event) => this.#pick(event.target.closest("[role=option]")));
    this.box.addEventListener("keydown", (event) => this.#onKey(event));
    byId("search").addEventListener("input", (event) => this.#filter(event.target.value));
    byId("search").addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "Enter") {
        event.preventDefault();
        this.#focus(this.#visible()[0]);
      }
    });
  }

  select(place) {
    const key = placeKey(place);
    for (const [id, option] of this.options) option.setAttribute("aria-selected", String(id === key));
    this.#rove(this.options.get(key) ?? this.#visible()[0]);
    this.options.get(key)?.scrollIntoView({ block: "nearest" });
    this.setUnread(place, 0);
  }

  addUnread(place) {
    this.setUnread(place, (this.unread.get(placeKey(place)) ?? 0) + 1);
  }

  setUnread(place, count) {
    this.unread.set(placeKey(place), count);
    const badge = this.options.get(placeKey(place))?.querySelector(".badge");
    if (badge) showBadge(badge, count);
    showBadge(byId("unread-total"), [...this.unread.values()].reduce((sum, each) => sum + each, 0));
  }

  #render() {
    const organisations = [...this.roll.organisations.values()];
    const groupOf = ({ id }) => this.#option({ id, group: true }, SAY.people(this.roll.membersOf(id).length));
    const personOf = ({ id }) => this.#option({ id, group: false }, this.roll.titleOf(id));
    const sections = [
      [SAY.groups, organisations.filter((each) => !SMALL.includes(each.kind)).map(groupOf)],
      ...organisations.map((each) => [each.name, this.roll.atHomeIn(each.id).map(personOf)]),
      [SAY.smallGroups, organisations.filter((each) => SMALL.includes(each.kind)).map(groupOf)],
      [SAY.others, [this.#option({ id: GUEST, group: false }, SAY.guestNote)]],
    ];
    this.box.replaceChildren(...sections.filter(([, options]) => options.length).map(sectionOf));
  }

  #option(place, note) {
    const name = this.roll.nameOf(place);
    const option = element(
      "div",
      { class: "person", role: "option", tabindex: "-1", "aria-selected": "false", dataset: { id: place.id, group: place.group ? "1" : "" } },
      avatar(place.id, name, place.group ? "group" : "person"),
      element("span", { class: "person-text" }, element("span", { class: "person-name", text: name }), element("span", { class: "person-note", text: note, title: note })),
      element("span", { class: "badge", hidden: true }),
    );
    const home = this.roll.organisations.get(this.roll.members.get(place.id)?.organisation)?.name ?? "";
    option.searchText = `${name} ${note} ${home} ${place.id}`.toLowerCase();
    this.options.set(placeKey(place), option);
    return option;
  }

  #visible() {
    return [...this.options.values()].filter((option) => !option.hidden);
  }

  #filter(text) {
    const words = text.trim().toLowerCase().split(/\s+/u);
    for (const option of this.options.values()) option.hidden = !words.every((word) => option.searchText.includes(word));
    for (const section of this.box.children) section.hidden = !section.querySelector("[role=option]:not([hidden])");
    byId("people-none").hidden = this.#visible().length > 0;
    if (!this.#visible().some((option) => option.tabIndex === 0)) this.#rove(this.#visible()[0]);
  }

  #rove(option) {
    for (const each of this.options.values()) each.tabIndex = each === option ? 0 : -1;
  }

  #focus(option) {
    if (!option) return;
    this.#rove(option);
    option.focus();
  }

  #pick(option) {
    if (option) this.onPick({ id: option.dataset.id, group: option.dataset.group === "1" });
  }

  #onKey(event) {
    const options = this.#visible();
    const at = options.indexOf(document.activeElement);
    const goal = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: options.length - 1, PageDown: at + 8, PageUp: at - 8 }[event.key];
    if (goal !== undefined) this.#focus(options[Math.max(0, Math.min(goal, options.length - 1))]);
    else if (event.key === "Enter" || event.key === " ") this.#pick(document.activeElement);
    else return;
    event.preventDefault();
  }
}

function sectionOf([name, options], index) {
  const id = `section-${index}`;
  return element("div", { role: "group", "aria-labelledby": id, class: "section" }, element("div", { id, class: "section-name", role: "presentation", text: name }), ...options);
}

function showBadge(badge, count) {
  badge.hidden = count === 0;
  badge.textContent = count > 99 ? "99+" : String(count);
  badge.setAttribute("title", SAY.unread(count));
}
