/** Everything that is asked of the server. */

/** The server refused and said why. */
export class Refusal extends Error {}
/** The server was not reached. */
export class Unreachable extends Error {}
/** The server was reached and could not; it may have said why. */
export class Failure extends Error {}

async function call(path, body) {
  const options = body && {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  let response;
  let answer;
  try {
    response = await fetch(`/sandbox/${path}`, options);
    answer = await response.json();
  } catch {
    throw new Unreachable("");
  }
  if (response.status >= 500) throw new Failure(answer.error ?? "");
  if (!response.ok) throw new Refusal(answer.error);
  return answer;
}

export const getPeople = () => call("people");
export const getClock = () => call("clock");
export const getOutbox = () => call("outbox");
export const getHistory = ({ id, group }) => call(`history?${group ? "chat" : "member"}=${encodeURIComponent(id)}`);
export const postMessage = (message) => call("messages", message);
export const postExplain = (text) => call("explain", { text });
export const postClock = (at) => call("clock", { at });

/** Follow what happens; `onOpen` is called at each (re)connection, `onLost` when it breaks. Stops while the page is hidden. */
export function follow({ onLine, onClock, onOpen, onLost }) {
  let source = null;
  const open = () => {
    source = new EventSource("/sandbox/events");
    source.addEventListener("line", (event) => onLine(JSON.parse(event.data)));
    source.addEventListener("clock", (event) => onClock(JSON.parse(event.data)));
    source.addEventListener("open", onOpen);
    source.addEventListener("error", onLost);
  };
  // A browser allows six connections to a host: a page that nobody looks at gives its own back.
  document.addEventListener("visibilitychange", () => {
    source?.close();
    if (!document.hidden) open();
  });
  open();
}
