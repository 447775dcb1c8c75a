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

  // ---- Work: where very many come from one address, each phone finds a number whose hash begins with zeros (gate.go).
  // Over plain http a browser has no hashes of its own, so SHA-256 stands here; the round constants are roots of primes.
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p)) primes.push(n);
  const bitsOf = (x) => ((x - Math.floor(x)) * 4294967296) | 0;
  const K = primes.map((p) => bitsOf(Math.cbrt(p))), H0 = primes.slice(0, 8).map((p) => bitsOf(Math.sqrt(p)));
  const turn = (x, n) => (x >>> n) | (x << (32 - n));
  // zeros("text") is with how many zero bits its hash begins, 32 at most; texts of up to 119 letters of ASCII.
  function zeros(text) {
    const size = text.length > 55 ? 32 : 16, w = new Int32Array(64), m = new Int32Array(size), h = H0.slice();
    for (let i = 0; i < text.length; i++) m[i >> 2] |= text.charCodeAt(i) << (24 - 8 * (i & 3));
    m[text.length >> 2] |= 0x80 << (24 - 8 * (text.length & 3));
    m[size - 1] = text.length * 8;
    for (let block = 0; block < size; block += 16) {
      for (let i = 0; i < 64; i++) {
        if (i < 16) { w[i] = m[block + i]; continue; }
        const a = w[i - 15], b = w[i - 2];
        w[i] = w[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + w[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
      }
      let [a, b, c, d, e, f, g, k] = h;
      for (let i = 0; i < 64; i++) {
        const x = (k + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
        const y = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        k = g; g = f; f = e; e = (d + x) | 0; d = c; c = b; b = a; a = (x + y) | 0;
      }
      [a, b, c, d, e, f, g, k].forEach((x, i) => { h[i] = (h[i] + x) | 0; });
    }
    return Math.clz32(h[0]);
  }
  // work({stamp, bits}, done): done("stamp 12345") once it is found; the page stays alive meanwhile.
  function work(asked, done) {
    let n = Math.floor(Math.random() * 1e9);
    (function some() {
      for (const end = performance.now() + 30; performance.now() < end;) {
        const tried = asked.stamp + " " + n++;
        if (zeros(tried) >= asked.bits) return done(tried);
      }
      setTimeout(some);
    })();
  }

  return { say, number, hundredths, comma, make, fill, line, clock, sound, play, work, zeros, letters: "ABCDEFGH" };
})();
