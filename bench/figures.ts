// What a run of the benchmark has measured, kept in bench/figures.json: the figures of README and docs are written from it by
// `node scripts/figures.mjs`.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import path from 'node:path';

type Row = readonly [what: string, value: string, aim: string];

interface Run {
  readonly machine: string;
  readonly rows: readonly Row[];
}

const load = (): string => loadavg()[0]?.toFixed(1) ?? '?';
const before = load();

/** Keeps the rows of one kind of run; of another kind, those of its last run stay. */
export function keepFigures(kind: 'bench' | 'native', rows: readonly Row[]): void {
  const names = rows.map(([what]) => what);
  const twice = names.filter((it, at) => names.indexOf(it) !== at);
  if (twice.length > 0) throw new Error(`rows of one name: ${twice.join(', ')}`);
  const file = path.join(process.cwd(), 'bench/figures.json');
  const all: Record<string, Run> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const node = process.versions.node;
  const machine = `Node ${node}, ${availableParallelism()} cores, load ${before} at the start and ${load()} at the end`;
  all[kind] = { machine, rows };
  writeFileSync(file, `${JSON.stringify(all, undefined, 2)}\n`);
}
