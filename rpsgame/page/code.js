// The code by which this tab comes back to its seat: kept through a reload, for as long as it is of use.

const KEY = "rpsgame-code";
const NO_SEAT = new Set(["left", "timed out", "kicked", "banned"]); // the good-byes after which none is kept
const DIGITS = /^#?(\d{8})$/; // as people type it; the server wants the digits

let known = ""; // for a browser that keeps nothing for pages

export function kept() {
  try {
    return sessionStorage.getItem(KEY) || known;
  } catch {
    return known;
  }
}

// Learn from an event, or forget what is of no use any more.
export function heed(event) {
  if (event.event === "code" || event.event === "kept") keep(event.code);
  const over = event.event === "over" || event.event === "ended" || (event.event === "bye" && NO_SEAT.has(event.why));
  if (over || event.code === "wrong code") keep("");
}

// The digits of what somebody has typed, or nothing.
export function digits(typed) {
  const found = DIGITS.exec(typed.replaceAll(" ", ""));
  return found ? found[1] : "";
}

function keep(code) {
  known = code;
  try {
    if (code) sessionStorage.setItem(KEY, code);
    else sessionStorage.removeItem(KEY);
  } catch { /* the browser keeps nothing; a reload is a new guest then */ }
}
