// Pages as HTML that stands on its own: no request elsewhere, no script in it, nothing that needs one.

import type { ChangelogChange, ChangelogRelease } from '../features/contracts/changelog.ts';
import { HEADINGS, leadOf, VERDICTS, withoutItem } from '../features/contracts/changelog.ts';
import { ASSETS, relative } from './addresses.ts';
import { Body, breakable, outline } from './body.ts';
import { escapeHtml } from './escape.ts';
import { docsHtml, lineHtml } from './markdown.ts';
import type { Page } from './page.ts';

/** Nothing from elsewhere, nothing inline. `file:` for sites that are opened from the disk. */
const POLICY =
  "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file:; base-uri 'none'; form-action 'none'";

const BODY = new Body({ blocks: docsHtml, line: lineHtml, release: releaseHtml });

export interface SiteFrame {
  readonly title: string;
  /** Guides in the header: text and address. */
  readonly links: readonly { readonly text: string; readonly address: string }[];
}

export function pageHtml(page: Page, site: SiteFrame): string {
  const to = (address: string): string => escapeHtml(relative(page.path, address));
  const root = '../'.repeat(page.path.split('/').length - 1);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escapeHtml(page.title === site.title ? page.title : `${page.title} · ${site.title}`)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer">
<link rel="stylesheet" href="${to(`${ASSETS}/site.css`)}">
<link rel="icon" href="${to(`${ASSETS}/icon.svg`)}" type="image/svg+xml">
${page.feed === undefined ? '' : `<link rel="alternate" type="application/atom+xml" title="${escapeHtml(page.heading)}" href="${escapeHtml(page.feed)}">\n`}<script src="${to(`${ASSETS}/theme.js`)}"></script>
<script src="${to(`${ASSETS}/search.js`)}" defer></script>
</head>
<body data-root="${escapeHtml(root)}">
<a class="skip" href="#main">Skip to content</a>
<header class="top">
<a class="home" href="${to('index.html')}">${escapeHtml(site.title)}</a>
<div class="search" hidden></div>
<nav aria-label="Site">${[...site.links, { text: 'Problems', address: 'problems.html' }]
    .map(({ text, address }) => `<a href="${to(address)}">${escapeHtml(text)}</a>`)
    .join('')}<button class="theme" type="button" hidden aria-label="Theme: system"></button></nav>
</header>
${outline(page)}${BODY.main(page)}</body>
</html>
`;
}

// History

function releaseHtml(release: ChangelogRelease): string {
  const label = release.label === null ? '' : ` <span class="muted">${escapeHtml(release.label)}</span>`;
  const groups = VERDICTS.map((verdict) => {
    const changes = release.kind === 'removed' ? [] : release.changes.filter((it) => it.verdict === verdict);
    if (changes.length === 0) return '';
    return `<h3>${HEADINGS[verdict]}</h3>\n<ul class="changes ${verdict}">\n${changes.map(changeHtml).join('')}</ul>\n`;
  });
  return `<p>${lineHtml({ markdown: leadOf(release), links: {} })}${label}</p>\n${groups.join('')}`;
}

function changeHtml(it: ChangelogChange): string {
  const who = [...(it.importersBreak ? ['importers'] : []), ...(it.implementersBreak ? ['implementers'] : [])];
  const breaks = who.length === 0 ? '' : ` <span class="badge bad">breaks ${who.join(' and ')}</span>`;
  const accepted =
    it.accepted === null ? '' : ` <span class="muted">Accepted: ${escapeHtml(it.accepted.reason)}</span>`;
  const what = it.messages.map((message) => withoutItem(message, it.item)).join('; ');
  const before = it.before === null || it.before === it.after ? '' : `<del>${escapeHtml(it.before)}</del>`;
  const after = it.after === null || it.before === it.after ? '' : `<ins>${escapeHtml(it.after)}</ins>`;
  const both =
    before + after === ''
      ? ''
      : `<pre class="diff" tabindex="0"><code>${before}${before === '' || after === '' ? '' : '\n'}${after}</code></pre>`;
  return `<li><code>${breakable(it.item)}</code> ${lineHtml({ markdown: what, links: {} })}${breaks}${accepted}${both}</li>\n`;
}
