/** The side panels: columns on a wide screen, drawers on a narrow one. */

import { byId } from "./dom.js";

const PANELS = { people: "open-people", desk: "open-desk" };
let opened = null;

const isDrawer = (id) => getComputedStyle(byId(PANELS[id])).display !== "none";

/** Panels that are closed drawers can neither be seen nor reached. */
export function settleDrawers() {
  for (const id of Object.keys(PANELS)) byId(id).inert = isDrawer(id) ? opened !== id : opened !== null;
  document.querySelector(".chat").inert = opened !== null;
  byId("veil").hidden = opened === null;
}

export function openDrawer(id) {
  if (!isDrawer(id)) return;
  opened = id;
  byId(id).classList.add("open");
  byId(PANELS[id]).setAttribute("aria-expanded", "true");
  settleDrawers();
  byId(id).querySelector("[tabindex='0'], .close-drawer")?.focus({ preventScroll: true });
}

export function closeDrawer() {
  if (opened === null) return;
  const id = opened;
  opened = null;
  byId(id).classList.remove("open");
  byId(PANELS[id]).setAttribute("aria-expanded", "false");
  settleDrawers();
  byId(PANELS[id]).focus();
}

export function startDrawers() {
  for (const [id, button] of Object.entries(PANELS)) byId(button).addEventListener("click", () => openDrawer(id));
  for (const button of document.querySelectorAll("[data-close]")) button.addEventListener("click", closeDrawer);
  byId("veil").addEventListener("click", closeDrawer);
  addEventListener("keydown", (event) => event.key === "Escape" && closeDrawer());
  addEventListener("resize", () => {
    if (opened && !isDrawer(opened)) closeDrawer();
    settleDrawers();
  });
  settleDrawers();
}
