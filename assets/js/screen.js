// The big screen: everything on it is drawn from what its line says (gameshowweb/messages.go). It decides nothing.
// Plain script of ES2017; what is shared with phones is Hall.
"use strict";
(function () {
  const { say, number, hundredths, make, fill, letters } = Hall;
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("data").textContent);
  const now = { stage: "lobby" }; // what the line has said so far

  // ---- Which page is up. What has several takes turns, until the host puts one of them up.
  const pages = { lobby: drawLobby, ask: drawAsk, told: drawTold, people: drawPeople, teams: drawTeams, over: drawOver };
  const boardFor = 12000;
  let key = "", up = "", turn = 0, timer = 0;
  function program() {
    const boards = now.crews ? ["people", "teams"] : ["people"];
    if (now.stage === "asking") return ["ask"];
    if (now.stage === "ended") return ["over"];
    if (now.stage !== "told") return ["lobby"];
    if (now.view === "answer") return ["told"];
    return now.view === "board" ? boards : ["told"].concat(boards);
  }
  // An answer stays as long as it takes to read why.
  function lasts(page) {
    if (page !== "told" || !now.told) return boardFor;
    return Math.min(30000, boardFor + 40 * (now.told.why || "").length);
  }
  function show() {
    const list = program(), fresh = [now.stage, now.q, now.view].join(" ");
    if (fresh !== key) { key = fresh; turn = 0; clearTimeout(timer); timer = 0; }
    const page = list[turn % list.length];
    const entering = page !== up;
    up = page;
    if (page !== "ask") quit();
    const box = $(page === "people" || page === "teams" ? "board" : page);
    for (const one of document.querySelectorAll(".page")) one.hidden = one !== box;
    box.classList.remove("enter");
    if (entering) { void box.offsetWidth; box.classList.add("enter"); } // an animation begins anew
    pages[page](box);
    frame(page);
    fit(box);
    if (list.length > 1 && !timer) timer = setTimeout(() => { timer = 0; turn++; show(); }, lasts(page));
  }
  // fit makes what is short bigger, for the last row, and what does not fit smaller, step by step.
  function fit(box) {
    const parts = box.querySelectorAll(".fit");
    for (const part of parts.length ? parts : [box]) {
      for (let k = box.querySelector(".wave") ? 1 : 1.32; k >= 0.3; k -= 0.04) {
        part.style.setProperty("--k", k.toFixed(2));
        if (part.scrollHeight <= part.clientHeight + 1) break;
      }
    }
  }
  addEventListener("resize", () => { const box = document.querySelector(".page:not([hidden])"); if (box) fit(box); });

  // ---- The frame around every page.
  function frame(page) {
    const playing = page === "ask", lobby = page === "lobby", over = page === "over";
    const after = now.q >= 0 ? say("after", { n: number(now.q + 1), of: number(now.of || 0) }) : "";
    $("where").textContent = playing ? now.asked.round : lobby ? "" : over ? "" : after;
    const side = [];
    if (playing) side.push(sayNum("number", { n: number(now.q + 1) + "/" + number(now.of) }));
    if (playing && now.pin && !now.locked) side.push(make("span", { class: "way" }, say("in") + " ", make("b", null, data.address), " " + say("pin") + " ", make("b", { class: "num" }, grouped(now.pin))));
    if (!playing && !lobby) {
      side.push(sayNum("people", { n: number(now.players || 0) }));
      if (now.crews) side.push(sayNum("crews", { n: number(now.crews) }));
    }
    fill($("side"), ...side);
    $("foot").classList.toggle("bare", playing);
    $("next").textContent = lobby ? say("soon") : now.next ? say("next", { name: now.next }) : "";
    $("full").hidden = !lobby || !!document.fullscreenElement || !document.fullscreenEnabled;
  }
  // sayNum is a text whose number stands out.
  function sayNum(word, args) {
    const parts = say(word, { n: "\u0000" }).split("\u0000");
    return make("span", null, parts[0], make("b", { class: "num" }, args.n), parts[1] || "");
  }
  function grouped(pin) {
    return pin.slice(0, pin.length / 2) + "\u00a0" + pin.slice(pin.length / 2);
  }
  const tick = () => make("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, make("path", { d: "M4 12.5 9.5 18 20 6.5" }));

  // ---- The way in: who came last stands first.
  let named = [];
  function drawLobby() {
    $("way").hidden = $("how").hidden = !!now.locked;
    $("shut").hidden = !now.locked;
    fill($("came"), now.players ? sayNum("people", { n: number(now.players) }) : say("nobody"));
    const names = now.names || [];
    const known = overlap(named, names);
    if (known < named.length && known < names.length && names.length <= named.length) { $("names").textContent = ""; named = []; } // renamed, or sent out
    for (const name of names.slice(overlap(named, names))) $("names").prepend(make("li", { class: "new" }, make("bdi", null, name)));
    while ($("names").children.length > names.length) $("names").lastChild.remove();
    named = names;
  }
  // overlap is how many at the end of one list are the beginning of the other.
  function overlap(old, fresh) {
    for (let n = Math.min(old.length, fresh.length); n > 0; n--) {
      if (old.slice(-n).every((name, i) => name === fresh[i])) return n;
    }
    return 0;
  }

  // ---- A question.
  let clock = null, drawn = "";
  function drawAsk(box) {
    const asked = now.asked, id = now.q + " " + asked.ask;
    if (drawn !== id) {
      quit();
      drawn = id;
      const ring = drawRing();
      fill(box, make("div", { class: "q-top" }, drawQuestion(asked), ring.el), drawOptions(asked));
      clock = Hall.clock(asked, (left, share) => { ring.tick(left, share); follow(); });
      if (asked.sound) listen(asked);
    }
    count();
  }
  function quit() {
    drawn = "";
    if (clock) clock.stop();
    hush();
  }
  function drawQuestion(asked) {
    const words = [make("h1", { id: "ask-h" }, asked.ask), hint(asked)];
    if (asked.sound) words.unshift(make("svg", { class: "wave", id: "wave", viewBox: "0 0 1400 280", preserveAspectRatio: "xMinYMid meet", role: "img", "aria-label": say("wave") }));
    if (!asked.picture) return make("div", null, ...words);
    const img = make("img", { src: asked.picture, alt: say("picture"), onerror: () => { img.parentNode.remove(); fit($("ask")); } });
    return make("div", { class: "q-seen" }, make("figure", null, img), make("div", null, ...words));
  }
  function hint(asked) {
    const text = asked.sound ? "" : { several: say("several"), order: say("order") }[asked.kind] || "";
    return make("p", { class: "q-hint", id: "hint" }, text);
  }
  function drawOptions(asked) {
    if (!asked.options) return make("p", { class: "free" }, say("text"));
    const numbered = asked.kind === "order";
    return make("ol", { class: "opts" }, ...asked.options.map((text, i) =>
      make("li", { class: "ans a-" + i }, make("span", { class: "q" }, make("b", null, numbered ? String(i + 1) : letters[i])), make("span", { class: "t" }, text))));
  }
  const around = 2 * Math.PI * 24;
  function drawRing() {
    const rest = make("circle", { class: "rest", cx: 30, cy: 30, r: 24, transform: "rotate(-90 30 30)" });
    const text = make("text", { x: 30, y: 36.4, class: "num" });
    const svg = make("svg", { viewBox: "0 0 60 60", role: "img" }, make("circle", { cx: 30, cy: 30, r: 24 }), rest, text);
    const el = make("div", { class: "ring" }, svg, make("p", null, make("b", { class: "num", id: "answers" }), make("span", { class: "pale" }, say("answered"))));
    return { el, tick(left, share) {
      const seconds = String(Math.ceil(left / 1000));
      rest.setAttribute("stroke-dasharray", Math.max(0.01, around * Math.min(1, share)) + " " + around);
      rest.classList.toggle("soon", left < 5500);
      if (text.textContent === seconds) return;
      text.textContent = seconds;
      svg.setAttribute("aria-label", say("left", { n: seconds }));
    } };
  }
  function count() {
    const el = $("answers");
    if (el) el.textContent = number(now.answers || 0) + "/" + number(now.players || 0);
  }

  // ---- What is heard, drawn and played. A browser is silent until somebody has touched the page.
  const bars = 84, pause = 0.8; // pause between two times, in seconds
  let on = false, song = null;
  function listen(asked) {
    const mine = song = { begin: 0, buffer: null, source: null, times: 1 };
    const used = asked.seconds * 1000 - asked.left, came = performance.now();
    fetch(asked.sound).then((r) => { if (!r.ok) throw new Error(r.status); return r.arrayBuffer(); }).then(decode).then((buffer) => {
      if (song !== mine) return;
      mine.buffer = buffer;
      mine.begin = used < 1500 ? performance.now() : came - used; // a screen that comes late joins in
      const left = asked.seconds - (mine.begin - came + used) / 1000;
      mine.times = left >= 2 * buffer.duration + pause ? 2 : 1;
      $("hint").textContent = say(mine.times > 1 ? "twice" : "once", { n: Math.round(buffer.duration) });
      drawWave(buffer);
      play();
    }).catch(() => {
      if (song !== mine) return;
      $("wave").remove();
      $("hint").textContent = say("mute");
    });
  }
  function decode(bytes) { // without a sound, so no touch is needed
    const Offline = window.OfflineAudioContext || window.webkitOfflineAudioContext;
    return new Promise((done, failed) => new Offline(1, 1, 44100).decodeAudioData(bytes, done, failed));
  }
  function drawWave(buffer) {
    const samples = buffer.getChannelData(0), part = samples.length / bars, peaks = [];
    for (let i = 0; i < bars; i++) {
      let most = 0;
      for (let s = Math.floor(i * part); s < Math.floor((i + 1) * part); s++) most = Math.max(most, Math.abs(samples[s]));
      peaks.push(most);
    }
    const loudest = Math.max(0.01, ...peaks);
    fill($("wave"), ...peaks.map((p, i) => {
      const h = Math.max(12, 236 * p / loudest);
      return make("rect", { x: (3 + i * 16.6).toFixed(1), y: 140 - h / 2, width: 9.5, height: h, rx: 4.75 });
    }), make("circle", { cx: 0, cy: 140, r: 13 }));
  }
  // heard is how far the clip is, in seconds; -1: it is silent now.
  function heard() {
    let at = (performance.now() - song.begin) / 1000;
    for (let n = 0; n < song.times && at >= 0; n++, at -= pause) {
      if (at < song.buffer.duration) return at;
      at -= song.buffer.duration;
    }
    return -1;
  }
  // follow moves the head along the wave, and begins the second time.
  function follow() {
    if (!song || !song.buffer || !$("wave")) return;
    const at = heard(), share = at < 0 ? 1 : at / song.buffer.duration, wave = $("wave");
    wave.querySelectorAll("rect").forEach((r, i) => r.classList.toggle("past", i < share * bars));
    wave.querySelector("circle").setAttribute("cx", 3 + share * 1390);
    if (at >= 0 && !song.source) play();
  }
  function play() {
    if (!on || !song || !song.buffer || song.source) return;
    const at = heard(), mine = song;
    if (at < 0) return;
    const audio = Hall.sound();
    const source = mine.source = audio.createBufferSource();
    source.buffer = mine.buffer;
    source.connect(audio.destination);
    source.onended = () => { mine.source = null; };
    source.start(0, at);
  }
  function hush() {
    if (song && song.source) song.source.stop();
    song = null;
  }
  function wake() {
    if (on || !data.sounds) return;
    on = true;
    Hall.sound();
    $("sound").hidden = true;
    play();
  }
  $("sound").hidden = !data.sounds;
  $("sound").addEventListener("click", wake);
  addEventListener("pointerdown", wake);
  if (navigator.getAutoplayPolicy && navigator.getAutoplayPolicy("audiocontext") === "allowed") wake();

  // ---- The answer: how the hall decided, what is right, and where it stands.
  function drawTold(box) {
    const asked = now.asked, told = now.told;
    fill(box, make("div", { class: "told" }, make("div", { class: "fit" }, make("h1", { id: "told-h" }, asked.ask), drawAnswer(asked, told)),
      make("div", { class: "fit" }, drawSum(told), drawWhy(told))));
  }
  function drawAnswer(asked, told) {
    if (asked.kind === "order") {
      return make("div", null, make("p", { class: "q-hint" }, say("ordered")), make("ol", { class: "bars seq" }, ...told.right.map((i, n) =>
        make("li", { class: "good" }, make("b", { class: "lt" }, String(n + 1)), make("span", { class: "t" }, asked.options[i])))));
    }
    if (asked.options) return make("ol", { class: "bars" }, ...asked.options.map((text, i) => drawBar(text, i, told)));
    const titles = told.titles || [];
    const right = told.exact !== undefined && asked.kind === "number" ? told.exact : titles[0];
    return make("div", null, make("p", { class: "q-hint" }, say(asked.kind === "number" ? "exact" : "title")), make("p", { class: "exact" }, right),
      titles.length > 1 && make("p", null, say("others", { text: titles.slice(1).join("; ") })));
  }
  function drawBar(text, i, told) {
    const good = (told.right || []).indexOf(i) >= 0, n = (told.picks || [])[i] || 0, share = told.all ? n / told.all : 0;
    const bar = make("i");
    bar.style.width = 100 * share + "%";
    return make("li", { class: good ? "good" : null }, make("b", { class: "lt a-" + i }, letters[i]),
      make("span", null, make("span", { class: "t" }, text), good && make("span", { class: "yes" }, tick(), say("right")), make("span", { class: "b" }, bar)),
      make("span", { class: "n num" }, number(n), make("small", null, Math.round(100 * share) + "%")));
  }
  function drawSum(told) {
    if (!told.all) return make("p", { class: "sum" }, make("b", { class: "num" }, "0"), say("none"));
    return make("p", { class: "sum" }, make("b", { class: "num" }, number(told.good) + "/" + number(told.all)), say("good"));
  }
  function drawWhy(told) {
    if (!told.why && !told.law) return null;
    return make("div", { class: "why" }, told.law && make("h2", null, say("article")), told.law && make("p", { class: "law" }, told.law),
      told.why && make("h2", null, say("why")), told.why && make("p", { class: "said" }, told.why));
  }

  // ---- How everybody stands.
  const points = (r, team) => team ? hundredths(r.points) : number(r.points);
  const beside = (r, team) => team ? say("crew", { n: number(r.count) }) : r.team || "";
  function podium(rows, team) {
    return make("ol", { class: "podium" }, ...rows.slice(0, 3).map((r, i) => make("li", { class: "p-" + (i + 1) + " r-" + Math.min(3, r.place) },
      make("p", { class: r.name.length > 24 ? "who long" : "who" }, make("bdi", null, r.name)), make("p", { class: "of" }, make("bdi", null, beside(r, team))),
      make("div", { class: "arch" }, make("b", null, String(r.place)), make("span", { class: "num" }, points(r, team))))));
  }
  function others(rows, team) {
    return make("ol", null, ...rows.slice(3, 8).map((r) => make("li", null, make("b", { class: "pl num" }, String(r.place)),
      make("span", null, make("bdi", { class: "who" }, r.name), make("bdi", { class: "of" }, beside(r, team))), make("b", { class: "pts num" }, points(r, team)), moved(r))));
  }
  function moved(r) {
    const by = r.was ? r.was - r.place : 0;
    if (!r.was) return make("span", { class: "mv" });
    if (!by) return make("span", { class: "mv" }, make("span", { "aria-hidden": "true" }, "="), make("span", { class: "sr" }, say("same")));
    const way = by > 0 ? "up" : "down";
    return make("span", { class: "mv num " + way }, make("span", { "aria-hidden": "true" }, (by > 0 ? "▲ " : "▼ ") + Math.abs(by)), make("span", { class: "sr" }, say(way, { n: Math.abs(by) })));
  }
  function board(box, title, rows, team) {
    if (!rows.length) return fill(box, make("h1", { id: "board-h" }, title), make("p", { class: "nobody" }, say("nobody")));
    const words = [make("h1", { id: "board-h" }, title), others(rows, team), team && make("p", { class: "note" }, say("mean"))];
    fill(box, make("div", { class: "ranks" }, podium(rows, team), make("div", { class: "list" }, ...words)));
  }
  function drawPeople(box) { board(box, say("board"), now.board || [], false); }
  function drawTeams(box) { board(box, say("ranks"), now.teams || [], true); }

  function drawOver(box) {
    const people = now.board || [], teams = now.teams || [];
    if (!people.length) return fill(box, make("h1", { id: "over-h", class: "over-h" }, say("final")), make("p", { class: "nobody" }, say("nobody")));
    const rest = teams.length ? null : make("div", { class: "list" }, others(people, false));
    const halves = teams.length
      ? make("div", { class: "ranks two" }, half(say("persons"), people, false), half(say("ranks"), teams, true))
      : make("div", { class: people.length > 3 ? "ranks" : "ranks one" }, podium(people, false), people.length > 3 && rest);
    fill(box, confetti(), make("h1", { id: "over-h", class: "over-h" }, say("final")), halves);
  }
  function half(title, rows, team) {
    return make("div", { class: "half" }, make("h2", null, title), podium(rows, team));
  }
  function confetti() {
    const box = make("div", { class: "confetti", "aria-hidden": "true" });
    for (let i = 0; i < 44; i++) {
      const piece = make("i");
      piece.style.left = (i * 61.8 % 100).toFixed(1) + "%"; // spread without clusters
      piece.style.animationDelay = (-i * 1.3 % 7).toFixed(2) + "s";
      piece.style.animationDuration = (6 + i % 5).toFixed(1) + "s";
      box.append(piece);
    }
    return box;
  }

  // ---- The line, and keys.
  Hall.line("/play/" + data.game + "/live", {
    frame(f) {
      if (f.t === "state") {
        for (const name of Object.keys(now)) delete now[name];
        Object.assign(now, f);
      } else if (f.t === "ask") {
        Object.assign(now, { stage: f.stage, q: f.q, of: f.of, asked: f.asked, told: null, view: "", answers: 0 });
      } else if (f.t === "count") {
        now.players = f.players || 0;
        now.answers = f.answers || 0;
        if (up === "ask") return count();
      } else return;
      show();
    },
    link(up) { $("lost").hidden = up; },
  });
  function fullscreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (document.fullscreenEnabled) document.documentElement.requestFullscreen();
  }
  $("full").addEventListener("click", fullscreen);
  addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    wake();
    if (e.key === "f" || e.key === "F") fullscreen();
  });
  document.addEventListener("fullscreenchange", () => { if (up) frame(up); });
})();
