// How one gets a name, proves it, changes it or gives it up. The browser shows the key as long as it has it.

import { note } from "./log.js";
import { isName, keep, known } from "./name.js";
import { nameError, naming } from "./name_words.js";

const AGAIN = 10000; // milliseconds after which the server is told once more that somebody types
const COPIED = 2500; // milliseconds that it is said that the key is copied
const REFUSALS = new Set(["no name", "name taken", "key needed", "wrong key", "name taken away", "not your name", "no records",
  "no more names", "no more keys", "after the match"]);
const KEY = /^[a-np-z1-9]{16}$/i; // a key without its dashes, which must never become a name
const OFFERED = new Set(["waiting", "watching", "asked"]); // the phases in which a name can be chosen

const at = (id) => document.getElementById(id);

let open = false;
let needsKey = ""; // the name whose key is asked for
let refused = ""; // why the last line was
let doubt = ""; // what has to be confirmed: "forget" or "quit"
let fresh = null; // a name and its key that nobody has noted yet
let typed = ""; // the key that was typed last
let told = -Infinity; // when the server was told that somebody types
let proved = false; // whether the key was sent by itself on this connection
let tools = null;

// *given* has view(), send(message), redraw() and leave(), which comes back as a stranger.
export function setUp(given) {
  tools = given;
  at("name-open").addEventListener("click", () => (open ? shut() : openNaming()));
  at("name-cancel").addEventListener("click", shut);
  at("name-form").addEventListener("submit", submit);
  at("name-typed").addEventListener("input", () => say());
  at("name-form").addEventListener("keydown", (event) => { if (event.key === "Escape") shut(); });
  at("name-show").addEventListener("click", () => change(() => { fresh = known(); }, "key-copy"));
  at("name-quit").addEventListener("click", () => change(() => { doubt = "quit"; }, "confirm-no"));
  at("name-forget").addEventListener("click", () => change(() => { doubt = "forget"; }, "confirm-no"));
  at("confirm-no").addEventListener("click", () => change(() => { doubt = ""; }, "name-open"));
  at("confirm-yes").addEventListener("click", confirmed);
  at("key-copy").addEventListener("click", copy);
  at("key-done").addEventListener("click", () => change(() => { fresh = null; }, "headline"));
}

// There is another connection.
export function begin() {
  proved = false;
  told = -Infinity;
}

// Come in under the name that this browser has.
export function prove() {
  const view = tools.view();
  if (!known() || proved || isName(view.you) || !view.hello.messages.includes("key")) return;
  proved = true;
  view.returning = "name";
  tools.send({ key: known().key });
}

// Nobody has the key any more that was sent by itself, or it was not the time for it.
export function notProved(event) {
  const { code } = event;
  if (code === "wrong key") {
    note(`You are not known as ${known().name || "before"} any more: the name was given up elsewhere. You go on without one.`, "error");
    keep(null);
  } else if (code === "name taken away") {
    note("The operator has taken your name away. You can choose another one.", "error");
  } else {
    proved = false; // and it is sent again after the next match
    if (REFUSALS.has(code) && code !== "after the match") note(nameError(event), "error");
  }
}

const offersName = (view) => !view.returning && !view.bye && Boolean(view.hello?.messages.includes("name")) && OFFERED.has(view.phase);

// The key for a name, where it is no throw; as by telnet.
const nameKey = (view) => ["n", "@"].find((key) => !(key in view.throws)) || "";
export const nameActions = (view, online) => (online && offersName(view) ? [{ key: nameKey(view), act: openNaming }] : []);

// Whether an event is answered by what is shown here, and is no line of the log.
export const isAboutName = (event) => event.event === "own key" || (event.event === "error" && REFUSALS.has(event.code));

function openNaming() {
  change(() => { open = true; }, "name-typed");
  say(true);
}

// Learn from an event.
export function heedName(event) {
  if (event.event === "own key") {
    fresh = { name: event.name, key: event.key };
    keep(fresh);
  } else if (event.event === "named") {
    const key = typed || known()?.key;
    if (key) keep({ name: event.name, key });
    [open, needsKey, refused, typed] = [false, "", "", ""];
    at("name-typed").value = "";
  } else if (event.event === "unnamed") {
    keep(event.why === "forgotten" || !known() ? null : { ...known(), name: "" }); // the key still proves their record
    [open, doubt, fresh] = [event.why !== "forgotten" && open, "", null];
  } else if (event.event === "error" && REFUSALS.has(event.code)) {
    if (event.code === "name taken away") keepTyped();
    refused = open ? nameError(event) : "";
    needsKey = event.code === "key needed" ? event.name : event.code === "wrong key" ? needsKey : "";
    typed = "";
    if (event.code === "key needed") at("name-typed").value = "";
    if (open) say(true);
  } else if (event.event === "asked" && open) {
    say(true);
  }
}

// The typed key is right, though its name is gone.
function keepTyped() {
  if (typed) keep({ name: "", key: typed });
}

export function drawNaming(view, online) {
  const offered = online && offersName(view);
  const named = isName(view.you);
  view.typing = offered && open;
  at("name-key-hint").textContent = nameKey(view);
  at("naming").hidden = !offered && !fresh;
  at("name-open").hidden = !offered || open || Boolean(doubt);
  at("name-open").setAttribute("aria-expanded", String(open));
  at("name-panel").hidden = !offered || !open || Boolean(doubt);
  at("name-own").hidden = !named;
  at("name-show").hidden = at("name-quit").hidden = !known();
  at("name-key").hidden = !fresh || Boolean(doubt);
  at("name-confirm").hidden = !doubt || !offered;
  for (const [id, text] of Object.entries(naming({ view, named, needsKey, refused, doubt, fresh, mine: known() }))) {
    if (at(id).textContent !== text) at(id).textContent = text;
  }
}

// Change what is to be seen, and put the focus on an element of it.
function change(how, focus) {
  how();
  if (doubt) say(true);
  tools.redraw(() => { if (at(focus).offsetParent) at(focus).focus(); });
}

function shut() {
  change(() => { [open, needsKey, refused] = [false, "", ""]; }, "name-open");
  at("name-typed").value = "";
  told = -Infinity;
  tools.send({ typing: false });
}

// Let the server know that somebody types, now and then, so that no match begins meanwhile.
function say(now = false) {
  if (!now && performance.now() < told + AGAIN) return;
  told = performance.now();
  tools.send({ typing: true });
}

function submit(event) {
  event.preventDefault();
  const line = at("name-typed").value.trim();
  if (!line) return;
  const key = line.includes("-") || KEY.test(line);
  typed = key ? line : "";
  tools.send(key ? { key: line } : { name: line });
  if (key) at("name-typed").value = ""; // it is nobody's business who looks on
}

function confirmed() {
  if (doubt === "forget") {
    tools.send({ forget: tools.view().you });
  } else {
    keep(null);
    tools.leave();
  }
  change(() => { [doubt, open, fresh] = ["", false, null]; }, "headline");
}

// A page that came by plain http from elsewhere has no clipboard, but may copy what is selected.
async function copy() {
  try {
    await navigator.clipboard.writeText(fresh.key);
  } catch {
    getSelection().selectAllChildren(at("key"));
    document.execCommand("copy");
  }
  at("key-copy").textContent = "Copied";
  setTimeout(() => { at("key-copy").textContent = "Copy the key"; }, COPIED);
}
