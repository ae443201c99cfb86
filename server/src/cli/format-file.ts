// Formatting one file on disk: read, format, show or write. What happened is plain data, so that it can cross threads.

import { decodeText } from '../base/encoding.ts';
import { visible } from '../base/escape.ts';
import { bytesOf } from '../base/file-size.ts';
import { applyEdits, LineIndex } from '../base/text.ts';
import { isWasm } from '../binary/reader.ts';
import { formatDocument } from '../features/format.ts';
import { formatComposition } from '../features/wac/format.ts';
import type { Formatted } from '../format/format.ts';
import type { FormatOptions } from '../format/options.ts';
import { pathOfUri } from '../hosts/node.ts';
import type { WitParser } from '../syntax/parser.ts';
import { readWac } from '../wac/reader.ts';
import { isWacName } from '../workspace/discover.ts';
import type { Host } from '../workspace/host.ts';
import { unifiedDiff } from './diff.ts';
import { replaceFile } from './write-file.ts';

export interface FormatJob {
  readonly uri: string;
  /** Its name in what is printed. */
  readonly shown: string;
  readonly options: FormatOptions;
  readonly write: boolean;
  readonly diff: boolean;
  /** In megabytes. */
  readonly maxFileSize: number;
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
  const limit = bytesOf(job.maxFileSize);
  const bytes = await host.readFile(job.uri, limit);
  if (bytes === undefined) {
    const isLarge = ((await host.stat(job.uri))?.size ?? 0) > limit;
    const why = isLarge ? `: it is larger than ${job.maxFileSize} MB (\`--max-file-size\`)` : '';
    return { kind: 'failed', message: `cannot read ${job.shown}${why}` };
  }
  // A package may be named `.wit` and be a binary all the same.
  if (isWasm(bytes)) return { kind: 'done', changed: false, diff: '' };
  const result = formatBytes(parser, bytes, job);
  if (result.kind === 'failed') return result;
  const { after, ...outcome } = result;
  if (!outcome.changed || !job.write) return outcome;
  try {
    await replaceFile(pathOfUri(job.uri) ?? '', after);
    return outcome;
  } catch (error) {
    return { kind: 'failed', message: `cannot write ${job.shown}: ${error instanceof Error ? error.message : error}` };
  }
}

/** The text after formatting, and what a file's outcome says. */
export function formatBytes(
  parser: WitParser,
  bytes: Uint8Array,
  job: Omit<FormatJob, 'write' | 'maxFileSize'>,
): (Outcome & { readonly kind: 'done'; readonly after: string }) | (Outcome & { readonly kind: 'failed' }) {
  if (isWasm(bytes)) return { kind: 'failed', message: `${job.shown} is a binary, which is not formatted` };
  const { text: decoded, invalidAt, encoding } = decodeText(bytes);
  // What is written is UTF-8, which needs no byte order mark.
  const text = encoding === undefined ? decoded : decoded.replace(/^\ufeff/, '');
  const lineOf = (offset: number): number => new LineIndex(text).lineOf(offset) + 1;
  if (invalidAt !== undefined)
    return { kind: 'failed', message: `${job.shown} is not UTF-8: line ${lineOf(invalidAt)} is the first that is not` };
  const { edits, bug, problem } = isWacName(job.uri)
    ? formattedComposition(text, job.options)
    : formattedPackage(parser, text, job.options);
  if (bug !== undefined) {
    const message = `bug: formatting ${job.shown} would lose something, so it stays as it is: ${bug}`;
    return { kind: 'failed', message };
  }
  const converted = encoding === undefined ? undefined : `${visible(job.shown)}: UTF-16, now UTF-8`;
  return {
    kind: 'done',
    changed: edits.length > 0 || encoding !== undefined,
    diff: job.diff ? unifiedDiff(visible(job.shown), text, edits) : '',
    after: applyEdits(text, edits),
    ...(problem === undefined
      ? converted === undefined
        ? {}
        : { note: converted }
      : { note: `${visible(job.shown)}:${lineOf(problem.start)}: ${problem.message}; what is broken stays as it is` }),
  };
}

/** `problem`: the first thing that is broken. */
type Result = Formatted & { readonly problem: { readonly start: number; readonly message: string } | undefined };

function formattedPackage(parser: WitParser, text: string, options: FormatOptions): Result {
  const tree = parser.read(text);
  return { ...formatDocument(tree, options), problem: tree.problems[0] };
}

function formattedComposition(text: string, options: FormatOptions): Result {
  const file = readWac(text);
  const [first] = file.problems;
  const problem = first === undefined ? undefined : { start: first.span.start, message: first.message };
  return { ...formatComposition({ text, file }, options), problem };
}
