// Says by name which files were chosen, in place of the browser's own words, which are in the browser's language; and of one
// that is too large to be taken says so before it is sent.
document.addEventListener("change", ({ target }) => {
  const out = target.files && target.parentElement.querySelector("[data-none]");
  if (!out) return;
  const over = [...target.files].some((f) => f.size > Number(target.dataset.most || Infinity));
  out.textContent = [...target.files].map((f) => f.name).concat(over ? target.dataset.over : []).join(", ") || out.dataset.none;
});
