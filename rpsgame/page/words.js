// The sentences of the page: what is to be done now, and what has happened.

const big = (text) => text.charAt(0).toUpperCase() + text.slice(1);
export const plural = (n, what) => `${n} ${what}${n === 1 ? "" : "s"}`;
const list = (words) => words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;

export const word = (view, key) => view.throws[key] || key;
const other = (view) => (view.names ? view.names[1] : "the other player");

// The name of "you", "they", 0 or 1, as the subject of a sentence.
export function who(view, side) {
  if (side === "you") return "you";
  return view.names ? view.names[side === "they" ? 1 : side] : "a player";
}

const verb = (side, plain, third) => (side === "you" ? plain : third);

// What a throw does to another, as the rules have it: "beats"; "" where they do not say.
function deed(rules, won, lost) {
  for (const rule of rules) {
    if (!rule.toLowerCase().startsWith(`${won} `)) continue;
    let does = "";
    for (const part of rule.slice(won.length + 1).replace(/[.!]$/, "").split(/, and | and |, /)) {
      const words = part.split(" ");
      if (words.length > 1) does = words[0];
      if (words.at(-1) === lost) return does;
    }
  }
  return "";
}

// How a game went, as "Paper beats rock: you win."
export function result(view, { both, winner }) {
  const [first, second] = both.map((key) => word(view, key));
  const ends = winner === null ? "nobody wins" : `${who(view, winner)} ${verb(winner, "win", "wins")}`;
  if (first === second) return `Both throw ${first}: ${ends}.`;
  const [won, lost] = winner === "they" || winner === 1 ? [second, first] : [first, second];
  const does = winner === null ? "" : deed(view.hello.rules, won, lost);
  return does ? `${big(won)} ${does} ${lost}: ${ends}.` : `${big(first)} against ${second}: ${ends}.`;
}

const ENDS = {
  left: (gone) => `${gone} left`,
  "timed out": (gone) => `${gone} did not throw in time`,
  "not back": (gone) => `${gone} did not come back`,
  "neither back": () => "nobody came back",
  "both timed out": () => "neither of you threw in time",
  "cut off": () => "the server is stopping",
  fault: () => "a fault of the server ended it, and you did nothing wrong",
};

// How a match ended: the headline, and more.
export function over(view, { ending, winner, gone, wins }) {
  const score = `${wins[0]} to ${wins[1]}`;
  if (ending !== "played") {
    const why = (ENDS[ending] || (() => ending))(gone === null ? "the other player" : who(view, gone));
    return ["The match is over", `${big(why)}. It stood ${score}.`];
  }
  if (winner === "you") return ["You have won the match", `${big(score)} against ${other(view)}.`];
  if (winner === "they") return ["You have lost the match", `${big(score)} against ${other(view)}.`];
  return [`${big(who(view, winner))} has won the match`, `It ended ${score}.`];
}

// How a match ended that was over when its player came back: as telnet has it.
function ended({ name, ending, winner, gone, wins }) {
  const whom = winner === "you" || gone === "you" ? "you" : name;
  const how = ending === "played" ? `${whom} won` : (WAS[ending] || ENDS[ending] || (() => ending))(whom);
  return `Your match with ${name} is over: ${wins ? `${wins[0]} - ${wins[1]}, ` : ""}${how}.`;
}

const WAS = { "cut off": () => "it was cut off", fault: () => "a fault of the server has ended it" };

const BYE = {
  left: "You have left",
  "timed out": "You did not throw in time",
  full: "The house is full",
  "too many": "Too many guests have come from your address",
  host: "There is a host already",
  closed: "The house is closed",
  stopping: "The server is stopping",
  kicked: "The operator has put you out",
  banned: "Nobody may come in from your address",
  "other line": "You play somewhere else now",
};
const BYE_MORE = {
  left: "Thank you for playing.",
  "timed out": "You had to leave the match. Come back whenever you like.",
  full: "This page tries again by itself.",
  "too many": "This page tries again by itself.",
  stopping: "This page comes back as soon as the server does.",
  "other line": "Your code or your name was used there, and this page has no seat any more.",
};

// What is to be done now: the headline, what there is to say besides, and how it is meant.
export function now(view, shown) {
  if (view.bye) return [BYE[view.bye.why] || "Good-bye", BYE_MORE[view.bye.why] || "", ""];
  if (view.returning === "name") return ["Welcome back", "One moment, please.", ""];
  if (view.returning) return ["Coming back", "You get your seat again, if it is still kept.", ""];
  if (shown) return [result(view, shown), nextThrow(view), outcome(shown.winner)];
  const say = NOW[view.phase] || NOW.arriving;
  return say(view);
}

const outcome = (winner) => ({ you: "won", they: "lost" })[winner] || "";
const keys = (view) => list(Object.values(view.throws));
const nextThrow = (view) => (view.playing ? `Next throw: ${keys(view)}?` : "");

function last(view) {
  return view.lastMatch ? " This match is the last." : "";
}

