// The seats this phone has in games, and questions to the server about them. A code of a seat is kept here and sent in the
// body of a question, never in an address people see.
"use strict";
const Seats = (function () {
  const key = "donghanh.seats", most = 8; // games a phone remembers
  function all() {
    try {
      const list = JSON.parse(localStorage.getItem(key));
      return Array.isArray(list) ? list : [];
    } catch (e) { return []; } // what is there is not ours, or may not be read
  }
  function keep(list) {
    try { localStorage.setItem(key, JSON.stringify(list.slice(0, most))); return true; } catch (e) { return false; }
  }
  const but = (game) => all().filter((s) => s.game !== game);

  // ask sends JSON and answers {ok, status, said}; where that is asked for, after work. Without a network the promise fails.
  function ask(path, what) {
    return once(path, what).then((a) => {
      if (a.status !== 429 || !a.said.work || !what) return a;
      return new Promise((done) => { Hall.work(a.said.work, done); }).then((work) => ask(path, Object.assign({}, what, { work })));
    });
  }
  function once(path, what) {
    const how = what ? { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(what) } : {};
    how.credentials = "same-origin";
    return fetch(path, how).then((res) => res.json().then((said) => ({ ok: res.ok, status: res.status, said }), () => ({ ok: false, status: res.status, said: {} })));
  }
  // code makes a code for a new seat: 16 letters of base32, 80 bits.
  function code() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (b) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[b & 31]).join("");
  }
  return {
    of: (game) => all().find((s) => s.game === game),
    last: () => all()[0],
    take: (seat) => keep([seat].concat(but(seat.game))), // false: this browser keeps nothing
    drop: (game) => keep(but(game)),
    check: (seat) => ask("/play/" + seat.game + "/seat", { seat: seat.seat }),
    ask, code,
  };
})();
