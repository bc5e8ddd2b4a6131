/** Building and finding elements. */

export const byId = (id) => document.getElementById(id);

/** An element with properties (`class`, `text`, `dataset`, `onclick` …) and children. */
export function element(name, properties = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "class") node.className = value;
    else if (key === "text") node.textContent = value;
    else if (key === "dataset") Object.assign(node.dataset, value);
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter(Boolean));
  return node;
}

/** A round picture made of the end of a name; the colour follows from the id. */
export function avatar(id, name, kind = "person") {
  const text = kind === "group" ? "群" : kind === "bot" ? "助" : name.slice(-2);
  const tone = [...id].reduce((sum, character) => sum + character.codePointAt(0), 0) % 6;
  return element("span", { class: `avatar avatar-${kind} tone-${tone}`, text, "aria-hidden": "true" });
}
