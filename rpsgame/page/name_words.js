// The sentences about names.

import { plural } from "./words.js";

const NO_NAME = {
  short: "A name has 3 characters at least.",
  long: "A name has 16 characters at most.",
  characters: "A name has letters from a to z and digits, and nothing else.",
  "digit first": "A name begins with a letter.",
  reserved: "The house calls others by this name.",
};
const REFUSED = {
  "no name": ({ why }) => NO_NAME[why],
  "name taken": ({ name }) => `Nobody else can have the name ${name}. Try another one.`,
  "key needed": () => "",
  "wrong key": () => "Nobody has this key. Look at it once more.",
  "name taken away": () => "The operator has taken your name away. Choose another one.",
  "no records": () => "Names cannot be looked up at the moment. Please try again later.",
  "no more names": ({ minutes }) => `Your address has chosen many names. Please try again in ${plural(minutes, "minute")}.`,
  "no more keys": ({ minutes }) => `Many wrong keys came from your address. Please try again in ${plural(minutes, "minute")}.`,
};

// Why a name or a key was refused.
export const nameError = (event) => (REFUSED[event.code] ? REFUSED[event.code](event) : event.text);

// What is said where a name is chosen, shown or given up, by the elements that say it.
export function naming({ view, named, needsKey, refused, doubt, fresh, mine }) {
  const label = named ? "Another name for you" : "A name, or the key of a name that is yours";
  const keeps = mine ? ` Its key is ${mine.key}: this browser forgets it, and without it nobody can be ${view.you} again.` : "";
  return {
    "name-open-text": named ? "Your name and key" : "Choose a name",
    "name-label": needsKey ? `${needsKey} belongs to somebody. Type the key, if that is you, or another name.` : label,
    "name-refused": refused,
    "name-help": "3 to 16 letters and digits. A name stays yours: you come back by it, here, by telnet and by ssh, and your matches count.",
    "confirm-text": doubt === "forget" ? `All that is known of ${view.you} is deleted for good: the name and its key, all ratings and results, and what the house has learnt of you. Those you have played keep their results, against somebody. Nobody can undo it.` : `You go on without a name.${keeps}`,
    "confirm-yes": doubt === "forget" ? "Delete all of it" : "Sign out",
    "confirm-no": doubt === "forget" ? "Keep it" : "Stay",
    "key-text": fresh ? `The key of ${fresh.name}:` : "",
    key: fresh ? fresh.key : "",
    "key-help": "Write it down. It proves that the name is yours, by telnet, by ssh or in another browser, and the server cannot tell it again. This browser remembers it.",
  };
}
