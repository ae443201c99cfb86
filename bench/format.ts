// How long formatting takes: a file of 500 lines as an editor formats it on save, first in a fresh process and then warm,
// and one of 1 MB as the command line does, reading included. Files are laid out badly first, so that every line changes.

import { performance } from 'node:perf_hooks';
import { formatDocument } from '../server/src/features/format.ts';
import { DEFAULT_FORMAT } from '../server/src/format/options.ts';
import type { WitParser } from '../server/src/syntax/parser.ts';

export interface FormatTimes {
  /** Milliseconds. */
  readonly firstOnSave: number;
  readonly onSave: number;
  readonly largest: number;
}

/** Before anything else is formatted in this process. */
export function benchFormat(parser: WitParser, texts: readonly string[], largest: string): FormatTimes {
  const small = badly(texts.find((text) => isAbout(text, 500)) ?? largest.split('\n').slice(0, 500).join('\n'));
  let big = badly(largest);
  while (big.length < 1_000_000) big += badly(largest).replace(/^package .*\n/gm, '');
  const tree = parser.read(small);
  const onSave = (): number => timed(() => formatDocument(tree, DEFAULT_FORMAT));
  const firstOnSave = onSave();
  const times = Array.from({ length: 50 }, onSave).sort((a, b) => a - b);
  const whole = (): number => timed(() => formatDocument(parser.read(big.slice(0, 1_000_000)), DEFAULT_FORMAT));
  return { firstOnSave, onSave: times[47] ?? 0, largest: Math.max(whole(), whole()) };
}

function isAbout(text: string, lines: number): boolean {
  return Math.abs(text.split('\n').length - lines) <= 10;
}

function badly(text: string): string {
  return text.replace(/^[ \t]+/gm, ' ').replace(/: /g, ' :');
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
