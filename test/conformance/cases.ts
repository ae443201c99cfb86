// The packages that the reference's word is known for: its own suite, the roots of the corpus, and our own fixtures. Each is
// read into memory, so that both sides see the same bytes and mutations need no disk.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
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
}

/** One-based; `column` in bytes, as the reference counts. `file` is the end of a path. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Cases of the reference's own suite, which were recorded with 0.257, and what changed their verdict. */
export const CHANGED_SINCE: Readonly<Record<string, string>> = {
  'suite/union-fuzz-2.wit': 'an empty record is refused at resolution since 0.260',
  'suite/multi-file': 'the same',
  'suite/types.wit': 'the same',
  'suite/use-chain.wit': 'the same',
  'crate/stress-export-elaborate.wit': 'the next',
  'suite/stress-export-elaborate.wit': 'takes the reference, not optimised, longer than we wait',
};

const here = path.dirname(fileURLToPath(import.meta.url));

/** The repository, from `test/conformance` or from a bundle in `.cache/conformance`. */
export const REPOSITORY = path.resolve(here, '../..');
export const SHARED = path.resolve(REPOSITORY, '../shared');

export function fixedCases(): Case[] {
  return [...suiteCases(), ...crateCases(), ...corpusCases(), ...fixtureCases()];
}

/** The newest suite, in the crate as cargo unpacked it; none where it is not there. */
export function crateCases(): Case[] {
  const registry = path.join(process.env.CARGO_HOME ?? path.join(homedir(), '.cargo'), 'registry/src');
  const found = existsSync(registry) ? readdirSync(registry) : [];
  const manifest = readFileSync(path.join(REPOSITORY, 'test/oracle/native/Cargo.toml'), 'utf8');
  const [, version = ''] = /wit-parser = \{ version = "=([^"]+)"/.exec(manifest) ?? [];
  const suite = found
    .map((it) => path.join(registry, it, `wit-parser-${version}/tests/ui`))
    .find((it) => existsSync(it));
  if (suite === undefined) return [];
  return [suite, path.join(suite, 'parse-fail')].flatMap((folder) =>
    readdirSync(folder)
      .sort()
      .map((name) => path.join(folder, name))
      .filter((at) => at.endsWith('.wit') || (statSync(at).isDirectory() && path.basename(at) !== 'parse-fail'))
      .map((at) => ({ name: `crate/${path.basename(at)}`, features: ['active'], ...readPackage(at) })),
  );
}

/** The reference's own suite, in two parts; the feature `active` is active there. */
export function suiteCases(): Case[] {
  return [...suiteIn('conformance'), ...suiteIn('more/conformance')];
}

function suiteIn(part: string): Case[] {
  const suite = path.join(SHARED, part, 'wit-parser');
  const cases: Case[] = [];
  for (const kind of ['accept', 'reject'] as const) {
    const directory = path.join(suite, kind);
    if (!existsSync(directory)) continue;
    for (const name of readdirSync(directory).sort()) {
      const at = path.join(directory, name);
      if (!name.endsWith('.wit') && !statSync(at).isDirectory()) continue;
      const stem = `${at.replace(/\.wit$/, '')}.wit`;
      const golden = existsSync(`${stem}.json`) ? { golden: `${stem}.json` } : {};
      cases.push({
        name: `suite/${name}`,
        features: ['active'],
        expected: { resolve: kind },
        ...golden,
        ...readPackage(at),
      });
    }
  }
  return cases;
}

/** Real package roots of both corpora; the verdicts are what the reference said of them. Files are read when they are asked for. */
export function corpusCases(): Case[] {
  return ['corpus', 'more/corpus'].flatMap((part) => {
    const corpus = path.join(SHARED, part);
    const verdicts = path.join(corpus, 'VERDICTS-1.263.tsv');
    if (!existsSync(verdicts)) return [];
    const rows = readFileSync(verdicts, 'utf8').trim().split('\n').slice(1);
    return rows.map((row) => {
      const [root = '', resolve, validate] = row.split('\t');
      const expected: Expected = {
        resolve: resolve === 'accept' ? 'accept' : 'reject',
        ...(validate === 'accept' || validate === 'reject' ? { validate } : {}),
      };
      return lazy(`${part}/${root}`, path.join(corpus, root), expected);
    });
  });
}

/** All roots at once do not fit a test worker's memory. */
function lazy(name: string, at: string, expected: Expected): Case {
  const single = !statSync(at).isDirectory();
  return {
    ...{ name, features: [], expected },
    path: single ? `${PLACE}/${path.basename(at)}` : PLACE,
    get files() {
      if (last?.at !== at) last = { at, files: readPackage(at).files };
      return last.files;
    },
  };
}

let last: { readonly at: string; readonly files: WitPackage['files'] } | undefined;

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
