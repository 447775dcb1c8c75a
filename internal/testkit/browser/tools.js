(() => {
  // Evaluated anew for each step: nothing is left behind in the page.
  const pressable = 'a, button, summary, label, option, [role], input[type=submit], input[type=button]';
  const words = (e) => (e.innerText ?? e.textContent ?? '').replace(/\s+/g, ' ').trim() || e.value || '';
  const all = (selector) => {
    if (!selector.startsWith('text=')) return [...document.querySelectorAll(selector)];
    const found = [...document.querySelectorAll(pressable)].filter((e) => words(e) === selector.slice(5));
    return found.filter((e) => !found.some((other) => other !== e && e.contains(other)));
  };
  const find = (selector) => all(selector)[0] ?? null;
  const name = (e) => e.outerHTML.slice(0, e.outerHTML.indexOf('>') + 1).slice(0, 120);

  const aim = (selector) => {
    const e = find(selector);
    e.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
    const box = [...e.getClientRects()].find((r) => r.width > 0 && r.height > 0);
    if (!box) return { Refused: 'it has no size: ' + name(e) };
    if (e.disabled) return { Refused: 'it is disabled: ' + name(e) };
    const at = { X: box.left + box.width / 2, Y: box.top + box.height / 2 };
    const hit = document.elementFromPoint(at.X, at.Y);
    if (!hit) return { Refused: 'it is outside the window: ' + name(e) };
    const label = hit.closest('label');
    if (e.contains(hit) || hit.contains(e) && hit.tagName === 'LABEL' || label && label.control === e) return at;
    return { Refused: 'something lies over it: ' + name(hit) };
  };

  const fill = (selector, text) => {
    const e = find(selector);
    if (e.disabled || e.readOnly) return 'it takes no input';
    e.focus();
    if (e.tagName === 'SELECT') {
      const option = [...e.options].find((o) => o.value === text || words(o) === text);
      if (!option) return 'no such choice among ' + [...e.options].map(words).join(' | ');
      e.value = option.value;
    } else if (e.type === 'checkbox' || e.type === 'radio' || e.type === 'file') {
      return 'a field of type ' + e.type + ' is clicked or uploaded to';
    } else {
      e.value = text;
      if (e.value !== text.replace(/\r\n?/g, '\n')) return 'the field made ' + JSON.stringify(e.value) + ' of it';
    }
    e.dispatchEvent(new Event('input', { bubbles: true }));
    e.dispatchEvent(new Event('change', { bubbles: true }));
    return '';
  };

  return {
    find, aim, fill,
    exists: (selector) => find(selector) !== null,
    texts: (selector) => all(selector).map(words),
    value: (selector) => find(selector).value ?? '',
    ready: () => document.readyState === 'complete' &&
      !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling, .htmx-added'),
    sideways: () => {
      const width = document.documentElement.clientWidth;
      const scrolls = (e) => { // inside a box that scrolls or cuts by itself
        for (let p = e.parentElement; p && p !== document.body; p = p.parentElement) {
          if (getComputedStyle(p).overflowX !== 'visible') return true;
        }
        return false;
      };
      const over = [...document.body.querySelectorAll('*')]
        .filter((e) => e.getBoundingClientRect().right > Math.min(width, screen.width) + 1 && !scrolls(e)).map(name);
      return { Width: document.scrollingElement.scrollWidth, Over: over.slice(0, 5) };
    },
  };
})()
