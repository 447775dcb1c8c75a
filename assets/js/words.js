// Putting a figure where the caret is, and finding it in the list. What is put in is only words: the server reads them.
const fold = (s) => s.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
const list = document.getElementById("so-lieu");
const into = list.querySelector("[data-into]");
let area = document.querySelector("textarea[data-words]");
area?.setSelectionRange(area.value.length, area.value.length); // nobody has been there yet: after what is written

// The section one writes in is the one a figure goes to.
document.addEventListener("focusin", (e) => {
  if (!e.target.matches("textarea[data-words]")) return;
  area = e.target;
  into.textContent = into.dataset.into.replace("#s", area.dataset.words);
});

// put sets a token at the caret, with blanks where words would stick to it.
function put(token) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const before = /[\p{L}\p{N},.;:}]$/u.test(value.slice(0, from)) ? " " : "";
  const after = /^[\p{L}\p{N}{]/u.test(value.slice(to)) ? " " : "";
  area.setRangeText(before + token + after, from, to, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}
list.addEventListener("click", (e) => {
  const token = e.target.closest("[data-token]")?.dataset.token;
  if (!token || !area) return;
  put(token);
  if (location.hash === "#so-lieu") location.hash = area.id; // the list lies over the page on a phone
  area.focus();
});

const find = document.getElementById("find-offer");
find.addEventListener("input", () => {
  const words = fold(find.value).split(/\s+/);
  for (const row of list.querySelectorAll("[data-name]")) row.hidden = !words.every((w) => fold(row.dataset.name).includes(w));
  let some = false;
  for (const group of list.querySelectorAll("[data-group]")) {
    group.hidden = !group.querySelector("[data-name]:not([hidden])");
    some ||= !group.hidden;
  }
  list.querySelector("[data-nothing]").hidden = some;
});
