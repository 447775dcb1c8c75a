// The form of a question and the list of tunes: fields that fit the kind, one more option, listening to a tune (by Hall, hall.js).
// Without it the buttons of the form do the same by way of the server. Plain script of ES2017.
"use strict";
(function () {
  const $$ = (css, root) => Array.from((root || document).querySelectorAll(css));
  let tunes = {}; // by id: notes, and how many seconds of them a question plays
  const form = document.getElementById("question");

  // ---- Fields that fit the kind. What is hidden is sent as well.
  function fit() {
    const chosen = form.querySelector("[name=kind]:checked");
    for (const el of $$("[data-kinds]", form)) el.hidden = el.dataset.kinds.split(" ").indexOf(chosen ? chosen.value : "") < 0;
  }
  function oneRight(tick) { // the kind with one right answer has no other one
    const chosen = form.querySelector("[name=kind]:checked");
    if (!tick.checked || !chosen || chosen.value !== "one") return;
    for (const other of $$("[name=right]", form)) if (other !== tick) other.checked = false;
  }
  function more(e) {
    const hidden = $$("[data-option][hidden]", form);
    e.preventDefault();
    if (!hidden.length) return;
    hidden[0].hidden = false;
    hidden[0].querySelector("input").focus();
    form.elements.rows.value = $$("[data-option]", form).length - hidden.length + 1;
    e.currentTarget.hidden = hidden.length === 1;
  }

  // ---- Listening. Moments of a tune are seconds, as the form says them: 12,5.
  const seconds = (text) => parseFloat(String(text).replace(",", "."));
  const chosenTune = () => (form.elements.sound.value.indexOf("tune:") ? "" : form.elements.sound.value.slice(5));
  function part(tune) {
    if (!form) return tune.notes;
    const from = seconds(form.elements.from.value) * 1000 || 0, to = seconds(form.elements.to.value) * 1000 || Infinity;
    let at = 0;
    return tune.notes.filter((n) => {
      const begin = at;
      at += n[1];
      return begin >= from - 60 && begin < to - 60; // moments in the form are rounded
    });
  }
  let playing = null;
  function stop() {
    if (!playing) return;
    clearTimeout(playing.timer);
    playing.sound.stop();
    playing.label.textContent = playing.said;
    playing = null;
  }
  function listen(e) {
    const button = e.currentTarget, label = button.querySelector("span"), again = playing && playing.label === label;
    const tune = tunes[button.dataset.listen || chosenTune()];
    stop();
    if (again || !tune) return;
    const sound = Hall.play(part(tune));
    playing = { sound, label, said: label.textContent, timer: setTimeout(stop, sound.length + 100) };
    label.textContent = button.dataset.stop;
  }
  // A tune that is chosen is heard from its beginning; what is no tune has no parts.
  function chose(fresh) {
    const id = chosenTune(), tune = tunes[id];
    for (const el of $$("[data-tune]", form)) el.hidden = !id;
    if (fresh && tune) {
      form.elements.from.value = "0";
      form.elements.to.value = String(Math.round(tune.seconds * 10) / 10).replace(".", ",");
    }
    stop();
  }

  function heard(all) {
    tunes = all;
    for (const button of $$("[data-listen]")) {
      button.hidden = false;
      button.addEventListener("click", listen);
    }
  }
  if (document.querySelector("[data-listen]")) fetch("/shows/tunes").then((r) => r.json()).then(heard);
  if (!form) return;
  form.addEventListener("change", (e) => {
    if (e.target.name === "kind") fit();
    if (e.target.name === "right") oneRight(e.target);
    if (e.target.name === "sound") chose(true);
  });
  for (const button of $$("[data-more]", form)) button.addEventListener("click", more);
  fit();
  if (form.elements.sound) chose(false);
})();
