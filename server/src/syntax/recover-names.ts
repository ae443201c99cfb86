// Reading package names, paths and versions in broken text.

import type { RecoveringReader } from './reader.ts';

const VERSION = /^[0-9]+\.[0-9]+\.[0-9]+(-([0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?)?(\+([0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?)?/;
const MAX_VERSION = 300;
const MAX_DOTS = 32;

export function readVersion(reader: RecoveringReader): void {
  const { start } = reader.peek();
  const match = VERSION.exec(reader.text.slice(start, start + MAX_VERSION));
  if (match !== null) {
    const end = start + match[0].length;
    reader.flat.leaf('version', start, end);
    reader.jump(end);
    return;
  }
  if (!reader.at('integer')) {
    const isGlued = reader.atWord() && start === reader.previousEnd;
    reader.expected('a version like `1.0.0`');
    if (isGlued) takeNumbers(reader);
    return;
  }
  const { start: from, end } = takeNumbers(reader);
  const written = reader.text.slice(from, end);
  const message = `invalid version: \`${written}\` needs three numbers, like \`1.0.0\``;
  const numbers = written.replace(/\.$/, '').split('.');
  const fixed = [...numbers, '0', '0'].slice(0, 3).join('.');
  const fix =
    numbers.length < 3 && /^[0-9.]+$/.test(written)
      ? { fix: { title: `Change to \`${fixed}\``, edits: [{ start: from, end, text: fixed }] } }
      : {};
  reader.problem('syntax/invalid-version', { start: from, end }, message, fix);
}

/** What was meant as a version: numbers and dots without a gap. */
export function takeNumbers(reader: RecoveringReader): { start: number; end: number } {
  const { start, end: first } = reader.take();
  let end = first;
  while (reader.peek().start === end && (reader.at('.') || reader.at('integer') || reader.at('identifier'))) {
    // The dot before `{` belongs to `use`.
    if (reader.at('.') && reader.peek(1).kind === '{') break;
    end = reader.take().end;
  }
  return { start, end };
}

/** The `@` of a version, and not that of an attribute on the next line, above what was there before. */
function acceptVersionSign(reader: RecoveringReader): boolean {
  const token = reader.peek();
  if (token.kind === '@' && reader.onNewLine(token) && reader.peek(1).kind !== 'integer') return false;
  return reader.accept('@') !== undefined;
}

export function readPackageName(reader: RecoveringReader): void {
  reader.node('package_name', () => {
    if (!reader.name('a package name like `namespace:name`', ':')) return;
    if (!reader.accept(':')) {
      reader.expected("`:` and the package's name, as in `namespace:name`");
      return;
    }
    if (!reader.name('the name of the package', ';', '@', '{')) return;
    if (acceptVersionSign(reader)) readVersion(reader);
  });
}

/** `inUse`: names in braces follow, after a dot. */
export function readUsePath(reader: RecoveringReader, inUse = false): void {
  reader.node('use_path', () => {
    if (!reader.name('the name of an interface', ':', ';', '.', 'as', 'with')) return;
    if (!reader.accept(':')) {
      if (hasDots(reader, inUse)) readDots(reader);
      else if (reader.at('/')) readSlash(reader);
      return;
    }
    if (!reader.name('the name of a package', '/', ';')) return;
    if (!reader.accept('/')) {
      reader.expected('`/` and the name of an interface');
      if (acceptVersionSign(reader)) reader.quietly(() => readVersion(reader));
      return;
    }
    if (!reader.name('the name of an interface', '@', ';', '.', 'as', 'with')) return;
    if (acceptVersionSign(reader)) readPathVersion(reader);
  });
}

/** What is no version stays in the tree as one, so that the path is not taken for one without a version. */
function readPathVersion(reader: RecoveringReader): void {
  const { flat } = reader;
  const { start } = reader.peek();
  const before = flat.kinds.length;
  readVersion(reader);
  if (flat.kinds.length > before) return;
  const end = Math.max(reader.previousEnd, start);
  const index = flat.open('version', start);
  flat.leaf('ERROR', end, end);
  flat.close(index, end);
}

function hasDots(reader: RecoveringReader, inUse: boolean): boolean {
  let ahead = 0;
  while (ahead < MAX_DOTS && reader.peek(ahead).kind === '.' && reader.atWord(ahead + 1)) ahead += 2;
  if (ahead === 0 || ahead === MAX_DOTS) return ahead === MAX_DOTS;
  return !inUse || (reader.peek(ahead).kind === '.' && reader.peek(ahead + 1).kind === '{');
}

/** Old syntax with dots between names: `pkg.types`, `self.types`, `http.types`. */
function readDots(reader: RecoveringReader): void {
  const { flat } = reader;
  const first = flat.kinds.length - 1;
  const start = flat.start(first);
  const words = [reader.text.slice(start, flat.end(first))];
  while (reader.at('.') && reader.atWord(1)) {
    reader.take();
    words.push(reader.slice(reader.take()));
  }
  const end = reader.previousEnd;
  const name = words.at(-1) ?? '';
  // The path meant the last of its words; of which package, only `self` and `pkg` tell.
  const own = words[0] === 'self' || words[0] === 'pkg';
  if (own) flat.starts[first] = end - name.length;
  else flat.kinds[first] = 'ERROR';
  flat.ends[first] = end;
  const message = own
    ? `paths no longer use dots: an interface of this package is just \`${name}\``
    : 'paths no longer use dots: an interface of another package is written `namespace:package/interface`';
  const fix = own ? { fix: reader.change({ start, end }, name, `Change to \`${name}\``) } : {};
  reader.problem('syntax/old-path', { start, end }, message, fix);
}

/** `wasi/io/streams@0.2.0`: whatever it names, it is not an interface of this package. */
function readSlash(reader: RecoveringReader): void {
  const { flat } = reader;
  const first = flat.kinds.length - 1;
  const message = 'expected `:`, found `/`: an interface of another package is written `namespace:package/interface`';
  reader.problem('syntax/expected', reader.peek(), message);
  while (reader.at('/') && reader.atWord(1)) {
    reader.take();
    reader.take();
  }
  if (acceptVersionSign(reader)) reader.quietly(() => readVersion(reader));
  flat.kinds[first] = 'ERROR';
}
