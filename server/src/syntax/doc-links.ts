// Links in documentation that name items of WIT, as rustdoc has them: [`stream`], [`streams.input-stream`],
// [text][`wasi:io/streams`], [text](wasi:io/streams).

import { commentsBefore, docsText } from './docs.ts';
import type { ItemTree } from './items.ts';

export interface DocLink {
  /** The path as written, without backquotes, `%` and a final `()`. */
  readonly path: string;
  /** The path in the documentation. A link never goes over the end of a line. */
  readonly start: number;
  readonly end: number;
}

/** A path in its parts. */
export interface DocPath {
  /** `ns:name`. */
  readonly package?: string;
  readonly version?: string;
  /** `interface`, `interface.type.member`, or what is seen from the place of the link. */
  readonly names: readonly string[];
}

const ID = '%?[A-Za-z][A-Za-z0-9-]*';
const VERSION = String.raw`@\d+\.\d+\.\d+(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*(?=#|$))?`;
const PACKAGE = `(${ID}:${ID})(?:/(${ID}))?(?:(${VERSION}))?`;
const REST = String.raw`((?:(?:\.|::|#)${ID}){0,3})(?:\(\))?`;
const PATH = new RegExp(`^(?:${PACKAGE}|(${ID}))${REST}$`);

/** Undefined for whatever does not look like a path. */
export function readDocPath(text: string): DocPath | undefined {
  if (text.length > 300) return undefined;
  const match = PATH.exec(text);
  if (match === null) return undefined;
  const [, from, item, version, first, rest = ''] = match;
  const names = [item ?? first, ...rest.split(/\.|::|#/)].filter((it) => it !== undefined && it !== '');
  return {
    ...(from === undefined ? {} : { package: plain(from) }),
    ...(version === undefined ? {} : { version: version.slice(1) }),
    names: names.map((it) => plain(it ?? '')),
  };
}

function plain(name: string): string {
  return name.replaceAll('%', '');
}

/** `[`path`]` that no target follows, `[…][`path`]`, `[…](ns:name/…)`. */
const LINK = /\[`([^`\][\n]+)`\](?![([:])|\]\[`([^`\][\n]+)`\]|\]\(<?([\w%-]+:[\w%-]+[^\s()<>]*)>?\)/g;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
/** Schemes of addresses, which are no namespaces. */
const SCHEMES = /^(?:https?|mailto|ftp|tel|urn|data|javascript|vbscript|file|irc|xmpp|ssh|git):/i;

/** The links of a documentation in their order. What stands in code is not one. */
export function docLinksIn(docs: string): readonly DocLink[] {
  if (!docs.includes(']')) return [];
  const found: DocLink[] = [];
  let fence: string | undefined;
  let at = 0;
  for (const line of docs.split('\n')) {
    const mark = FENCE.exec(line)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence) === true) fence = undefined;
    } else if (mark !== undefined) fence = mark;
    else found.push(...linksInLine(line, at));
    at += line.length + 1;
  }
  return found;
}

function* linksInLine(line: string, offset: number): Generator<DocLink> {
  for (const match of line.matchAll(LINK)) {
    const [whole, shortcut, reference, target] = match;
    const text = shortcut ?? reference ?? target ?? '';
    if (readDocPath(text) === undefined || (target !== undefined && SCHEMES.test(target))) continue;
    if (isInCode(line, match.index + (shortcut === undefined ? 1 : 0))) continue;
    const start = offset + match.index + whole.lastIndexOf(text);
    yield { path: text, start, end: start + text.length };
  }
}

/** Is a place of a line inside a code span? */
function isInCode(line: string, place: number): boolean {
  for (let at = 0; at < place; ) {
    const open = /`+/g;
    open.lastIndex = at;
    const begin = open.exec(line);
    if (begin === null || begin.index >= place) return false;
    const [ticks] = begin;
    const close = closing(line, ticks, begin.index + ticks.length);
    if (close === -1) at = begin.index + ticks.length;
    else if (close > place) return true;
    else at = close;
  }
  return false;
}

/** The end of the code span that these backquotes began; -1 where nothing closes it. */
function closing(line: string, ticks: string, from: number): number {
  const run = /`+/g;
  run.lastIndex = from;
  for (let match = run.exec(line); match !== null; match = run.exec(line))
    if (match[0] === ticks) return match.index + ticks.length;
  return -1;
}

/** The links in the documentation of the item that the token at `start` begins, at their places in the file. */
export function docLinksBefore(tree: ItemTree, start: number): readonly DocLink[] {
  const comments = commentsBefore(tree, start);
  if (comments.length === 0) return [];
  const docs = docsText(comments.map((it) => tree.text.slice(it.start, it.end)));
  const links = docLinksIn(docs);
  if (links.length === 0) return [];
  // Each line of the documentation is the end of a line of the comments, or a part of it.
  const lines = comments.flatMap((it) => linesFrom(tree.text.slice(it.start, it.end), it.start));
  const found: DocLink[] = [];
  let [next, at] = [0, 0];
  for (const [index, line] of docs.split('\n').entries()) {
    const raw = lines[index];
    for (let link = links[next]; link !== undefined && link.start < at + line.length; link = links[next]) {
      next++;
      const column = raw?.text.indexOf(line) ?? -1;
      if (raw === undefined || column === -1) continue;
      const from = raw.start + column + link.start - at;
      found.push({ path: link.path, start: from, end: from + link.path.length });
    }
    at += line.length + 1;
  }
  return found;
}

function linesFrom(text: string, start: number): { readonly text: string; readonly start: number }[] {
  let at = start;
  return text.split('\n').map((line) => {
    const found = { text: line, start: at };
    at += line.length + 1;
    return found;
  });
}
