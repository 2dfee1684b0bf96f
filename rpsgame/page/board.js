// Draws what a view says; the elements are those of index.html.

import { now, who, word } from "./words.js";

const at = (id) => document.getElementById(id);
const big = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const DRAWN = new Set(["rock", "paper", "scissors", "lizard", "spock"]);
const SOON = 5; // seconds: from here on the clock is told loudly
const SVG = "http://www.w3.org/2000/svg";

// Make an element; children are elements or text.
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// The drawing of a throw; one that nobody has drawn is its word, or its key where there is little room.
export function hand(view, key, text = word(view, key)) {
  const called = word(view, key).toLowerCase();
  if (!DRAWN.has(called)) return make("span", { class: text.length > 1 ? "word" : "letter" }, text);
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  svg.setAttribute("viewBox", "0 0 100 100");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#hand-${called}`);
  svg.append(use);
  return svg;
}

// The buttons of the throws, once a game is known.
export function throwButtons(view, press) {
  at("throws").replaceChildren(...Object.entries(view.throws).map(([key, called]) => {
    const button = make("button", { type: "button", "data-key": key, "aria-pressed": "false" });
    button.append(hand(view, key, key), make("span", { class: "word" }, called), make("kbd", { "aria-hidden": "true" }, key));
    button.addEventListener("click", () => press(key));
    return button;
  }));
  const drawn = Object.keys(view.throws).map((key) => hand(view, key)).filter((drawing) => drawing.tagName === "svg");
  at("more").open = drawn.length < Object.keys(view.throws).length; // a game that needs its rules read
  at("hero").replaceChildren(...drawn.slice(0, 3));
  at("rules").replaceChildren(...view.hello.rules.map((rule) => make("li", {}, rule)));
}

// Draw all of it. *actions* are what one can do now: the text, the key, and what it does.
export function draw(view, shown, actions, phrases) {
  const [headline, detail, tone] = now(view, shown);
  document.body.dataset.phase = view.phase;
  put(at("headline"), headline);
  at("headline").className = tone;
  put(at("detail"), detail);
  put(at("you"), view.returning ? "" : view.you);
  put(at("code"), view.code);
  at("coming-back").hidden = !view.code || !view.playing;
  document.title = `${headline} - ${at("game").textContent}`;
  at("hero").hidden = Boolean(view.names);
  drawBoard(view, shown);
  drawThrows(view);
  buttons(at("actions"), actions);
  buttons(at("phrases"), phrases);
  at("phrases").hidden = !phrases.length;
  drawRows(view);
  drawClock(view);
}

export function drawClock(view) {
  const left = view.left();
  const all = view.seconds || (view.waits && view.waits.seconds);
  at("clock").hidden = left === null || !all || view.typing;
  if (at("clock").hidden) return;
  at("clock").classList.toggle("soon", left <= SOON && view.playing);
  at("rest").setAttribute("width", String(Math.min(100, (100 * left) / all)));
  put(at("seconds"), `${Math.ceil(left)} s`);
}

function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function drawBoard(view, shown) {
  at("board").hidden = !view.names;
  if (!view.names) return;
  for (const side of [0, 1]) {
    const name = big(side === 0 && view.player !== null ? "you" : view.names[side]) + number(view, side);
    put(at(`name-${side}`), name);
    put(at(`wins-${side}`), String(view.wins[side]));
    const pips = view.need <= 10 ? Array.from({ length: view.need }, (_, n) => (n < view.wins[side] ? "pip won" : "pip")) : [];
    at(`pips-${side}`).replaceChildren(...pips.map((look) => make("span", { class: look })));
  }
  put(at("need"), view.need ? `first to ${view.need}` : "");
  drawCards(view, shown || (view.playing ? null : view.last));
}

// Which player a side is, where the rules call them by numbers.
function number(view, side) {
  if (!view.hello.rules.some((rule) => /\bplayer [01]\b/i.test(rule))) return "";
  return ` (player ${view.player === 1 ? 1 - side : side})`;
}

function drawCards(view, last) {
  for (const side of [0, 1]) {
    const card = at(`card-${side}`);
    const [state, look] = last ? [last.both[side], won(last.winner, side)] : thinking(view, side);
    const is = `${view.n} ${state} ${look}`;
    if (card.dataset.is === is) continue;
    card.dataset.is = is;
    card.className = `card ${side ? "right " : ""}${look}`;
    if (state in view.throws) card.replaceChildren(hand(view, state));
    else if (state === "thinks") card.replaceChildren(make("span", { class: "dots" }, make("i"), make("i"), make("i")));
    else card.replaceChildren(state);
  }
}

// What a card shows before both have thrown.
function thinking(view, side) {
  if (!view.playing) return ["", ""];
  if (side === 0) return view.thrown ? [view.thrown, "full"] : ["your throw", ""];
  if (view.theyHaveThrown) return ["has thrown", "full"];
  return [view.away.includes("they") ? "line lost" : "thinks", ""];
}

function won(winner, side) {
  if (winner === null) return "full shown";
  return winner === side || winner === ["you", "they"][side] ? "won shown" : "lost shown";
}

function drawThrows(view) {
  at("throws").hidden = !view.playing;
  for (const button of at("throws").children) button.setAttribute("aria-pressed", String(button.dataset.key === view.thrown));
}

// Buttons stay the same elements for as long as they say the same, so that the keyboard's focus stays where it is.
function buttons(place, wanted) {
  const is = wanted.map(({ text, key }) => `${text} ${key}`).join("\n");
  if (place.dataset.is === is) return;
  place.dataset.is = is;
  place.replaceChildren(...wanted.map(({ text, key, look, act }) => {
    const button = make("button", { type: "button", class: look || "" }, text);
    if (key) button.append(make("kbd", { "aria-hidden": "true" }, key));
    button.addEventListener("click", act);
    return button;
  }));
}

const SIGN = { won: "won", lost: "lost", tie: "tie" };

function drawRows(view) {
  at("rows").hidden = !view.games.length;
  const first = Math.max(0, (view.playing ? view.n - 1 : view.n) - view.games.length);
  const is = `${view.names} ${first} ${view.games.length}`;
  if (at("rows").dataset.is === is) return;
  at("rows").dataset.is = is;
  const mine = view.player !== null;
  const heads = [["row-n", "Game"], ["row-0", mine ? "You" : who(view, 0)], ["row-1", who(view, mine ? "they" : 1)], ["row-who", mine ? "Result" : "Won by"]];
  for (const [id, text] of heads) at(id).replaceChildren(make("th", { scope: "row" }, big(text)));
  view.games.forEach(([mineKey, theirs, winner], n) => {
    at("row-n").append(make("th", { scope: "col" }, String(first + n + 1)));
    for (const [id, key] of [["row-0", mineKey], ["row-1", theirs]]) {
      const cell = make("td", {}, hand(view, key, key));
      if (cell.firstChild.tagName === "svg") cell.append(make("span", { class: "unseen" }, word(view, key)));
      at(id).append(cell);
    }
    const how = winner === null ? "tie" : winner === "you" ? "won" : winner === "they" ? "lost" : who(view, winner);
    at("row-who").append(make("td", { class: SIGN[how] || "" }, how));
  });
  at("rows-scroll").scrollLeft = at("rows-scroll").scrollWidth;
}
