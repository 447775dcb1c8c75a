// The ways to answer a question on a phone. Each is made of a question and of send(answer), and is
// {el, key(n): digit or letter n was pressed, lock(answer): nothing can be changed any more, show what was given}.
"use strict";
const Answers = (function () {
  const { say, make, fill, letters, comma } = Hall;
  const show = "vi"; // what hosts write; the page around it may be in another language

  function tile(tag, i, text, attrs, ...more) {
    return make(tag, Object.assign({ class: "tile a-" + i, lang: show }, attrs), ...more,
      make("span", { class: "q", "aria-hidden": "true" }, letters[i]), make("span", { class: "sr" }, letters[i] + ". "), make("span", { class: "words", dir: "auto" }, text));
  }
  // Four short answers stand two by two, longer or more ones below each other.
  const tiles = (options) => "tiles" + (options.some((o) => o.length > 60) || options.length > 4 ? " long" : "");
  const group = { role: "group", "aria-labelledby": "ask" };

  function one(asked, send) {
    const all = asked.options.map((text, i) => tile("button", i, text, { type: "button", "aria-pressed": "false", onclick: () => send({ picks: [i] }) }));
    const el = make("div", Object.assign({ class: tiles(asked.options) }, group), ...all);
    return {
      el, hint: say("pick.one"),
      key: (n) => all[n] && all[n].click(),
      lock(given) {
        el.classList.add("shut");
        all.forEach((b, i) => {
          b.setAttribute("aria-disabled", "true");
          b.setAttribute("aria-pressed", String(Boolean(given) && given.picks[0] === i));
        });
      },
    };
  }

  // form is a way that is sent by a button, or by Enter. value() gives the answer, or the sentence that says what is wrong.
  function form(way, send, value) {
    const wrong = make("p", { class: "fault", id: "wrong", role: "alert", hidden: true });
    const go = make("button", { class: "go" }, say("send"));
    const el = make("form", { class: "way", novalidate: true, onsubmit: (e) => {
      e.preventDefault();
      if (go.getAttribute("aria-disabled")) return;
      const v = value();
      wrong.hidden = typeof v !== "string";
      wrong.textContent = wrong.hidden ? "" : v;
      if (wrong.hidden) send(v);
      else if (way.field) way.field.focus();
    }, oninput: () => { wrong.hidden = true; } }, way.el, wrong, go);
    return { el, field: way.field, hint: way.hint, key: way.key || (() => {}), lock(given) {
      el.classList.add("shut");
      go.setAttribute("aria-disabled", "true");
      wrong.hidden = true;
      way.lock(given);
    } };
  }

  function several(asked, send) {
    let shut = false;
    const boxes = asked.options.map(() => make("input", { type: "checkbox", class: "sr", onclick: (e) => { if (shut) e.preventDefault(); }, onchange: paint }));
    function paint() { boxes.forEach((b) => b.parentNode.classList.toggle("on", b.checked)); }
    const all = asked.options.map((text, i) => tile("label", i, text, {}, boxes[i], make("span", { class: "tick", "aria-hidden": "true" })));
    const way = {
      el: make("div", Object.assign({ class: tiles(asked.options) }, group), ...all), hint: say("pick.many"),
      key: (n) => { if (boxes[n]) { boxes[n].focus(); boxes[n].click(); } },
      lock(given) { shut = true; if (given) boxes.forEach((b, i) => { b.checked = given.picks.indexOf(i) >= 0; }); paint(); },
    };
    return form(way, send, () => {
      const picks = boxes.map((b, i) => (b.checked ? i : -1)).filter((i) => i >= 0);
      return picks.length ? { picks } : say("pick.none");
    });
  }

  // order: the answers stand as asked.order says, with the letters the big screen shows, and are moved by buttons or by a finger.
  function order(asked, send, tell) {
    let shut = false;
    const at = new Map(); // row to its place in the question
    const list = make("ol", { class: "order", "aria-labelledby": "ask" });
    const rows = () => Array.from(list.children);
    function move(row, by, button) {
      const all = rows(), to = all.indexOf(row) + by;
      if (shut || to < 0 || to >= all.length) return;
      list.insertBefore(row, by < 0 ? all[to] : all[to].nextSibling);
      button.focus();
      told(row);
    }
    const told = (row) => tell(say("moved", { text: row.dataset.text, n: rows().indexOf(row) + 1 }));
    function drag(row, e) {
      if (shut) return;
      e.preventDefault();
      const handle = e.currentTarget;
      handle.setPointerCapture(e.pointerId);
      row.classList.add("held");
      handle.onpointermove = (m) => {
        const over = rows().find((r) => r !== row && m.clientY > r.getBoundingClientRect().top && m.clientY < r.getBoundingClientRect().bottom);
        if (over) list.insertBefore(row, rows().indexOf(over) > rows().indexOf(row) ? over.nextSibling : over);
      };
      handle.onpointerup = handle.onpointercancel = () => {
        handle.onpointermove = handle.onpointerup = handle.onpointercancel = null;
        row.classList.remove("held");
        told(row);
      };
    }
    const arrow = (d) => make("svg", { viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": "2.5", "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true" }, make("path", { d }));
    asked.order.forEach((place, i) => {
      const text = asked.options[place];
      const row = make("li", { class: "row a-" + i, lang: show, "data-text": text });
      const up = make("button", { type: "button", "aria-label": say("up", { text }), onclick: () => move(row, -1, up) }, arrow("m6 15 6-6 6 6"));
      const down = make("button", { type: "button", "aria-label": say("down", { text }), onclick: () => move(row, 1, down) }, arrow("m6 9 6 6 6-6"));
      const handle = make("span", { class: "grip", onpointerdown: (e) => drag(row, e) }, make("span", { class: "letter", "aria-hidden": "true" }, letters[i]), make("span", { dir: "auto" }, text));
      fill(row, handle, up, down);
      at.set(row, place);
      list.append(row);
    });
    const way = { el: list, hint: say("pick.order"), lock(given) {
      shut = true;
      if (given) rows().sort((a, b) => given.picks.indexOf(at.get(a)) - given.picks.indexOf(at.get(b))).forEach((r) => list.append(r));
      list.querySelectorAll("button").forEach((b) => b.setAttribute("aria-disabled", "true"));
    } };
    return form(way, send, () => ({ picks: rows().map((r) => at.get(r)) }));
  }

  function typed(label, hint, attrs, read) {
    return (asked, send) => {
      const field = make("input", Object.assign({ id: "typed", type: "text", autocomplete: "off", enterkeyhint: "send", "aria-describedby": "ask wrong" }, attrs));
      const way = {
        el: make("div", { class: "fld" }, make("label", { for: "typed" }, say(label)), field), field, hint: "",
        lock(given) { field.readOnly = true; if (given && !field.value) field.value = given.text; },
      };
      return form(way, send, () => read(field.value.trim()));
    };
  }

  // decimal reads a number as one types it: 0,5 · 0.5 · 1.929 in Vietnamese and 1,929 in English are thousands, for nobody
  // types three decimals. What the server takes has a dot and no groups; not a number: undefined.
  function decimal(text) {
    const point = comma === "," ? "." : ",";
    let t = text.replace(/[\s\u00a0]/g, "").replace(/^[−–]/, "-");
    const groups = new RegExp("^-?[1-9]\\d{0,2}(\\" + point + "\\d{3})+(\\" + comma + "\\d+)?$");
    if (groups.test(t)) t = t.split(point).join("");
    t = t.replace(",", ".");
    return /^[-+]?(\d+(\.\d*)?|\.\d+)$/.test(t) && t.length <= 30 ? t.replace("+", "") : undefined;
  }

  const ways = {
    one, "true": one, several, order,
    number: typed("number.label", "", { inputmode: "decimal", maxlength: 30, class: "num" }, (t) => {
      const text = decimal(t);
      return text === undefined ? say("number.bad") : { text };
    }),
    text: typed("text.label", "", { maxlength: 120, dir: "auto", autocapitalize: "sentences", spellcheck: "false" }, (t) => (t ? { text: t } : say("text.none"))),
  };
  return { of: (asked, send, tell) => ways[asked.kind](asked, send, tell), decimal };
})();
