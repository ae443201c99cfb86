// The packages that edits start from: generated ones, both sides of our own fixtures, and real ones.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { corpusCases } from '../conformance/cases.ts';
import { below, readArchive } from '../semver/fixture.ts';
import { generatePackage } from '../world/generate.ts';

export interface Start {
  readonly name: string;
  /** By path from the package's directory. */
  readonly files: Files;
}

export type Files = ReadonlyMap<string, string>;

export interface FixturePair {
  readonly name: string;
  readonly before: Files;
  readonly after: Files;
}

export function generated(index: number): Start {
  return { name: `generated ${index}`, files: new Map([['a.wit', generatePackage(index).text]]) };
}

const FIXTURES = fileURLToPath(new URL('../semver', import.meta.url));

/** Pairs of our own fixtures where one directory holds everything. */
export function fixturePairs(): FixturePair[] {
  const rules = readdirSync(FIXTURES, { withFileTypes: true }).filter((it) => it.isDirectory());
  return rules.flatMap(({ name: rule }) =>
    readdirSync(path.join(FIXTURES, rule)).flatMap((file) => {
      const { files } = readArchive(readFileSync(path.join(FIXTURES, rule, file), 'utf8'));
      const [before, after] = [below(files, 'before'), below(files, 'after')];
      const name = `${rule}/${file.replace(/\.txt$/, '')}`;
      return ownFiles(before).length > 0 && ownFiles(after).length > 0 ? [{ name, before, after }] : [];
    }),
  );
}

/** Real packages that the reference accepts and that are text to their last dependency; none without ../shared. */
export function corpusStarts(): Start[] {
  return corpusCases()
    .filter(({ expected }) => expected?.resolve === 'accept' && expected.validate === 'accept')
    .filter(({ files }) => [...files.keys()].every((file) => !file.endsWith('.wasm')))
    .map(({ name, files }) => ({
      name,
      files: new Map(
        [...files]
          .filter(([file]) => file.endsWith('.wit'))
          .map(([file, bytes]) => [file.slice('/w/'.length), new TextDecoder().decode(bytes)]),
      ),
    }));
}

/** The files of the package itself. */
export function ownFiles(files: Files): string[] {
  return [...files.keys()].filter((file) => !file.includes('/'));
}
