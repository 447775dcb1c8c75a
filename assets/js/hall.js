// What phones, the big screen and the host's page of a show share: the line to the game, the clock, texts and tones.
// Plain script of ES2017 with one name, Hall: old phones play too.
"use strict";
const Hall = (function () {
  // ---- Texts come with the page: a JSON script element with the id words.
  const box = document.getElementById("words");
  const words = box ? JSON.parse(box.textContent) : {};
  // say("wait", {n: 3}) puts 3 where the text has {n}.
  function say(key, args) {
    return (words[key] || key).replace(/\{(\w+)\}/g, (all, name) => (args && name in args ? args[name] : all));
  }
  const comma = document.documentElement.lang === "en" ? "." : ",";
  const point = comma === "," ? "." : ",";
  function number(n) {
    return String(n).replace(/\B(?=(\d{3})+$)/g, point);
  }
  // hundredths(1234) is 12,34.
  function hundredths(n) {
    const cents = n % 100;
    return number(Math.floor(n / 100)) + (cents ? comma + ("0" + cents).slice(-2).replace(/0$/, "") : "");
  }

  // ---- Elements without markup in strings: nothing a player types can become part of a page.
  // make("li", {class: "row", onclick: f}, "text", otherElement)
  function make(tag, attrs, ...inside) {
    const el = /^(svg|path|circle|rect|g|text|use|line)$/.test(tag) ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
    for (const [name, value] of Object.entries(attrs || {})) {
      if (value === false || value === null || value === undefined) continue;
      if (name.startsWith("on")) el.addEventListener(name.slice(2), value);
      else el.setAttribute(name, value === true ? "" : value);
    }
    el.append(...inside.filter((x) => x !== null && x !== undefined && x !== false));
    return el;
  }
  function fill(el, ...inside) {
    el.textContent = "";
    el.append(...inside.filter((x) => x !== null && x !== undefined && x !== false));
  }

  // ---- The line: opens, answers pings, opens again when it breaks, sooner or later by chance so that a hall does not
  // come back all at once. on.frame(f) gets every frame, on.link(up) hears of the line.
  const silence = 14000; // the server sends something every five seconds: a line this long without a word is dead, open as it looks
  function line(path, on) {
    let ws = null, tries = 0, ended = false, timer = 0, heard = 0;
    function open() {
      clearTimeout(timer);
      ws = new WebSocket(location.origin.replace(/^http/, "ws") + path);
      ws.onmessage = (e) => {
        heard = performance.now();
        const f = JSON.parse(e.data);
        if (f.t === "ping") return send({ t: "pong", n: f.n });
        tries = 0;
        if (f.t === "out") ended = true;
        on.frame(f);
      };
      ws.onopen = () => {
        heard = performance.now();
        if (on.link) on.link(true);
      };
      ws.onclose = closed;
    }
    function closed() {
      if (on.link) on.link(false);
      if (ended) return;
      timer = setTimeout(open, Math.random() * Math.min(8000, 400 * 2 ** tries++) + 200);
    }
    setInterval(() => {
      if (ws.readyState !== WebSocket.OPEN || performance.now() - heard < silence) return;
      ws.onmessage = ws.onclose = null; // a phone that has changed its network waits minutes for a close
      ws.close();
      closed();
    }, 2000);
    function send(what) {
      if (!ws || ws.readyState !== WebSocket.OPEN) return false;
      ws.send(JSON.stringify(what));
      return true;
    }
    function again() { // a phone that wakes up does not wait
      if (!ended && ws && ws.readyState > WebSocket.OPEN) { tries = 0; open(); }
    }
    addEventListener("online", again);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) again(); });
    open();
    return { send, end() { ended = true; ws.close(); } };
  }

  // ---- The clock counts down from what the server says is left; what the phone's own clock shows does not matter.
  // clock(asked, tick): tick(milliseconds left, share left 0..1) ten times a second, until stop().
  function clock(asked, tick) {
    const end = performance.now() + asked.left;
    const show = () => {
      const left = Math.max(0, end - performance.now());
      tick(left, left / (asked.seconds * 1000));
      if (!left) clearInterval(timer);
    };
    const timer = setInterval(show, 100);
    show();
    return { stop() { clearInterval(timer); }, left: () => Math.max(0, end - performance.now()) };
  }

  // ---- Tones: [[key as MIDI counts, milliseconds], …] with a plucked voice. Returns {stop, length in ms}.
  let audio = null;
  function sound() {
    if (!audio) audio = new (window.AudioContext || window.webkitAudioContext)();
    if (audio.state === "suspended") audio.resume();
    return audio;
  }
  function play(notes) {
    const a = sound(), out = a.createGain();
    out.connect(a.destination);
    let at = a.currentTime + 0.05, length = 0;
    for (const [key, ms] of notes) {
      if (key) tone(a, out, 440 * 2 ** ((key - 69) / 12), at, ms / 1000);
      at += ms / 1000;
      length += ms;
    }
    return { length, stop() { out.disconnect(); } };
  }
  function tone(a, out, pitch, at, seconds) {
    const o = a.createOscillator(), g = a.createGain();
    o.type = "triangle";
    o.frequency.value = pitch;
    g.gain.setValueAtTime(0, at);
    g.gain.linearRampToValueAtTime(0.3, at + 0.012);
    g.gain.exponentialRampToValueAtTime(0.04, at + seconds);
    g.gain.linearRampToValueAtTime(0, at + seconds + 0.08);
    o.connect(g);
    g.connect(out);
    o.start(at);
    o.stop(at + seconds + 0.1);
  }

  return { say, number, hundredths, comma, make, fill, line, clock, sound, play, letters: "ABCDEFGH" };
})();
