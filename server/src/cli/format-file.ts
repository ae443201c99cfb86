// Formatting one file on disk: read, format, show or write. What happened is plain data, so that it can cross threads.

import { writeFile } from 'node:fs/promises';
import { applyEdits, LineIndex } from '../base/text.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import { formatDocument } from '../features/format.ts';
import type { FormatOptions } from '../format/options.ts';
import { pathOfUri } from '../hosts/node.ts';
import type { WitParser } from '../syntax/parser.ts';
import type { Host } from '../workspace/host.ts';
import { unifiedDiff } from './diff.ts';

export interface FormatJob {
  readonly uri: string;
  /** Its name in what is printed. */
  readonly shown: string;
  readonly options: FormatOptions;
  readonly write: boolean;
  readonly diff: boolean;
}

export type Outcome =
  | { readonly kind: 'failed'; readonly message: string }
  | {
      readonly kind: 'done';
      readonly changed: boolean;
      /** When asked for and changed. */
      readonly diff: string;
      /** Why a part of the file was left as it is. */
      readonly note?: string;
    };

export async function formatFile(host: Host, parser: WitParser, job: FormatJob): Promise<Outcome> {
  const bytes = await host.readFile(job.uri);
  if (bytes === undefined) return { kind: 'failed', message: `cannot read ${job.shown}` };
  const result = formatBytes(parser, bytes, job);
  if (result.kind === 'failed') return result;
  const { after, ...outcome } = result;
  if (!outcome.changed || !job.write) return outcome;
  try {
    await writeFile(pathOfUri(job.uri) ?? '', after);
    return outcome;
  } catch (error) {
    return { kind: 'failed', message: `cannot write ${job.shown}: ${error instanceof Error ? error.message : error}` };
  }
}

/** The text after formatting, and what a file's outcome says. */
export function formatBytes(
  parser: WitParser,
  bytes: Uint8Array,
  job: Pick<FormatJob, 'shown' | 'options' | 'diff'>,
): (Outcome & { readonly kind: 'done'; readonly after: string }) | (Outcome & { readonly kind: 'failed' }) {
  const { text, invalidAt } = decodeUtf8(bytes);
  const lineOf = (offset: number): number => new LineIndex(text).lineOf(offset) + 1;
  if (invalidAt !== undefined)
    return { kind: 'failed', message: `${job.shown} is not UTF-8: line ${lineOf(invalidAt)} is the first that is not` };
  const tree = parser.read(text);
  const { edits, bug } = formatDocument(tree, job.options);
  if (bug !== undefined) {
    const message = `bug: formatting ${job.shown} would lose something, so it stays as it is: ${bug}`;
    return { kind: 'failed', message };
  }
  const [problem] = tree.problems;
  return {
    kind: 'done',
    changed: edits.length > 0,
    diff: job.diff ? unifiedDiff(job.shown, text, edits) : '',
    after: applyEdits(text, edits),
    ...(problem === undefined
      ? {}
      : { note: `${job.shown}:${lineOf(problem.start)}: ${problem.message}; what is broken stays as it is` }),
  };
}
