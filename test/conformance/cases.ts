// The packages that the reference's word is known for: its own suite, the roots of the corpus, and our own fixtures. Each is
// read into memory, so that both sides see the same bytes and mutations need no disk.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where every package lies while it is looked at. */
export const PLACE = '/w';

export interface WitPackage {
  /** A directory or a file, below `PLACE`. */
  readonly path: string;
  /** By absolute path. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export interface Case extends WitPackage {
  /** Unique, with the suite before the first `/`. */
  readonly name: string;
  readonly features: readonly string[];
  readonly expected?: Expected;
  /** A file with the resolved package as the reference's JSON. */
  readonly golden?: string;
}

export interface Expected {
  readonly resolve: 'accept' | 'reject';
  readonly validate?: 'accept' | 'reject';
  readonly message?: string;
  readonly place?: Place;
}

/** One-based; `column` in bytes, as the reference counts. `file` is the end of a path. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const here = path.dirname(fileURLToPath(import.meta.url));

/** The repository, from `test/conformance` or from a bundle in `.cache/conformance`. */
export const REPOSITORY = path.resolve(here, '../..');
export const SHARED = path.resolve(REPOSITORY, '../shared');

export function fixedCases(): Case[] {
  return [...suiteCases(), ...corpusCases(), ...fixtureCases()];
}

/** The reference's own suite; the feature `active` is active there. */
export function suiteCases(): Case[] {
  const suite = path.join(SHARED, 'conformance', 'wit-parser');
  const cases: Case[] = [];
  for (const kind of ['accept', 'reject'] as const) {
    const directory = path.join(suite, kind);
    if (!existsSync(directory)) continue;
    for (const name of readdirSync(directory).sort()) {
      const at = path.join(directory, name);
      if (!name.endsWith('.wit') && !statSync(at).isDirectory()) continue;
      const stem = `${at.replace(/\.wit$/, '')}.wit`;
      const known = kind === 'accept' ? { resolve: kind } : { resolve: kind, ...said(`${stem}.result`) };
      const golden = existsSync(`${stem}.json`) ? { golden: `${stem}.json` } : {};
      cases.push({ name: `suite/${name}`, features: ['active'], expected: known, ...golden, ...readPackage(at) });
    }
  }
  return cases;
}

/** Message and place of the reference's error. */
function said(file: string): { message: string; place?: Place } {
  const [head = '', place] = readFileSync(file, 'utf8').split(/\n {5}--> /);
  const message = head.replace(/^(?:failed to [^:]*: )+tests\/[^\s:]*: |^(?:failed to [^:]*: )+/, '').trim();
  const [, at, line, column] = /^(\S+?):(\d+):(\d+)/.exec(place ?? '') ?? [];
  if (at === undefined) return { message };
  return { message, place: { file: path.basename(at), line: Number(line), column: Number(column) } };
}

/** Real package roots; the verdicts are what the reference said of them. */
export function corpusCases(): Case[] {
  const corpus = path.join(SHARED, 'corpus');
  const verdicts = path.join(corpus, 'VERDICTS-1.263.tsv');
  if (!existsSync(verdicts)) return [];
  const rows = readFileSync(verdicts, 'utf8').trim().split('\n').slice(1);
  return rows.map((row) => {
    const [root = '', resolve, validate, message = ''] = row.split('\t');
    const expected: Expected = {
      resolve: resolve === 'accept' ? 'accept' : 'reject',
      ...(validate === 'accept' || validate === 'reject' ? { validate } : {}),
      message,
    };
    return { name: `corpus/${root}`, features: [], expected, ...readPackage(path.join(corpus, root)) };
  });
}

/** Our own: archives of several files, judged by the live reference. A first line `// features: a b` activates gates. */
export function fixtureCases(): Case[] {
  const directory = path.join(REPOSITORY, 'test', 'conformance', 'fixtures');
  return readdirSync(directory)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .flatMap((name) => readFixtures(name.slice(0, -4), readFileSync(path.join(directory, name), 'utf8')));
}

/**
 * `//= name` begins a case, with `features: a b` behind it if some are active; `//- path` begins a file of it. A case whose
 * files all lie at its top and are one is that file, if it is `file.wit`.
 */
export function readFixtures(suite: string, text: string): Case[] {
  const cases: Case[] = [];
  for (const part of text.split(/^\/\/= /m).slice(1)) {
    const [head = '', ...bodies] = part.split(/^(?=\/\/- \S+$)/m);
    const [, name = '', features = ''] = /^(\S+)(?: features: ([^\n]*))?/.exec(head) ?? [];
    const files = new Map<string, Uint8Array>();
    for (const body of bodies) {
      const newline = body.indexOf('\n');
      files.set(`${PLACE}/${body.slice(4, newline).trim()}`, new TextEncoder().encode(body.slice(newline + 1)));
    }
    const single = `${PLACE}/file.wit`;
    cases.push({
      name: `${suite}/${name}`,
      features: features.split(' ').filter((it) => it !== ''),
      path: files.has(single) ? single : PLACE,
      files,
    });
  }
  return cases;
}

/** A package on the disk: the files of its directory, of `deps/` and of the directories in there. */
export function readPackage(at: string): WitPackage {
  const files = new Map<string, Uint8Array>();
  if (!statSync(at).isDirectory()) {
    const file = `${PLACE}/${path.basename(at)}`;
    files.set(file, readFileSync(at));
    return { path: file, files };
  }
  take(at, PLACE, (name) => name === 'deps', files);
  return { path: PLACE, files };
}

function take(from: string, to: string, enter: (name: string) => boolean, files: Map<string, Uint8Array>): void {
  for (const name of readdirSync(from).sort()) {
    const file = behindLinks(path.join(from, name));
    if (file === undefined) continue;
    if (!statSync(file).isDirectory()) files.set(`${to}/${name}`, readFileSync(file));
    else if (enter(name)) take(file, `${to}/${name}`, () => to === PLACE, files);
  }
}

/**
 * Symbolic links of the corpus may have become files that hold where they led.
 */
function behindLinks(file: string): string | undefined {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined || stat.isDirectory() || stat.size > 300) return stat === undefined ? undefined : file;
  const target = readFileSync(file, 'utf8').trim();
  if (!/^[^\s{};]*\/[^\s{};]*$/.test(target)) return file;
  const place = path.resolve(path.dirname(file), target);
  return existsSync(place) ? behindLinks(place) : file;
}
