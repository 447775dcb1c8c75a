// Held drafts: what was typed survives a lost link, a closed tab, an expired log-in. form[data-draft=id]
const $$ = (css, root = document) => root.querySelectorAll(css);
const on = (type, fn) => document.addEventListener(type, fn);

const who = document.body.dataset.who || "";
const slot = (form) => `held:${who}:${form.dataset.draft}`;
const store = (fn) => { try { return fn(localStorage); } catch { return null; } }; // storage may be off or full
const KEEP = 7 * 864e5; // a week, in milliseconds
const SKIP = /^(hidden|password|file|submit|button|fieldset)$/;
const fields = (form) => [...form.elements].filter((f) => f.name && !SKIP.test(f.type));
const read = (form) => fields(form).map((f) => [f.name, f.value, /^(radio|checkbox)$/.test(f.type) ? f.checked : null]);

function write(form, saved) {
  for (const [name, value, checked] of saved)
    for (const f of fields(form)) {
      if (f.name !== name) continue;
      if (checked === null) f.value = value;
      else if (f.value === value) f.checked = checked;
      f.dispatchEvent(new Event("input", { bubbles: true }));
      f.dispatchEvent(new Event("change", { bubbles: true }));
    }
}
let timer;
function hold(form) {
  clearTimeout(timer);
  store((s) => s.setItem(slot(form), JSON.stringify({ at: Date.now(), text: read(form) })));
}
function offer(form) {
  const held = store((s) => JSON.parse(s.getItem(slot(form))));
  const tpl = document.getElementById("held");
  if (!held || !tpl || Date.now() - held.at > KEEP || JSON.stringify(held.text) === JSON.stringify(read(form))) return;
  const box = tpl.content.firstElementChild.cloneNode(true);
  box.addEventListener("click", (e) => {
    const act = e.target.closest("button")?.dataset.act;
    if (!act) return;
    if (act === "take") write(form, held.text);
    else store((s) => s.removeItem(slot(form)));
    box.remove();
  });
  form.prepend(box);
}
// A draft is done with when the page after its sending is in the frame and either has not that form or says it
// is saved. A bare page is an error or a log-in: the draft stays.
function settle() {
  const sent = store(() => sessionStorage.getItem("sent"));
  store(() => sessionStorage.removeItem("sent"));
  if (!sent || !document.querySelector(".shell")) return;
  const same = [...$$("form[data-draft]")].some((f) => slot(f) === sent);
  if (!document.querySelector("[data-failed]") && (!same || document.querySelector(".flash"))) store((s) => s.removeItem(sent));
}
on("submit", (e) => {
  const form = e.target;
  if (form.dataset.draft) {
    hold(form);
    store(() => sessionStorage.setItem("sent", slot(form)));
  }
  if ("forget" in form.dataset) // log-out: leave nothing on a shared machine
    store((s) => Object.keys(s).filter((k) => k.startsWith("held:")).forEach((k) => s.removeItem(k)));
});

on("input", (e) => {
  const form = e.target.form;
  if (!form?.dataset.draft) return;
  clearTimeout(timer);
  timer = setTimeout(() => hold(form), 300);
});
settle();
for (const form of $$("form[data-draft]")) if (!form.querySelector("[data-failed]")) offer(form);
