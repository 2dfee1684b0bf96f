// The log: what has happened, line by line, for whoever reads or listens.

import { make } from "./board.js";

const LINES = 80; // that are kept

const log = document.getElementById("log");

export function note(text, kind) {
  if (!text || log.lastChild?.textContent === text) return;
  log.append(make("p", { class: kind.replaceAll(" ", "-") }, text));
  while (log.children.length > LINES) log.firstChild.remove();
  log.scrollTop = log.scrollHeight;
}
