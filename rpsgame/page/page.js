// The page: a connection that comes back by itself, the keys and the buttons, and the log.

import { draw, drawClock, throwButtons } from "./board.js";
import { digits, heed, kept } from "./code.js";
import { note } from "./log.js";
import { known } from "./name.js";
import { begin, drawNaming, heedName, isAboutName, nameActions, notProved, prove, setUp } from "./naming.js";
import { View } from "./view.js";
import { line } from "./words.js";

const FIRST_DELAY = 0.5; // seconds before it tries again, doubled each time
const LONGEST_DELAY = 30;
const SHOW = 1800; // milliseconds that the end of a game is shown, unless one throws before
const HEARD = 5000; // milliseconds that what the other player says is shown
const TO_READ = 1100; // milliseconds
const ADMITTED = new Set(["waiting", "match", "watching", "you"]); // events that only those hear for whom there is room
const GOOD_BYE = 1000; // the one closing code after which nobody comes back by themselves

const at = (id) => document.getElementById(id);

let view = new View();
let socket = null;
let attempts = 0;
let retrying = 0; // the timer by which it tries again
let byHand = false; // whether somebody has typed the code that was sent last
let askedAt = 0; // when another match was offered, in performance.now()'s milliseconds
let retry = null; // when it tries again, in performance.now()'s milliseconds
let shown = null; // the game whose end is shown
let hide = 0;
let silence = 0;

// The connection

function connect() {
  clearTimeout(retrying);
  retry = null;
  view = new View();
  begin();
  const address = new URL(known() ? "play?named=1" : "play", location.href); // so that nobody is seated before the key is read
  address.protocol = address.protocol.replace("http", "ws");
  socket = new WebSocket(address);
  socket.addEventListener("message", (message) => hear(JSON.parse(message.data)));
  socket.addEventListener("close", lost);
  redraw();
}

function lost({ code }) {
  socket = null;
  const bye = view.bye;
  view.phase = "over";
  if (!bye && code !== GOOD_BYE) view.begin("connecting", null, null);
  if (code !== GOOD_BYE) {
    const delay = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** attempts) * (0.5 + Math.random());
    attempts += 1;
    retry = performance.now() + 1000 * delay;
    if (!bye) note("The connection is lost. This page tries again by itself.", "error");
    retrying = setTimeout(connect, 1000 * delay);
  }
  redraw();
}

