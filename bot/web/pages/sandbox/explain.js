/** The page that shows how a sentence is read: its words, its fields and where they stand, rules, questions. */

import { byId, element } from "./dom.js";
import { GROUPS, SAY, TRIES, fieldName, groupOf, intentName, pieceName, ruleName, signed, tokenName, valueName } from "./explain_words.js";
import { Failure, Refusal, Unreachable, postExplain } from "./server.js";
import { SAY as SHARED, dayName } from "./words.js";

const LONGEST = 2000;
let asked = 0;

async function read(text) {
  if (!text.trim()) return showBlank();
  const turn = ++asked;
  byId("reading").setAttribute("aria-busy", "true");
  try {
    const told = await postExplain(text);
    if (turn === asked) show(told);
  } catch (error) {
    if (turn === asked) tell(error);
  } finally {
    if (turn === asked) byId("reading").removeAttribute("aria-busy");
  }
}

function showBlank() {
  asked += 1;
  byId("blank").hidden = false;
  byId("reading").hidden = byId("notice").hidden = true;
  byId("sentence").focus();
}

function tell(error) {
  if (![Refusal, Failure, Unreachable].some((kind) => error instanceof kind)) throw error;
  byId("notice").textContent = error.message || (error instanceof Failure ? SHARED.failing : SHARED.offline);
  byId("notice").hidden = false;
}

function show(told) {
  byId("notice").hidden = byId("blank").hidden = true;
  byId("reading").hidden = false;
  byId("verdict").textContent = told.secret ? SAY.secret : told.unclear ? SAY.unclear : intentName(told.intent);
  byId("verdict-note").textContent = noteOf(told);
  showWords(told.tokens);
  showRecords(told);
  byId("rules").replaceChildren(...told.rules.map((rule) => ruleOf(rule, told.kinds)));
  showOpinion(told.opinion);
  byId("questions").replaceChildren(...told.questions.map((text) => element("li", { text })));
  byId("questions-none").textContent = told.questions.length ? "" : SAY.noQuestions;
  byId("reading").focus({ preventScroll: true });
  byId("verdict").scrollIntoView({ block: "nearest" });
}

function noteOf({ at, organisation, kept_back: keptBack }) {
  return [SAY.today(dayName(new Date(at))), organisation && SAY.organisation(organisation), keptBack].filter(Boolean).join(" ");
}

function showWords(tokens) {
  const used = new Set(tokens.map(({ kind }) => groupOf(kind)));
  byId("legend").replaceChildren(...Object.entries(GROUPS).filter(([id]) => used.has(id)).map(([id, text]) => element("li", { class: `of-${id}`, text })));
  byId("words").replaceChildren(...tokens.map(wordOf));
}

function wordOf({ kind, text, start, end }) {
  return element(
    "li",
    { class: `word of-${groupOf(kind)}`, dataset: { start, end }, title: kind },
    element("span", { class: "word-text", text: text.trim() ? text : SAY.space }),
    element("span", { class: "word-kind", text: tokenName(kind) }),
    element("span", { class: "word-span", text: `${start}–${end}` }),
  );
}

function showRecords({ records, text, kinds }) {
  const filled = records.filter(({ fields }) => Object.keys(fields).length);
  byId("fields-none").textContent = filled.length ? "" : SAY.noFields;
  byId("records").replaceChildren(...filled.map((record, index) => tableOf(record, { text, kinds, caption: filled.length > 1 ? SAY.nth(index + 1) : SAY.fields })));
}

function tableOf({ fields, places }, { text, kinds, caption }) {
  const head = element("tr", {}, ...SAY.columns.map((name) => element("th", { scope: "col", text: name })));
  const rows = Object.entries(fields).map(([name, value]) =>
    element("tr", {}, element("th", { scope: "row", text: fieldName(name) }), element("td", { text: valueName(name, value, kinds) }), element("td", {}, ...placesOf(places[name], text))),
  );
  return element("table", {}, element("caption", { text: caption }), element("thead", {}, head), element("tbody", {}, ...rows));
}

function placesOf(spans, text) {
  if (!spans.length) return [element("span", { class: "inferred", text: SAY.inferred })];
  return spans.map(([start, end]) => {
    const words = element("span", { class: "place-text", text: text.slice(start, end) });
    const button = element("button", { type: "button", class: "place", "aria-pressed": "false" }, words, element("span", { class: "word-span", text: `${start}–${end}` }));
    button.addEventListener("click", () => light(button, start, end));
    return button;
  });
}

/** Set off the words between two positions, until the same button is pressed again or another one. */
function light(button, start, end) {
  const on = button.getAttribute("aria-pressed") !== "true";
  for (const other of document.querySelectorAll(".place[aria-pressed=true]")) other.setAttribute("aria-pressed", "false");
  button.setAttribute("aria-pressed", String(on));
  for (const word of byId("words").children) word.classList.toggle("lit", on && Number(word.dataset.start) < end && Number(word.dataset.end) > start);
  byId("words").querySelector(".lit")?.scrollIntoView({ block: "nearest" });
}

function ruleOf(rule, kinds) {
  return element("li", {}, element("span", { text: ruleName(rule, kinds) }), element("code", { text: rule }));
}

function showOpinion(opinion) {
  byId("opinion").hidden = !opinion;
  if (!opinion) return;
  byId("opinion-words").textContent = SAY.opinion(opinion);
  byId("opinion-pieces").replaceChildren(
    ...opinion.pieces.map(({ piece, weight }) => element("li", { title: piece }, element("span", { text: pieceName(piece) }), element("code", { text: signed(weight) }))),
  );
}

function count() {
  const { length } = byId("sentence").value;
  byId("counted").textContent = length > LONGEST ? SAY.tooLong(length) : "";
}

byId("tries").replaceChildren(
  ...TRIES.map((text) => {
    const onclick = () => {
      byId("sentence").value = text;
      count();
      read(text);
    };
    return element("button", { type: "button", text, onclick });
  }),
);
byId("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  read(byId("sentence").value);
});
byId("sentence").addEventListener("input", count);
byId("sentence").addEventListener("keydown", (event) => {
  // While an input method composes, Enter belongs to it.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  byId("ask").requestSubmit();
});
