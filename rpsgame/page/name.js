// The name that this browser has, with its key: kept for the next visit, until it is given up.

const STORED = "rpsgame-name";

let mine = stored(); // as it was when the page came: a name that another tab gets later is that tab's

function stored() {
  try {
    const found = JSON.parse(localStorage.getItem(STORED));
    return found && typeof found.key === "string" ? found : null;
  } catch {
    return null;
  }
}

// Return the name and its key, or null.
export const known = () => mine;

// Whether somebody is called so by a name of their own: only those have no space in them.
export const isName = (called) => /^[A-Za-z0-9]+$/.test(called);

// Keep a name and its key; null forgets them.
export function keep(name) {
  mine = name;
  try {
    if (name) localStorage.setItem(STORED, JSON.stringify(name));
    else localStorage.removeItem(STORED);
  } catch { /* the browser keeps nothing; the key must be typed next time */ }
}
