// The page an evening is led from: drawn from what its line says, so that it is true whoever else leads. Its buttons send
// what they mean ("ask question 4"), so that two hosts who press at once do it once.
// Plain script of ES2017; what is shared with phones is Hall.
"use strict";
(function () {
  const { say, number, hundredths, make, fill, letters } = Hall;
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("data").textContent);
  const now = {}; // what the line has said so far
  const fold = (s) => s.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();

  // ---- Sending. What is refused is said beside the button; what was done comes over the line.
  function tell(text) { $("said").textContent = text; }
  function send(what) {
    tell("");
    return fetch(data.at + "/do", { method: "POST", body: new URLSearchParams(what) }).then((r) => {
      if (r.ok) return null;
      if (r.status === 401) { location.href = "/login?next=" + encodeURIComponent(location.pathname); return null; }
      return r.json();
    }).catch(() => ({ detail: say("offline") }));
  }
  // leads are acts somebody else may have done a moment ago.
  function lead(what) {
    return send(what).then((no) => { if (no) tell(no.status === 409 && now.stage !== "ended" ? say("ahead") : no.detail); });
  }

  // ---- The main button: one thing at a time. After it has changed it is deaf for a moment, so that a finger that meant
  // "close" does not ask the next question.
  const deaf = 700;
  let means = null, changed = 0, busy = 0;
  function meaning() {
    if (now.stage === "lobby") return { act: "next", question: 0, text: say("begin") };
    if (now.stage === "asking") return { act: "shut", question: now.q, text: say("shut") };
    if (now.stage === "told" && now.q + 1 < now.of) return { act: "next", question: now.q + 1, text: say("next") };
    return now.stage === "told" ? { act: "end", text: say("end") } : null;
  }
  function drawMain() {
    const fresh = meaning(), last = fresh && fresh.act === "end";
    if (!fresh !== !means || (fresh && (fresh.text !== means.text || fresh.question !== means.question))) {
      changed = performance.now();
      release();
    }
    means = fresh;
    $("lead").hidden = $("keys").hidden = !fresh;
    $("results").hidden = !!fresh;
    $("end").hidden = !fresh || last;
    if (fresh) $("lead").textContent = fresh.text;
    $("lead").disabled = !fresh || busy > 0;
  }
  function release() {
    clearTimeout(busy);
    busy = 0;
  }
  function press() {
    if (!means || busy || performance.now() - changed < deaf) return;
    const what = { act: means.act };
    if (means.question !== undefined) what.question = means.question;
    busy = setTimeout(() => { busy = 0; drawMain(); }, 3000); // until the line says what became of it
    drawMain();
    lead(what).then(() => { if ($("said").textContent) { release(); drawMain(); } });
  }
  $("lead").addEventListener("click", press);
  addEventListener("keydown", (e) => {
    const at = e.target;
    if ((e.key !== " " && e.key !== "Enter") || e.repeat || e.ctrlKey || e.metaKey || e.altKey) return;
    if (at.closest("input, textarea, select, button, a, summary, dialog") || document.querySelector("dialog[open]")) return;
    e.preventDefault();
    press();
  });

  // ---- Where the game is, and what is right.
  let clock = null;
  function drawNow() {
    const q = data.questions[now.q], stage = now.stage;
    const at = q ? say("number", { n: number(now.q + 1), of: number(now.of) }) + " · " + q.round : "";
    $("step").textContent = { lobby: say("lobby"), asking: at + " · " + say("asking"), told: at + " · " + say("told"), ended: say("over") }[stage];
    $("h-now").textContent = stage === "lobby" ? say("lobby_text") : q ? q.ask : say("over");
    fill($("answer"), stage !== "lobby" && q ? drawAnswer(q) : null);
    const next = stage === "asking" || stage === "ended" ? null : data.questions[stage === "lobby" ? 0 : now.q + 1];
    $("soon").hidden = !next;
    if (next) $("soon").textContent = say("soon", { text: next.ask });
    $("views").hidden = stage !== "told";
    for (const b of document.querySelectorAll("[data-view]")) {
      if (b.dataset.view === now.view) b.setAttribute("aria-current", "true"); else b.removeAttribute("aria-current");
    }
    drawCounts();
  }
  function drawAnswer(q) {
    const law = q.law || q.why ? make("p", { class: "text-muted mt-1 wrap-anywhere" }, [q.law, q.why].filter(Boolean).join(". ").replace("..", ".")) : null;
    const good = now.told && now.stage !== "asking" ? make("p", { class: "mt-1" }, say("good", { n: number(now.told.good), of: number(now.told.all) })) : null;
    return make("div", { class: "border-l-4 border-line pl-3" }, make("p", { class: "font-semibold wrap-anywhere" }, say("right", { text: rightOf(q) })), law, good);
  }
  // rightOf is the right answer in words: "B. 8 giờ".
  function rightOf(q) {
    if (q.kind === "text") return q.titles.join("; ");
    if (q.kind === "number") return q.exact;
    if (q.kind === "order") return q.options.map((o) => o.text).join(" → ");
    return q.options.map((o, i) => (o.right ? letters[i] + ". " + o.text : "")).filter(Boolean).join("; ");
  }
  function drawCounts() {
    const asking = now.stage === "asking";
    $("time").hidden = !asking;
    $("answers").hidden = now.stage === "lobby" || !(now.q >= 0);
    $("answers").lastElementChild.textContent = number(now.answers || 0) + "/" + number(now.players || 0);
    $("count").lastElementChild.textContent = number(now.players || 0);
  }
  function wind() {
    if (clock) clock.stop();
    clock = null;
    if (now.stage === "asking") clock = Hall.clock(now.asked, (left) => { $("time").lastElementChild.textContent = say("left", { n: Math.ceil(left / 1000) }); });
  }
  for (const b of document.querySelectorAll("[data-view]")) b.addEventListener("click", () => lead({ act: "show", text: b.dataset.view }));

  // ---- Answers that are nearly right: taken for all who gave them.
  function drawNear() {
    const near = now.stage === "told" ? now.near || [] : [];
    $("near").hidden = !near.length;
    fill($("near-list"), ...near.map((n) => make("li", { class: "flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line py-2" },
      make("span", { class: "min-w-0 flex-1 basis-48" }, make("bdi", { class: "font-semibold wrap-anywhere" }, n.Text), make("span", { class: "block text-sm text-muted" }, say("times", { n: number(n.Count) }) + " · " + say("like", { n: Math.round(100 * n.Likeness) }))),
      make("button", { type: "button", class: "btn btn-line", "aria-label": say("accept_of", { text: n.Text }), onclick: () => lead({ act: "accept", question: now.q, text: n.Text }) }, say("accept")))));
  }

  // ---- Who plays. A hall has thousands: the first ones, and whom one looks for. Before the first question those who came
  // last stand first (ids grow with time), for names that should not stand on the screen.
  const few = 10;
  let most = few;
  function drawPlayers() {
    const wanted = fold($("f-find").value.trim()), all = (now.board || []).slice();
    if (now.stage === "lobby") all.sort((a, b) => (a.id < b.id ? 1 : -1));
    const found = wanted ? all.filter((r) => fold(r.name + " " + (r.team || "")).indexOf(wanted) >= 0) : all;
    const focus = document.activeElement && document.activeElement.dataset.key;
    fill($("players"), ...found.slice(0, most).map(drawPlayer));
    const again = focus && document.querySelector('[data-key="' + focus + '"]'); // a list that is drawn anew keeps one's place
    if (again) again.focus();
    $("none").textContent = !all.length ? say("nobody") : !found.length ? say("nomatch") : "";
    $("more").hidden = found.length <= most;
    $("more").textContent = say("more", { n: number(found.length - most) });
  }
  function drawPlayer(r) {
    const button = (act, what) => make("button", { type: "button", class: "btn btn-quiet text-sm px-2", "data-key": act + r.id, "aria-label": say(act + "_of", { name: r.name }), onclick: what }, say(act));
    return make("li", { class: "flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line py-1" },
      now.stage !== "lobby" && make("span", { class: "num w-9 text-muted" }, String(r.place)),
      make("span", { class: "min-w-0 flex-1 basis-44" }, make("bdi", { class: "font-semibold wrap-anywhere" }, r.name), r.team && make("bdi", { class: "block text-sm text-muted wrap-anywhere" }, r.team)),
      make("span", { class: "num whitespace-nowrap" }, now.stage === "lobby" ? "" : say("points", { n: number(r.points) })),
      make("span", { class: "flex gap-1 ml-auto" }, button("rename", () => rename(r)), button("remove", () => remove(r))));
  }
  function drawTeams() {
    const teams = now.teams || [];
    $("teams").hidden = !teams.length;
    fill($("team-list"), ...teams.map((t) => make("li", { class: "flex gap-3 border-t border-line py-2" }, make("span", { class: "num w-9 text-muted" }, String(t.place)),
      make("span", { class: "min-w-0 flex-1 wrap-anywhere" }, make("bdi", null, t.name), make("span", { class: "block text-sm text-muted" }, say("players", { n: number(t.count) }))), make("span", { class: "num" }, hundredths(t.points)))));
  }
  $("f-find").addEventListener("input", () => { most = few; drawPlayers(); });
  $("more").addEventListener("click", () => { most += 50; drawPlayers(); });

  // ---- Dialogs.
  function open(id, title, yes) {
    const box = $(id), form = box.querySelector("form");
    if (title) box.querySelector("h2").textContent = title;
    form.onsubmit = (e) => { e.preventDefault(); yes(() => box.close()); };
    box.showModal();
  }
  for (const b of document.querySelectorAll("[data-close]")) b.addEventListener("click", () => b.closest("dialog").close());
  function rename(r) {
    const field = $("f-newname"), er = $("newname-er");
    const wrong = (text) => {
      er.textContent = text;
      er.hidden = !text;
      field.classList.toggle("bad", !!text);
      if (text) field.setAttribute("aria-invalid", "true"); else field.removeAttribute("aria-invalid");
      field.focus();
    };
    field.value = r.name;
    open("renaming", say("rename_of", { name: r.name }), (close) => send({ act: "rename", player: r.id, name: field.value }).then((no) => { if (no) wrong(no.errors ? no.errors[0].message : no.detail); else close(); }));
    wrong("");
    field.select();
  }
  function remove(r) {
    open("removing", say("removing", { name: r.name }), (close) => lead({ act: "remove", player: r.id }).then(close));
  }
  $("end").addEventListener("click", () => open("ending", "", (close) => lead({ act: "end" }).then(close)));

  // ---- The door.
  function drawDoor() {
    $("shut").hidden = !now.locked;
    $("lock").disabled = now.stage === "ended";
    $("lock").lastElementChild.textContent = say(now.locked ? "unlock" : "lock");
  }
  $("lock").addEventListener("click", () => lead({ act: now.locked ? "unlock" : "lock" }));
  // copy works without HTTPS as well, as in a hall of its own.
  $("copy").addEventListener("click", () => {
    const field = $("f-address"), done = () => { $("copied").textContent = say("copied"); };
    field.select();
    if (navigator.clipboard) navigator.clipboard.writeText(field.value).then(done, () => {});
    else if (document.execCommand("copy")) done();
  });

  // ---- The line.
  function draw() { drawMain(); drawNow(); drawNear(); drawDoor(); }
  Hall.line(data.at + "/live", {
    frame(f) {
      if (f.t === "state") {
        for (const name of Object.keys(now)) delete now[name];
        Object.assign(now, f);
        drawPlayers();
        drawTeams();
      } else if (f.t === "ask") {
        Object.assign(now, { stage: f.stage, q: f.q, of: f.of, asked: f.asked, told: null, near: null, view: "", answers: 0 });
      } else if (f.t === "count") {
        now.players = f.players || 0;
        now.answers = f.answers || 0;
        return drawCounts();
      } else return;
      draw();
      wind();
    },
    link(up) { if (!up) tell(say("lost")); else if ($("said").textContent === say("lost")) tell(""); },
  });
})();