function send(message) {
  if (socket && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}

// Take the seat again whose code this is; what comes before the answer is of no interest.
function comeBack(code, typed) {
  view.returning = "code";
  byHand = typed;
  send({ code });
}

function hear(event) {
  const proves = view.returning === "name";
  const mine = proves && event.event === "error";
  view.see(event);
  heed(event);
  heedName(event);
  if (event.event === "hello") {
    at("game").textContent = title(event.game);
    throwButtons(view, (key) => throwIt(key));
    if (kept()) comeBack(kept(), false);
    else prove();
  }
  if (mine) notProved(event);
  if (event.event === "over" || (event.event === "error" && event.code.endsWith("codes")) || event.code === "wrong code") prove();
  if (ADMITTED.has(event.event)) attempts = 0;
  if (event.event === "asked") askedAt = performance.now();
  if (event.event === "result") show(view.last);
  if (event.event === "said" && event.who !== "you") speak(event.phrase);
  if (event.event === "match" || event.event === "watching" || event.event === "over" || event.event === "you") show(null);
  if (event.event === "match") speak("");
  if (event.code === "wrong code" && !byHand) note("The match that you were in is over.", "error");
  else if (proves && event.event === "named") note(`Welcome back, ${event.name}.`, "named");
  else if (mine || isAboutName(event)) redraw();
  else if (!view.returning && (event.event !== "hello" || !at("log").hasChildNodes())) note(line(view, event), event.event);
  redraw();
}

const title = (game) => game.charAt(0).toUpperCase() + game.slice(1);

// What one can do

// The server takes no answer before the question could be read, so one that comes too soon waits.
function again() {
  setTimeout(send, Math.max(0, askedAt + TO_READ - performance.now()), { again: true });
}

function leave() {
  send({ leave: true });
}

function throwIt(key) {
  show(null);
  send({ throw: key });
}

function show(game) {
  clearTimeout(hide);
  shown = game;
  if (game) hide = setTimeout(() => { shown = null; redraw(); }, SHOW);
}

function speak(phrase) {
  clearTimeout(silence);
  at("said").textContent = phrase;
  at("said").hidden = !phrase;
  if (phrase) silence = setTimeout(speak, HEARD, "");
}

function actions() {
  const { may, phase, bye } = view;
  if (!socket) return retry === null ? [{ text: "Come back", key: "Enter", look: "first", act: connect }] : [{ text: "Try now", key: "Enter", look: "first", act: connect }];
  if (bye || view.returning || view.typing || phase === "connecting" || phase === "arriving") return [];
  const found = [];
  if (phase === "asked") found.push({ text: "Another match", key: "Enter", look: "first", act: again });
  if (may.has("start")) found.push({ text: phase === "watching" ? "Play the house" : "Start now", key: "Enter", look: "first", act: () => send({ start: true }) });
  if (phase === "watching") found.push({ text: "Another match", key: "w", act: () => send({ watch: true }) });
  else if (may.has("watch")) found.push({ text: "Watch a match", key: "w", act: () => send({ watch: true }) });
  return found;
}

const stays = () => socket !== null && !view.bye && view.hello !== null;
function phrases() {
  if (!socket || view.bye || !view.hello || !["playing", "asked"].includes(view.phase)) return [];
  if (view.names && view.names.includes("the house")) return [];
  const taken = new Set([...Object.keys(view.throws), "q", "t", "w", "m"]); // so they are g, h, a and o, as by telnet
  const found = view.hello.phrases.map((phrase) => {
    const key = [...phrase.toLowerCase()].find((letter) => /[a-z]/.test(letter) && !taken.has(letter)) || "";
    taken.add(key);
    return { text: phrase, key, act: () => send({ say: phrase }) };
  });
  const mute = "m" in view.throws ? "" : "m";
  return [...found, { text: view.muted ? "Hear them again" : "Mute", key: mute, look: "mute", act: () => send({ mute: !view.muted }) }];
}

// The keys: those of the buttons that are to be seen, and no others

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || !at("single").checked) return;
  if (event.target.matches("input:not([type=checkbox])")) return; // where digits and letters are text
  const on = event.target.closest("button, input, summary");
  if (on && (event.key === "Enter" || event.key === " ")) return; // the element's own
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (view.playing && key in view.throws) {
    throwIt(key);
  } else {
    const found = [...actions(), ...phrases(), ...nameActions(view, socket !== null), ...(stays() ? [{ key: "q", act: leave }] : [])].find((action) => action.key === key);
    if (!found) return;
    found.act();
  }
  event.preventDefault();
});

// The drawing, once for all events of one moment

let due = false;
let then = null; // what is done when it is drawn

function redraw(afterwards) {
  if (typeof afterwards === "function") then = afterwards;
  if (due) return;
  due = true;
  queueMicrotask(() => {
    due = false;
    const focused = document.activeElement;
    drawNaming(view, socket !== null);
    draw(view, shown, actions(), phrases());
    at("leave").hidden = !stays();
    at("return").hidden = !stays() || view.playing || view.returning;
    then = then && void then();
    const gone = focused === document.activeElement && focused !== document.body && (!focused.isConnected || focused.offsetParent === null);
    if (gone) at("headline").focus({ preventScroll: true });
    tick();
  });
}

function tick() {
  if (view.until !== null) drawClock(view);
  if (view.phase === "waiting") draw(view, shown, actions(), phrases());
  if (retry !== null) {
    const seconds = Math.ceil((retry - performance.now()) / 1000);
    if (!view.bye) at("headline").textContent = "The connection is lost";
    const seat = kept() ? " Your seat is kept for a while." : "";
    at("detail").textContent = (seconds > 0 ? `This page tries again in ${seconds} second${seconds === 1 ? "" : "s"}.` : "Connecting again.") + seat;
  }
}

at("leave").addEventListener("click", leave);
at("return").addEventListener("submit", (event) => {
  event.preventDefault();
  const code = digits(at("typed").value);
  if (!code) return;
  comeBack(code, true);
  at("typed").value = "";
  redraw();
});
setUp({ view: () => view, send, redraw, leave: () => location.reload() });
setInterval(tick, 200);
connect();
