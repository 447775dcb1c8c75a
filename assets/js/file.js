// Says by name which files were chosen, in place of the browser's own words, which are in the browser's language.
document.addEventListener("change", ({ target }) => {
  const out = target.files && target.parentElement.querySelector("[data-none]");
  if (out) out.textContent = [...target.files].map((f) => f.name).join(", ") || out.dataset.none;
});
