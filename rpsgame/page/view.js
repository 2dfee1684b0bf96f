// What a guest has been told, folded: each event of docs/json.rst changes it. Nothing here draws, or makes a sentence.

export const KEPT = 40; // games of a match, as the server keeps them

const now = () => performance.now() / 1000;

export class View {
  constructor() {
    this.hello = null; // what is so for as long as the connection lasts
    this.you = "";
    this.phase = "connecting";
    this.muted = false;
    this.bye = null;
    this.code = ""; // by which they come back to this match, as people type it
    this.kept = false; // whether the match goes on when the server is back
    this.returning = ""; // "code" or "name", whichever is sent and not answered yet
    this.typing = false; // whether somebody types a name
    this.begin("connecting", null, null);
  }

  get playing() { return this.phase === "playing"; }
  get watching() { return this.phase === "watching"; }
  get throws() { return this.hello ? this.hello.throws : {}; }

  // The seconds that are left of what is timed, or null.
  left() { return this.until === null ? null : Math.max(0, this.until - now()); }

  // Take in an event.
  see(event) {
    const take = TAKE[event.event];
    if (take) take(this, event);
  }

  begin(phase, player, names) {
    Object.assign(this, { phase, player, names, games: [], n: 0, wins: [0, 0], need: 0, seconds: null, over: null });
    Object.assign(this, { last: null, gamesLeft: null, lastMatch: false, away: [] });
    this.wait(null);
    this.next();
  }

  next() {
    Object.assign(this, { thrown: null, theyHaveThrown: false });
    this.time(this.seconds);
  }

  time(seconds) { this.until = seconds === null || seconds === undefined ? null : now() + seconds; }

  wait(event) { Object.assign(this, { waits: event, may: new Set(event ? event.may : []), place: null, line: null, declined: null }); }
}

const TAKE = {
  hello(view, event) { view.hello = event; },

  state(view, event) {
    const { phase, names, player, games, wins, need, n, seconds, thrown, muted, away } = event;
    const game = games.at(-1);
    const last = game ? { both: game.slice(0, 2), winner: game[2] } : null;
    view.begin(phase, player, names);
    for (const waits of event.waits) view.see(waits);
    Object.assign(view, { phase, games, wins, need, n, seconds, thrown, muted, away, last, you: event.you || "" });
    if (!event.code || !view.code.endsWith(event.code)) view.code = event.code || "";
    view.theyHaveThrown = event.they_have_thrown;
    if (!view.waits || view.playing || view.watching) view.time(event.left);
  },

  waiting(view, event) {
    if (event.for === "answer") view.phase = "waiting";
    else view.begin("waiting", null, null); // of the last match nothing is to be seen any more
    view.wait(event);
    view.time(event.seconds);
  },

  offered(view, event) {
    for (const what of event.may) view.may.add(what);
    if (view.phase === "over") view.phase = "waiting";
  },

  place(view, event) { view.place = event.place; },
  line(view, event) { view.line = event.guests; },

  match(view, event) {
    view.begin(event.player === null ? "watching" : "playing", event.player, event.names);
    view.need = event.need;
  },

  watching(view, event) {
    view.begin("watching", null, event.names);
    view.need = event.need;
    view.may = new Set(["watch"]);
  },

  game(view, event) {
    Object.assign(view, { n: event.n, wins: event.wins, need: event.need, seconds: event.seconds });
    view.next();
  },

  thrown(view, event) {
    if (event.who === "you") view.thrown = event.throw;
    else view.theyHaveThrown = true;
  },

  clock(view, event) { view.time(event.left); },

  result(view, event) {
    const both = event.throws || [event.you, event.they];
    view.games = [...view.games, [...both, event.winner]].slice(-KEPT);
    view.last = { n: event.n, both, winner: event.winner };
    view.wins = event.wins;
    view.n = event.n;
    view.time(null);
  },

  score(view, event) { view.wins = event.wins; },
  muted(view, event) { view.muted = event.muted; },

  over(view, event) {
    Object.assign(view, { phase: "over", over: event, wins: event.wins, away: [], code: "" });
    view.may = new Set();
    view.time(null);
  },

  asked(view, event) {
    view.phase = "asked";
    view.wait(event);
    view.time(null);
  },

  declined(view, event) { view.declined = event.name; },

  code(view, event) { view.code = event.typed; },

  kept(view) { view.kept = true; },

  away(view, event) {
    if (!view.away.includes(event.who)) view.away = [...view.away, event.who];
    if (event.left !== null) view.time(event.left);
    else if (view.names && view.names.includes("the house")) view.time(null); // where the clock stands
  },

  back(view, event) {
    view.away = view.away.filter((side) => side !== event.who);
    if (event.left !== null) view.time(event.left);
  },

  down(view) {
    view.away = view.names && view.names.includes("the house") ? ["you"] : ["you", "they"];
    view.time(null);
  },

  you(view, event) { Object.assign(view, { you: event.name, returning: "" }); },
  named(view, event) { Object.assign(view, { you: event.name, returning: "" }); },
  unnamed(view, event) { view.you = event.you; },
  ended(view) { view.returning = ""; },
  error(view) { view.returning = ""; },

  bye(view, event) {
    Object.assign(view, { phase: "over", bye: event, returning: "" });
    view.time(null);
  },
};
TAKE["games left"] = (view, event) => { view.gamesLeft = event; };
TAKE["last match"] = (view) => { view.lastMatch = true; };
TAKE["not last"] = (view) => { view.lastMatch = false; };