const NOW = {
  arriving: () => ["Connecting", "One moment, please.", ""],

  playing(view) {
    const they = big(other(view));
    const lost = view.away.includes("they") ? `The line to ${other(view)} is lost. ` : "";
    if (view.thrown && view.theyHaveThrown) return [`You throw ${word(view, view.thrown)}.`, "Both have thrown.", ""];
    if (view.thrown) return [`You throw ${word(view, view.thrown)}`, `${lost || `${they} is thinking. `}You may still change your throw.${last(view)}`, ""];
    const ask = view.theyHaveThrown ? `${they} has thrown and waits for you.` : `Press ${keys(view)}.`;
    return ["Your throw", lost + ask + last(view), ""];
  },

  watching(view) {
    const [first, second] = view.names || ["", ""];
    const left = view.gamesLeft;
    const games = left ? ` ${left.least === left.most ? plural(left.least, "game") : `${left.least} to ${left.most} games`} at most.` : "";
    return [`You watch ${first} against ${second}`, view.last ? result(view, view.last) : `You see each throw when both have thrown.${games}`, ""];
  },

  waiting(view) {
    const waits = view.waits ? view.waits.for : "";
    const left = view.left();
    const seconds = left === null ? null : Math.ceil(left);
    const place = view.place ? ` You are number ${view.place} in the line.` : "";
    if (view.typing) return ["Your name", "No match begins meanwhile.", ""];
    if (view.over && !waits) return [...over(view, view.over), ""];
    if (waits === "answer") return [`You play again when ${view.waits.name} wants it too`, `Waiting for ${view.waits.name}.`, ""];
    if (waits === "host") return ["Please wait for the host", `The host plays one guest after another.${place}`, ""];
    const declined = view.declined ? `${big(view.declined)} does not want another match. ` : "";
    if (waits === "house" && seconds !== null) {
      const soon = seconds > 0 ? `The house plays you in ${plural(seconds, "second")}, unless another guest comes.` : "The house plays you now.";
      return ["Nobody else is here yet", declined + soon, ""];
    }
    if (waits === "house") return ["You are next", `${declined}Another guest plays the house, and then you.`, ""];
    return ["Nobody else is here yet", `${declined}You play the next guest who comes.${place}`, ""];
  },

  asked(view) {
    const [head, more] = view.over ? over(view, view.over) : ["The match is over", ""];
    return [head, `${more} Another match?`.trim(), view.over ? outcome(view.over.winner) : ""];
  },

  over(view) {
    if (!view.over) return ["One moment, please", "", ""];
    return [...over(view, view.over), outcome(view.over.winner)];
  },
};

const left = (seconds) => (seconds === null ? "" : `, ${plural(seconds, "second")} left`);

// An event as a line of the log, or nothing where it says nothing new there.
export function line(view, event) {
  const say = LINES[event.event];
  return say ? say(view, event) : "";
}

const WAITING = { // what a wait is for
  house: (event) => event.seconds === null ? "Another guest plays the house, and then you." : `The house plays you in ${plural(event.seconds, "second")}, unless another guest comes.`,
  guest: () => "You play the next guest who comes.",
  host: () => "You wait for the host.",
  answer: (event) => `You play again when ${event.name} wants it too.`,
};

const LINES = {
  hello: (view, event) => `This is ${event.game}, best of ${event.best_of}.`,
  waiting: (view, event) => (WAITING[event.for] || (() => ""))(event),
  place: (view, event) => `You are number ${event.place} in the line.`,
  line: (view, event) => `${plural(event.guests, "guest")} in the line.`,
  match: (view, event) => event.player === null ? `Now ${event.names[0]} plays ${event.names[1]}.` : `You play ${event.names[1]}. ${plural(event.need, "game")} to win.`,
  watching: (view, event) => `You watch ${event.names[0]} against ${event.names[1]}.`,
  game: (view, event) => `Game ${event.n}. Your throw: ${keys(view)}?`,
  thrown: (view, event) => event.who === "you" ? `You throw ${word(view, event.throw)}.` : `${big(other(view))} has thrown.`,
  clock: (view, event) => event.left === 5 || event.left === 10 ? `${event.who === "you" ? "You have" : `${big(who(view, event.who))} has`} ${plural(event.left, "second")} left.` : "",
  result: (view, event) => `${result(view, { both: event.throws || [event.you, event.they], winner: event.winner })} It stands ${event.wins[0]} to ${event.wins[1]}.`,
  score: (view, event) => `It stands ${event.wins[0]} to ${event.wins[1]}.`,
  streak: (view, event) => `${big(who(view, event.who))} ${verb(event.who, "have", "has")} won ${event.games} games in a row.`,
  said: (view, event) => event.who === "you" ? `You say: ${event.phrase}` : `${big(who(view, event.who))} says: ${event.phrase}`,
  muted: (view, event) => event.muted ? "You do not hear the other player any more." : "You hear the other player again.",
  over: (view, event) => over(view, event).join(". ").replace("..", "."),
  remark: (view, event) => event.text,
  notice: (view, event) => `The operator says: ${event.text}`,
  asked: () => "Another match?",
  declined: (view, event) => `${big(event.name)} does not want another match.`,
  told: (view, event) => event.text,
  error: (view, event) => event.text,
  away: (view, event) => `${event.within === null ? `The line to ${who(view, event.who)} is lost` : `${big(who(view, event.who))} is not back yet`}${left(event.left === null ? event.within : event.left)}.`,
  back: (view, event) => `${big(who(view, event.who))} ${verb(event.who, "are", "is")} back${left(event.left)}.`,
  you: (view, event) => `You are ${event.name} again.`,
  named: (view, event) => `You are ${event.name} now.`,
  unnamed: (view, event) => `${event.why === "forgotten" ? "All that was known of you is deleted" : "The operator has taken your name away"}. You are ${event.you} now.`,
  down: () => "The server was down. The match goes on when its players are back.",
  ended: (view, event) => ended(event),
  kept: () => "Your match goes on when the server is back.",
  bye: (view, event) => `${BYE[event.why] || "Good-bye"}.`,
};
LINES["match point"] = (view, event) => `Match point for ${event.who.map((side) => who(view, side)).join(" and ")}.`;
LINES["games left"] = (view, event) => `Games left: ${event.least === event.most ? event.least : `${event.least} to ${event.most}`}.`;
LINES["last match"] = (view, event) => `This match is the last.${event.seconds === null ? "" : ` It has ${plural(event.seconds, "second")}.`}`;
LINES["not last"] = () => "This match is not the last: the house opens again.";
