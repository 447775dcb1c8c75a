// The door of a game (/play): who has a seat on this phone goes straight in; others give a name and a team, or the code of
// a seat they have on another phone.
"use strict";
(function () {
  const { say, make, fill } = Hall;
  const byId = (id) => document.getElementById(id);
  const door = byId("door"), game = door.dataset.game, fresh = "fresh" in door.dataset;
  let inside = false;
  function goIn(id) {
    inside = true;
    location.replace("/play/" + id);
  }

  // ---- Where very many numbers were tried in vain, each costs work; the page comes back with it.
  if (door.dataset.stamp) {
    Hall.work({ stamp: door.dataset.stamp, bits: +door.dataset.bits }, (work) => {
      location.replace("/play?pin=" + encodeURIComponent(door.dataset.pin) + "&w=" + encodeURIComponent(work) + (fresh ? "&new=1" : ""));
    });
  }

  // ---- Straight in, when the seat is still one and its game is on.
  const seat = game ? Seats.of(game) : Seats.last();
  if (seat && !fresh && (game || !door.dataset.pin)) {
    Seats.check(seat).then((a) => {
      if (a.ok && !a.said.over) goIn(seat.game);
      if (a.status === 404) Seats.drop(seat.game);
    }, () => {}); // no network: the form is there
  }

  // ---- What is wrong is said at its field; what is typed stays.
  function fault(id, text) {
    const at = byId(id + "-fault") || byId(id), field = byId(id);
    at.textContent = text;
    at.hidden = !text;
    if (field && field !== at) text ? field.setAttribute("aria-invalid", "true") : field.removeAttribute("aria-invalid");
    return text ? field || at : null;
  }
  function blame(problem, form, note) {
    const rest = [], fields = { pin: "backpin" };
    let first = null;
    for (const e of problem.errors || []) {
      const id = byId(e.location) && form.contains(byId(e.location)) ? e.location : fields[e.location] || e.location;
      const at = byId(id + "-fault");
      if (at && form.contains(at)) first = first || fault(id, e.message) || at;
      else rest.push(e.message);
    }
    if (!first && !rest.length) rest.push(problem.detail || say("door.failed"));
    fault(note, rest.join(" "));
    if (first) first.focus();
  }
  function clear(form) {
    form.querySelectorAll(".fault").forEach((p) => { p.hidden = true; });
    form.querySelectorAll("[aria-invalid]").forEach((f) => f.removeAttribute("aria-invalid"));
  }

  // enter sends once, however often the button is pressed, and goes in.
  function enter(form, note, what) {
    const button = form.querySelector(".go"), label = button.textContent;
    if (button.getAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true");
    button.textContent = say("door.working");
    const again = () => { button.removeAttribute("aria-disabled"); button.textContent = label; };
    Seats.ask("/play/join", what).then((a) => {
      if (!a.ok) { again(); return blame(a.said, form, note); }
      if (Seats.take(a.said)) return goIn(a.said.game);
      again();
      fault(note, say("door.keep"));
    }, () => { again(); fault(note, say("door.failed")); });
  }

  // ---- A new player. The code of the seat is made here, so that a second try after a lost answer finds the first one's seat.
  const form = byId("enter"), own = Seats.code();
  if (form) form.addEventListener("submit", (e) => {
    e.preventDefault();
    clear(form);
    const f = form.elements, unit = f.unit && form.querySelector("[name=unit]:checked");
    if (!f.name.value.trim()) return fault("name", say("name.none")).focus();
    if (f.unit && !unit) { fault("unit", say("door.unit.choose")); return byId("q").focus(); }
    enter(form, "note", { pin: door.dataset.pin, key: door.dataset.key, game, name: f.name.value, team: f.team ? f.team.value : "", unit: unit ? unit.value : "", new: own });
  });

  const back = byId("return");
  back.addEventListener("submit", (e) => {
    e.preventDefault();
    clear(back);
    const f = back.elements;
    if (!f.seat.value.trim()) { fault("seat", say("seat.wrong")); return f.seat.focus(); }
    enter(back, "back-note", { pin: game ? door.dataset.pin : f.backpin.value, key: door.dataset.key, game, seat: f.seat.value });
  });

  // ---- The list of units: at most 20 that match, and the one that is chosen stays.
  const q = byId("q"), list = byId("units");
  let asking = 0, timer = 0;
  const unit = (u, chosen) => make("label", { class: "pick" },
    make("input", { type: "radio", name: "unit", value: u.code, checked: chosen }),
    make("span", {}, u.name, u.superior ? make("small", {}, u.superior) : null));
  function look() {
    const no = ++asking, words = q.value.trim();
    const chosen = list.querySelector("input:checked");
    const stays = chosen ? [chosen.parentNode] : [];
    if (!words) { byId("found").textContent = ""; return fill(list, ...stays); }
    Seats.ask("/play/units?pin=" + encodeURIComponent(door.dataset.pin) + "&k=" + door.dataset.key + "&q=" + encodeURIComponent(words)).then((a) => {
      if (no !== asking || !a.ok) return; // somebody has typed on
      const others = a.said.filter((u) => !chosen || u.code !== chosen.value);
      fill(list, ...stays, ...others.map((u) => unit(u)), a.said.length ? null : make("p", { class: "pale" }, say("door.nothing")));
      byId("found").textContent = say("door.found", { n: a.said.length });
    }, () => {});
  }
  if (q) {
    q.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, 250); });
    q.addEventListener("keydown", (e) => { if (e.key === "Enter") { e.preventDefault(); look(); } });
  }

  // ---- Another language is another page: what was typed goes along.
  const typed = "donghanh.typed", names = ["name", "team", "seat", "backpin"];
  addEventListener("pagehide", () => {
    const values = inside ? [] : names.map((n) => (byId(n) ? byId(n).value : ""));
    try { sessionStorage.setItem(typed, JSON.stringify(values)); } catch (e) { /* nothing is kept then */ }
  });
  try {
    (JSON.parse(sessionStorage.getItem(typed)) || []).forEach((v, i) => { const f = byId(names[i]); if (f && !f.value) f.value = v; });
  } catch (e) { /* nothing was kept */ }
})();
