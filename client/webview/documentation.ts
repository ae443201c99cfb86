// The panel of documentation: pages as `docs` writes them, with a way back and a switch to follow the cursor. Knows nothing of
// VS Code but how to send it a message.

import type { FromDocumentation, KeptPage, ShownPage, ToDocumentation } from './documentation-messages.ts';
import { safeDocs } from './safe-docs.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: FromDocumentation): void;
  getState(): KeptPage | undefined;
  setState(state: KeptPage): void;
};

const host = acquireVsCodeApi();

function button(text: string, label: string, run: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.textContent = text;
  made.setAttribute('aria-label', label);
  made.addEventListener('click', run);
  return made;
}

const back = button('←', 'Back', () => host.postMessage({ kind: 'back' }));
const forward = button('→', 'Forward', () => host.postMessage({ kind: 'forward' }));
const follow = button('Follow the cursor', 'Follow the cursor', () => {
  const on = follow.getAttribute('aria-pressed') !== 'true';
  follow.setAttribute('aria-pressed', String(on));
  host.postMessage({ kind: 'follow', on });
});
const note = document.createElement('p');
note.setAttribute('role', 'status');
const bar = document.createElement('header');
bar.className = 'bar';
bar.append(back, forward, follow, note);
const view = document.createElement('div');
document.body.append(bar, view);

/** What stands there: the same again is not written again. */
let written: string | undefined;

function show({ body, docs, anchor, kept, ...can }: ShownPage): void {
  host.setState(kept);
  note.textContent = '';
  back.disabled = !can.back;
  forward.disabled = !can.forward;
  follow.setAttribute('aria-pressed', String(kept.follow));
  const all = JSON.stringify([body, docs]);
  if (all !== written) {
    written = all;
    write(body, docs);
  }
  if (anchor !== null) scroll(anchor);
}

function write(body: string, docs: ShownPage['docs']): void {
  const { scrollY } = window;
  const open = new Set([...view.querySelectorAll('details[open]')].map(keyOf));
  view.innerHTML = body;
  for (const place of view.querySelectorAll('[data-docs]')) {
    const one = docs[Number(place.getAttribute('data-docs'))];
    place.replaceWith(one === undefined ? '' : safeDocs(one));
  }
  for (const it of view.querySelectorAll('details')) it.open = open.has(keyOf(it));
  window.scrollTo(0, scrollY);
}

/** The item that something is about. */
function keyOf(it: Element): string | undefined {
  return it.closest('[id]')?.id;
}

function scroll(anchor: string): void {
  for (const it of view.querySelectorAll('.here')) it.classList.remove('here');
  const target = anchor === '' ? null : document.getElementById(anchor);
  target?.classList.add('here');
  if (target === null) window.scrollTo(0, 0);
  else target.scrollIntoView();
}

// Before VS Code, which would take a link to a page for one to a file.
window.addEventListener(
  'click',
  (event) => {
    const href = event.target instanceof Element ? event.target.closest('a')?.getAttribute('href') : undefined;
    if (href == null || /^(?:https?|mailto):/i.test(href)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    host.postMessage({ kind: 'link', href });
  },
  true,
);

window.addEventListener('message', ({ data }: MessageEvent<ToDocumentation>) => {
  if (data.kind === 'page') show(data);
  else note.textContent = 'This is not there any more; this is how it was.';
});
host.postMessage({ kind: 'ready' });
