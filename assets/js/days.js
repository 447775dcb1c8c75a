// A slider over days: it fills the day's field while it is dragged, and sends the field's form when it is let go.
const shown = (iso) => iso.split("-").reverse().join("/");
for (const slider of document.querySelectorAll("[data-days]")) {
  const days = slider.dataset.days.split(" ");
  const field = document.getElementById(slider.dataset.day);
  slider.parentElement.hidden = false;
  slider.addEventListener("input", () => {
    field.value = shown(days[slider.value]);
    slider.setAttribute("aria-valuetext", field.value);
  });
  slider.addEventListener("change", () => field.form.requestSubmit());
}
