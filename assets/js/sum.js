// Sharing a target out: the sum while one types, and finding a unit by name. The server decides.
const form = document.querySelector("form[data-goal]");
const mark = document.documentElement.lang === "en" ? "," : ".";
const group = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, mark);
const whole = (s) => Number(s.replace(/[.,\s]/g, ""));
const fold = (s) => s.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();

function add() {
  let sum = 0;
  for (const f of form.querySelectorAll("[data-share]")) sum += whole(f.value.trim() || f.dataset.share) || 0;
  const left = form.dataset.goal - sum;
  const text = left > 0 ? form.dataset.lacking : left < 0 ? form.dataset.over : form.dataset.even;
  const out = document.getElementById("f-sum");
  out.textContent = text.replace("#s", group(sum)).replace("#d", group(Math.abs(left)));
  out.classList.toggle("t-ok", !left);
  out.classList.toggle("t-slow", !!left);
}
if (form) {
  form.addEventListener("input", add);
  add();
}
const find = document.querySelector("[data-find]");
if (find) {
  find.hidden = false;
  find.addEventListener("input", (e) => {
    const words = fold(e.target.value).split(/\s+/);
    for (const row of document.querySelectorAll("[data-name]")) row.hidden = !words.every((w) => fold(row.dataset.name).includes(w));
  });
  find.addEventListener("keydown", (e) => e.key === "Enter" && e.preventDefault()); // not the form's
}
