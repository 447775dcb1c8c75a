// A player's phone: what comes on the line becomes a page, what is tapped goes back and is sent until it is acknowledged.
"use strict";
(function () {
  const { say, make, fill, number, hundredths, letters } = Hall;
  const byId = (id) => document.getElementById(id);
  const stage = byId("stage"), game = stage.dataset.game;
  const seat = Seats.of(game);
  if (!seat) return location.replace("/play");

  let view = "";     // what is on the stage: a frame of the same thing does not build it anew
  let me = null, asked = null, way = null, clock = null, tune = null;
  let line = null, heard = false, timeUp = false;

  // ---- Words for a screen reader, and where the focus is.
  const announce = (text) => { byId("live").textContent = text; };
  // enter puts a view on the stage. The focus goes with it: what had it is gone.
  function enter(name, ...inside) {
    const first = !view;
    view = name;
    if (clock) clock.stop();
    if (tune) tune();
    clock = tune = way = null;
    document.body.dataset.view = name.split(" ")[0];
    fill(stage, ...inside);
    window.scrollTo(0, 0);
    if (!first) stage.focus({ preventScroll: true });
  }
  const named = (name) => make("bdi", {}, name);
  // around puts an element where a text has {name}: names are anybody's, and turn no sentence around.
  function around(key, name, el, args) {
    const parts = say(key, Object.assign({ [name]: "\u0000" }, args)).split("\u0000");
    return [parts[0], el, parts[1]];
  }

  // ---- The head, and the code of the seat.
  function head(f) {
    byId("where").textContent = f.asked && f.stage === "asking" ? say("question", { n: f.q + 1, of: f.of, round: f.asked.round }) : f.title || stage.dataset.title;
    fill(byId("who"), named(me.name), me.team ? ", " : "", me.team ? named(me.team) : "");
    fill(byId("points"), make("span", { class: "sr" }, say("total") + " "), number(me.points));
  }
  function codes(f) {
    byId("seat").hidden = !f.pin;
    byId("code").textContent = seat.seat.replace(/(.{4})(?=.)/g, "$1 ");
    byId("number").textContent = (f.pin || "").replace(/^.../, "$& ");
  }

  // ---- Answers that are on their way. They are kept over a reload, and sent again until one hears of them.
  const box = "donghanh.given." + game;
  let given = null, retry = 0; // {q, answer, kept, tries}
  try { given = JSON.parse(sessionStorage.getItem(box)); } catch (e) { /* nothing was kept */ }
  function remember() {
    try { sessionStorage.setItem(box, JSON.stringify(given)); } catch (e) { /* it is in memory */ }
  }
  function push() {
    clearTimeout(retry);
    if (!given || given.kept || view !== "asking " + given.q) return;
    if (line.send(Object.assign({ t: "answer", q: given.q }, given.answer))) given.tries++;
    remember();
    retry = setTimeout(push, 3000);
  }
  function send(q, answer) {
    if ((given && given.q === q) || me.sent || (clock && !clock.left())) return;
    given = { q, answer, kept: "", tries: 0 };
    way.lock(answer);
    status("sending");
    push();
  }
  function kept(f) {
    if (!given || given.q !== f.q) return;
    given.kept = f.kept;
    remember();
    const elsewhere = f.kept === "twice" && given.tries < 2; // it was not this phone's own first try that had arrived
    status({ stored: "kept.stored", twice: elsewhere ? "kept.elsewhere" : "kept.stored", late: "kept.late", refused: "kept.refused" }[f.kept]);
  }
  // status is the line below the answers.
  function status(key) {
    const at = byId("status");
    if (!at) return;
    at.className = "status" + (key === "kept.stored" ? " got" : "");
    at.textContent = key ? say(key) : "";
    if (key && key !== "sending") announce(at.textContent);
  }

  // ---- A question.
  function question(f) {
    asked = f.asked;
    const q = f.q, name = "asking " + q;
    if (me.first > q) return between(f);
    if (view !== name || (timeUp && f.asked.left > 0)) build(f, name); // a node that began anew gives its time anew
    count(f.asked);
    if (given && given.q === q) {
      way.lock(given.answer);
      if (me.sent && !given.kept) kept({ q, kept: "stored" });
      else if (!given.kept) { status("sending"); push(); }
      else kept({ q, kept: given.kept });
    } else if (me.sent) { // from another phone
      way.lock();
      status("kept.stored");
    }
  }
  function build(f, name) {
    const a = f.asked, made = Answers.of(a, (answer) => send(f.q, answer), announce), listen = a.notes ? listening(a.notes) : null;
    enter(name, timer(),
      make("h1", { id: "ask", lang: "vi", class: a.ask.length > 90 ? "small" : false }, a.ask),
      a.picture ? make("img", { class: "picture", src: a.picture, alt: say("picture") }) : null,
      listen ? listen.el : a.sound ? make("audio", { src: a.sound, controls: true, preload: "none", "aria-label": say("clip") }) : null,
      made.el, make("p", { class: "status", id: "status" }, made.hint));
    way = made;
    timeUp = false;
    tune = listen && listen.quiet;
    byId("seat").open = false;
    announce(say("question", { n: f.q + 1, of: f.of, round: a.round }) + ". " + a.ask);
    if (way.field && matchMedia("(pointer: fine)").matches) way.field.focus(); // on a phone the keyboard would cover the question
  }
  function between(f) {
    if (view !== "between " + f.q) {
      enter("between " + f.q, timer(), make("h1", { class: "middle" }, say("between")));
      announce(say("between"));
    }
    count(f.asked);
  }
  const timer = () => make("div", { class: "timer", role: "timer" }, make("span", { class: "bar", "aria-hidden": "true" }, make("span", { id: "bar" })), make("b", { class: "num", id: "left" }));
  function count(a) {
    if (clock) clock.stop();
    let last = -1;
    clock = Hall.clock(a, (left, share) => {
      byId("bar").style.transform = "scaleX(" + Math.min(1, share) + ")";
      const seconds = Math.ceil(left / 1000);
      if (seconds === last) return;
      last = seconds;
      byId("left").textContent = seconds ? say("left", { n: seconds }) : say("timeup");
      if (!seconds && way && !(given && given.q === +view.split(" ")[1]) && !me.sent) {
        timeUp = true;
        way.lock();
        status("timeup");
      }
    });
  }
  // listening is a button that plays a tune: phones play nothing before they are touched. A clip has the browser's own
  // buttons, and is loaded when it is wanted: a hall has one Wi-Fi.
  function listening(notes) {
    let playing = null, over = 0;
    const words = make("span", {}, say("listen")), lines = { viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": "2", "stroke-linecap": "round", "aria-hidden": "true" };
    const el = make("button", { type: "button", class: "listen", onclick: () => (playing ? quiet() : begin()) },
      make("svg", lines, make("path", { d: "M9 18V6l10-2v12" }), make("circle", { cx: "6.5", cy: "18", r: "2.5" }), make("circle", { cx: "16.5", cy: "16", r: "2.5" })), words);
    function begin() {
      playing = Hall.play(notes);
      words.textContent = say("stop");
      over = setTimeout(quiet, playing.length + 200);
    }
    function quiet() {
      clearTimeout(over);
      if (playing) playing.stop();
      playing = null;
      words.textContent = say("listen");
    }
    return { el, quiet };
  }

  // ---- What was right, and what it was worth.
  function verdict(f) {
    if (me.first > f.q) return "after";
    if (!me.gave) return "none";
    if (me.late) return "late";
    return me.share >= 1000 ? "right" : me.share > 0 ? "part" : "wrong";
  }
  const plain = (n) => n.replace(".", Hall.comma); // 0.5 is 0,5; years have no groups
  function rightOnes(f) {
    const t = f.told, a = f.asked, text = (i) => a.options[i];
    if (a.kind === "number") return [plain(t.exact)];
    if (a.kind === "text") return t.titles.slice(0, 1);
    if (a.kind === "order") return t.right.map((i) => text(i));
    return t.right.map((i) => letters[i] + ". " + text(i));
  }
  function yours(f) {
    if (!given || given.q !== f.q || f.asked.kind === "order" || verdict(f) === "right") return null;
    const g = given.answer, text = f.asked.kind === "number" ? plain(g.text) : g.text || g.picks.map((i) => letters[i]).join(", ");
    return make("p", { class: "pale" }, ...around("yours", "text", make("bdi", {}, text)));
  }
  function told(f) {
    const how = verdict(f), right = rightOnes(f), was = view === "told " + f.q;
    const title = say("told." + how);
    const key = JSON.stringify([how, f.told, me]);
    if (was && stage.dataset.told === key) return; // only the line came back
    const answers = right.length > 1
      ? [make("p", { class: "pale" }, say("answer")), make(f.asked.kind === "order" ? "ol" : "ul", { class: "right", lang: "vi" }, ...right.map((r) => make("li", {}, r)))]
      : [make("p", { class: "pale" }, say("answer")), make("p", { class: "right", lang: "vi" }, right[0] || "")];
    enter("told " + f.q, make("div", { class: "verdict" }, arch(how), make("h1", {}, title)),
      how === "after" ? null : score(f), crew(),
      make("section", { class: "sheet dark answer" }, ...answers, yours(f),
        f.told.why ? make("p", { class: "why", lang: "vi" }, f.told.why) : null,
        f.told.law ? make("p", { class: "pale", lang: "vi" }, say("law", { text: f.told.law })) : null),
      make("p", { class: "status" }, f.q + 1 < f.of ? say("next", { n: f.q + 2 }) : say("last")));
    stage.dataset.told = key;
    const answer = say("answer") + ": " + right.join("; ");
    announce(how === "after" ? title + ". " + answer : say("spoken", { head: title, gained: signed(me.gained), total: number(me.points), place: me.place, of: me.of }) + " " + answer);
  }
  const signed = (n) => (n > 0 ? "+" : "") + number(n);
  function score(f) {
    const steps = me.was ? me.was - me.place : null; // who came since had no place
    const move = steps === null ? null : steps > 0 ? say("place.up", { n: steps }) : steps < 0 ? say("place.down", { n: -steps }) : say("place.same");
    return make("section", { class: "sheet" },
      make("p", { class: "gained" }, make("span", {}, say("gained")), make("b", { class: me.gained ? "num up" : "num" }, signed(me.gained))),
      me.row > 1 && me.gained ? make("p", { class: "up" }, say("row", { n: me.row })) : null,
      make("dl", {}, pair(say("total"), number(me.points)), pair(say("place.label"), standing(), move, steps > 0)));
  }
  const standing = () => (me.place ? number(me.place) + "/" + number(me.of) : "–");
  const pair = (name, value, more, up) => make("div", {}, make("dt", {}, name), make("dd", { class: "num" }, value), more ? make("dd", { class: up ? "up" : "move" }, more) : null);
  function crew() {
    const c = me.crew;
    if (!c || c.of < 2) return null; // one team is in no race
    const behind = c.first - c.mean;
    return make("section", { class: "sheet dark crew" },
      make("p", {}, make("b", {}, ...around("crew.place", "team", named(me.team), { place: c.place, of: c.of }))),
      make("p", { class: "pale" }, behind > 0 ? say("crew.behind", { n: hundredths(behind) }) : say("crew.first")));
  }
  // arch is the mark, with a sign on its top: a tick, a plus, a cross, a dash. Colour, shape and word say the same.
  function arch(how) {
    const sign = { right: "m70 27 7 7 13-15", part: "M80 15v22M69 26h22", wrong: "m72 18 16 16M88 18 72 34", mark: "" }[how];
    const dot = (fill) => ([cx, cy, r]) => make("circle", { cx, cy, r, fill });
    const joy = how === "right" ? [[20, 30, 4], [142, 22, 5], [8, 62, 3]].map(dot("#f5b700")).concat([[40, 12, 3.5], [152, 56, 4], [118, 8, 3]].map(dot("#8fbaf5"))) : [];
    return make("svg", { class: "arch", viewBox: "0 0 160 132", fill: "none", "aria-hidden": "true" },
      make("path", { d: "M22 126V84A58 58 0 0 1 80 26", stroke: "#fff", "stroke-width": "24" }),
      make("path", { d: "M138 126V84A58 58 0 0 0 80 26", stroke: "#ffb9bd", "stroke-width": "24" }),
      make("circle", { cx: "80", cy: "26", r: "24", fill: how === "right" || how === "mark" ? "#f5b700" : "#c9dcf7" }),
      make("path", { d: sign === undefined ? "M69 26h22" : sign, stroke: "#1b2430", "stroke-width": "5", "stroke-linecap": "round", "stroke-linejoin": "round" }), ...joy);
  }

  // ---- Before, after, and out.
  function lobby(f) {
    const key = JSON.stringify([me.name, me.team]);
    if (view === "lobby" && stage.dataset.told === key) return;
    enter("lobby", make("div", { class: "verdict" }, arch("mark"), make("h1", {}, ...around("lobby.hello", "name", named(me.name)))),
      me.team ? make("p", { class: "middle" }, ...around("lobby.team", "team", named(me.team))) : null,
      make("p", { class: "wait" }, say("lobby.wait")),
      f.next ? make("p", { class: "pale middle", lang: "vi" }, say("lobby.first", { round: f.next })) : null,
      make("p", { class: "pale middle" }, say("lobby.keep")),
      make("p", { class: "middle" }, make("a", { href: "/play?new" }, say("lobby.other"))));
    stage.dataset.told = key;
    announce(say("lobby.hello", { name: me.name }) + " " + say("lobby.wait"));
  }
  function over(f) {
    const key = JSON.stringify(me);
    if (view === "ended" && stage.dataset.told === key) return;
    enter("ended", make("div", { class: "verdict" }, arch("right"), make("h1", {}, ...around("over.title", "name", named(me.name)))),
      make("section", { class: "sheet" }, make("dl", {},
        pair(say("place.label"), standing()), pair(say("total"), number(me.points)))),
      crew(), make("p", { class: "middle" }, say("over.thanks", { title: f.title })));
    stage.dataset.told = key;
    announce(say("over.title", { name: me.name }) + " " + say("place.label") + ": " + standing() + ". " + say("total") + ": " + number(me.points));
  }
  function out() {
    Seats.drop(game);
    byId("link").hidden = true;
    byId("seat").hidden = true;
    enter("out", make("div", { class: "verdict" }, arch("none"), make("h1", {}, say("out.title"))), make("p", { class: "middle" }, say("out.text")),
      make("p", { class: "middle" }, make("a", { href: "/play?new" }, say("out.do"))));
    announce(say("out.title") + ". " + say("out.text"));
  }

  // ---- The line.
  function state(f) {
    me = f.me;
    if (me.name !== seat.name) Seats.take(Object.assign(seat, { name: me.name }));
    head(f);
    codes(f);
    ({ lobby, asking: question, told, ended: over })[f.stage](f);
  }
  function ask(f) {
    me.sent = false;
    head(f);
    question(f);
  }
  function frame(f) {
    heard = true;
    linked();
    if (f.t === "state") state(f);
    else if (f.t === "ask" && me) ask(f);
    else if (f.t === "kept") kept(f);
    else if (f.t === "out") out();
  }
  let losing = 0;
  function linked() {
    clearTimeout(losing);
    losing = 0;
    if (byId("link").hidden) return;
    byId("link").hidden = true;
    announce(say("linked"));
  }
  // lost is said after a moment: most lines that break are back before anybody sees.
  function lost() {
    if (losing || view === "out") return;
    losing = setTimeout(() => {
      byId("link").textContent = say("lost");
      byId("link").hidden = false;
      announce(say("lost"));
    }, 1000);
    if (!heard) Seats.check(seat).then((a) => {
      if (a.status !== 404) return;
      Seats.drop(game); // the seat of another evening, or of another database
      location.replace("/play");
    }, () => {});
  }

  // ---- Keys: 1 to 8 and A to H pick, but where one types.
  document.addEventListener("keydown", (e) => {
    if (!way || e.ctrlKey || e.altKey || e.metaKey || /^(text|search)$/.test(e.target.type || "")) return;
    const n = /^[1-8]$/.test(e.key) ? e.key - 1 : e.key.length === 1 ? letters.indexOf(e.key.toUpperCase()) : -1;
    if (n >= 0) way.key(n);
  });

  line = Hall.line("/play/" + game + "/live?seat=" + seat.seat, { frame, link: (up) => { if (!up) lost(); } });
})();
