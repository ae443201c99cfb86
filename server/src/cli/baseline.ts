// `check --baseline FILE`: the findings that were there when somebody adopted a rule. They pass; what is new fails. The file is
// sorted and has a line for each finding, so that it merges well.

import path from 'node:path';
import { jsonText } from '../base/escape.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import { pathToUri } from '../hosts/node.ts';
import { flag, text } from './command.ts';
import { type Failure, type Io, note } from './io.ts';
import type { Finding, Report } from './report.ts';
import { replaceFile, writeNew } from './write-file.ts';

export const BASELINE = {
  baseline: text('FILE', 'let pass what FILE lists, and fail for what is new'),
  'update-baseline': flag('write what is wrong now into the file of `--baseline`'),
};

/** How often a message is found in a file; its place may move. Paths are relative to the baseline. */
interface Entry {
  readonly path: string;
  readonly code: string;
  readonly message: string;
  readonly count: number;
}

const VERSION = 1;

/** The report without what the baseline lists, which it then has as accepted. Writes the file when told to. */
export async function againstBaseline(
  report: Report,
  {
    baseline,
    'update-baseline': update,
  }: { readonly baseline: string | undefined; readonly 'update-baseline': boolean },
  io: Io,
): Promise<Report | Failure> {
  if (baseline === undefined) return report;
  const file = path.resolve(io.cwd, baseline);
  const shown = (it: Finding): string => {
    const relative = path.relative(path.dirname(file), path.resolve(io.cwd, it.path));
    return relative.replaceAll(path.sep, '/');
  };
  const entries = update
    ? await write(io, file, baseline, entriesOf(report.findings, shown))
    : await read(io, file, baseline);
  if ('failures' in entries) return entries;
  const left = new Map(entries.map((it) => [keyOf(it), it.count]));
  const findings: Finding[] = [];
  const accepted: Finding[] = [];
  for (const it of report.findings) {
    const key = keyOf({ ...it, path: shown(it) });
    const count = left.get(key) ?? 0;
    if (count > 0) left.set(key, count - 1);
    if (count > 0)
      accepted.push({ ...it, acceptance: { reason: `in the baseline ${baseline}`, inSource: false, isNew: false } });
    else findings.push(it);
  }
  const gone = [...left.values()].reduce((sum, count) => sum + Math.max(0, count), 0);
  if (gone > 0)
    note(
      io,
      `${gone} ${gone === 1 ? 'finding' : 'findings'} of ${baseline} ${gone === 1 ? 'is' : 'are'} gone; \`--update-baseline\` removes ${gone === 1 ? 'it' : 'them'}`,
    );
  return { ...report, findings, accepted: [...report.accepted, ...accepted] };
}

function keyOf({ path: file, code, message }: Pick<Entry, 'path' | 'code' | 'message'>): string {
  return JSON.stringify([file, code, message]);
}

function entriesOf(findings: readonly Finding[], shown: (it: Finding) => string): Entry[] {
  const found = new Map<string, Entry>();
  for (const it of findings) {
    const entry = { path: shown(it), code: it.code, message: it.message, count: 1 };
    const known = found.get(keyOf(entry));
    found.set(keyOf(entry), known === undefined ? entry : { ...known, count: known.count + 1 });
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, it]) => it);
}

async function write(io: Io, file: string, shown: string, entries: Entry[]): Promise<Entry[] | Failure> {
  const lines = entries.map((it) => `    ${jsonText(it)}`);
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
  const text = `{\n  "version": ${VERSION},\n  "findings": ${list}\n}\n`;
  const isThere = (await io.host.stat(pathToUri(file))) !== undefined;
  const failure = await (isThere ? replaceFile(file, text) : writeNew(file, text)).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  if (failure !== undefined) return { failures: [`cannot write ${shown}: ${failure}`] };
  note(io, `wrote ${entries.length} ${entries.length === 1 ? 'entry' : 'entries'} to ${shown}`);
  return entries;
}

async function read(io: Io, file: string, shown: string): Promise<Entry[] | Failure> {
  const bytes = await io.host.readFile(pathToUri(file));
  if (bytes === undefined) return { failures: [`cannot read ${shown}; \`--update-baseline\` writes it`] };
  const entries = parse(decodeUtf8(bytes).text);
  return entries ?? { failures: [`${shown} is not a baseline; \`--update-baseline\` writes it anew`] };
}

function parse(text: string): Entry[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { version, findings } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  if (version !== VERSION || !Array.isArray(findings)) return undefined;
  return findings.every(isEntry) ? findings : undefined;
}

function isEntry(value: unknown): value is Entry {
  const it = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const texts = [it.path, it.code, it.message].every((one) => typeof one === 'string');
  return texts && typeof it.count === 'number' && Number.isInteger(it.count) && it.count > 0;
}
