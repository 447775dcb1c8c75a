// What a page does beyond links and plain forms. Every page also works without this file.
const $$ = (css, root = document) => root.querySelectorAll(css);
const on = (type, fn) => document.addEventListener(type, fn);

// ---- Units: the link to /switch opens the list on the spot.
on("click", (e) => {
  const link = e.target.closest("[data-dialog]");
  const box = link && document.getElementById(link.dataset.dialog);
  if (box?.showModal) {
    e.preventDefault();
    box.showModal();
  }
  if (e.target.matches("dialog")) e.target.close(); // the dimmed page beside it
});

// ---- A form is sent once. The server refuses a second act by its id as well; this spares the wait.
function release(form) {
  delete form.dataset.sent;
  form.removeAttribute("aria-busy");
  for (const b of $$("[data-held]", form)) {
    b.disabled = false;
    delete b.dataset.held;
  }
}
on("submit", (e) => {
  const form = e.target;
  if (e.defaultPrevented || form.method !== "post" || "again" in form.dataset) return;
  if (form.dataset.sent) return e.preventDefault();
  form.dataset.sent = "1";
  form.setAttribute("aria-busy", "true");
  setTimeout(() => { // after the browser has read which button was pressed
    for (const b of form.elements) {
      if (b.type !== "submit" || b.disabled) continue;
      b.disabled = true;
      b.dataset.held = "";
    }
  });
  setTimeout(() => release(form), 15000); // a dead link must not leave a dead button
});
addEventListener("pageshow", () => $$("form[data-sent]").forEach(release)); // back from the next page

// ---- Numbers: thousands while typing, the caret stays behind the same digit.
const lang = document.documentElement.lang;
const SEP = lang === "en" ? "," : ".";
function group(text) {
  const digits = text.replaceAll(SEP, "").replace(/[\s−-]/g, "");
  if (!/^\d{1,15}$/.test(digits)) return text; // not a whole number: leave it as typed, the server explains
  return (/^\s*[-−]/.test(text) ? "−" : "") + digits.replace(/\B(?=(\d{3})+$)/g, SEP);
}
function format(input, deleting) {
  const text = group(input.value);
  if (text === input.value) return;
  let after = input.value.slice(input.selectionEnd).replace(/\D/g, "").length;
  input.value = text;
  let at = text.length;
  for (; after > 0 && at > 0; at--) if (/\d/.test(text[at - 1])) after--;
  if (deleting && text[at - 1] === SEP) at--; // so that the next press takes the digit, not the mark again
  if (document.activeElement === input) input.setSelectionRange(at, at);
}

// ---- Dates, as people here write them: 25/12/2023. Slashes come by themselves (a number pad has none), the
// weekday stands below, the calendar at the end fills the field.
function day(text) {
  const [, d, m, y] = text.trim().match(/^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/) || [];
  const date = new Date(y, m - 1, d);
  return date.getDate() === +d && date.getMonth() === m - 1 ? date : null;
}
function weekday(input) {
  const out = document.getElementById(input.id + "-day");
  const date = day(input.value);
  if (out) out.textContent = date ? date.toLocaleDateString(lang, { weekday: "long" }) : "";
}
function slash(input, e) {
  const v = input.value;
  if (/^\d{8}$/.test(v)) input.value = `${v.slice(0, 2)}/${v.slice(2, 4)}/${v.slice(4)}`;
  else if (e.inputType === "insertText" && /^(\d{2}|\d{2}\/\d{2})$/.test(v)) input.value = v + "/";
}
on("change", (e) => {
  const input = e.target.dataset.for && document.getElementById(e.target.dataset.for);
  if (!input || !e.target.value) return;
  input.value = e.target.value.split("-").reverse().join("/");
  input.dispatchEvent(new Event("input", { bubbles: true }));
});

// ---- Money: what the digits come to, in millions and milliards; "18,2 triệu" is said in đồng.
const COMMA = lang === "en" ? "." : ",";
function sum(text) {
  const digits = text.replaceAll(SEP, "").replace(/\s/g, "");
  if (/^\d{7,15}$/.test(digits)) {
    const [scale, name] = digits.length > 9 ? [1e9, "tỷ"] : [1e6, "triệu"];
    return `${String(Math.round((digits / scale) * 100) / 100).replace(".", COMMA)} ${name} đồng`;
  }
  const [, n, part, name] = text.trim().toLowerCase().match(/^(\d+)(?:[.,](\d{1,2}))? ?(triệu|tr|tỷ|tỉ)( đồng)?$/) || [];
  return n ? group(String(Math.round((n + "." + (part || 0)) * 100) * (name.startsWith("tr") ? 1e4 : 1e7))) + " đồng" : "";
}
const money = (input) => {
  const out = document.getElementById(input.id + "-sum");
  if (out) out.textContent = sum(input.value);
};

// ---- A long list gets short while one types: words with or without marks, headings of nothing go.
const fold = (s) => s.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
function sift(input) {
  const words = fold(input.value).split(/\s+/).filter(Boolean);
  const list = document.getElementById(input.dataset.sift);
  let any = false;
  for (const group of $$("[data-group]", list)) {
    let some = false;
    for (const row of $$("[data-find]", group)) {
      row.hidden = !words.every((w) => row.dataset.find.includes(w));
      some ||= !row.hidden;
    }
    group.hidden = !some || (words.length > 0 && "usual" in group.dataset); // below they stand once more
    any ||= !group.hidden;
  }
  const none = document.querySelector("[data-nothing]");
  if (none) none.hidden = any || !list.children.length;
}
on("input", (e) => e.target.matches("[data-sift]") && !e.isComposing && sift(e.target));

on("input", (e) => {
  if (e.isComposing) return; // an input method is not done with the word
  if (e.target.matches(".num[inputmode=numeric]:not(.date)")) {
    format(e.target, e.inputType === "deleteContentBackward");
    money(e.target);
  }
  if (!e.target.matches(".date")) return;
  slash(e.target, e);
  weekday(e.target);
});
function dress(root) {
  $$(".num[inputmode=numeric]:not(.date)", root).forEach((f) => {
    format(f);
    money(f);
  });
  $$("input.date", root).forEach(weekday);
}
document.documentElement.classList.add("js");
on("htmx:load", (e) => dress(e.target));
dress(document);
document.querySelector("[data-failed]")?.focus();
