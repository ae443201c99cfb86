// `explain CODE`: the page about a diagnostic, without a network.

import { createColors } from 'picocolors';
import { jsonText } from '../base/escape.ts';
import { nearest } from '../base/suggest.ts';
import { CATALOGUE, ruleOf } from '../check/catalogue.ts';
import type { Severity } from '../check/severity.ts';
import { contractRule, RULES } from '../semver/table.ts';
import { COLOR, wantsColor } from './color.ts';
import { choice, command, usageError } from './command.ts';
import { CLEAN, FOUND, fail, type Io } from './io.ts';

const FORMATS = ['pretty', 'markdown', 'json'] as const;
type Format = (typeof FORMATS)[number];

export const explain = command({
  name: 'explain',
  usage: ['[CODE…] [options]'],
  summary: 'explain a diagnostic: what is wrong, why, and how to repair it',
  about: [
    'Explains a diagnostic with examples: what is wrong, why, and how to repair it. CODE is a whole code such as `name/unknown-type`, or its last part. Without one, lists all codes.',
  ],
  options: { format: choice('FORMAT', FORMATS, 'pretty', 'pretty (default), markdown or json'), ...COLOR },
  positionals: {},
  exit: '0 explained, 1 this build has no page about it, 2 there is no such code.',
  run: (io, { format, color }, codes) => runExplain(io, codes, format, wantsColor(io, color)),
});

/** What a code is, without its page. */
interface Entry {
  readonly code: string;
  readonly title: string;
  /** The default severity; contract changes have the severity of their verdict. */
  readonly severity?: Severity | 'off';
}

async function runExplain(io: Io, codes: readonly string[], format: Format, color: boolean): Promise<number> {
  const entries = allEntries();
  if (codes.length === 0) {
    io.out(listing(entries, format));
    return CLEAN;
  }
  const pages = await io.pages();
  const texts: string[] = [];
  for (const code of codes) {
    const entry = entryFor(entries, code);
    if (entry === undefined) return usageError(io, [unknownCode(entries, code)], 'explain');
    const page = pages.get(entry.code);
    if (page === undefined) {
      fail(io, { failures: [`this build has no page about \`${entry.code}\``] });
      return FOUND;
    }
    texts.push(explained(entry, page, format, color));
  }
  io.out(texts.join('\n'));
  return CLEAN;
}

function allEntries(): readonly Entry[] {
  const rules = CATALOGUE.map(
    ({ code, title, severity, off }) => ({ code, title, severity: off ? 'off' : severity }) as const,
  );
  return [...rules, ...RULES.map(({ id, title }) => ({ code: `semver/${id}`, title }))];
}

/** By its whole code, or by the last part of it where no other code ends so. */
function entryFor(entries: readonly Entry[], code: string): Entry | undefined {
  const exact = entries.find((it) => it.code === code);
  if (exact !== undefined) return exact;
  const [only, ...others] = entries.filter((it) => it.code.endsWith(`/${code}`));
  return others.length === 0 ? only : undefined;
}

function unknownCode(entries: readonly Entry[], code: string): string {
  const ending = entries.filter((it) => it.code.endsWith(`/${code}`)).map((it) => it.code);
  const codes = entries.map((it) => it.code);
  const names = new Map(codes.map((it) => [it.slice(it.indexOf('/') + 1), it]));
  const near = code.includes('/') ? nearest(code, codes) : nearest(code, names.keys()).map((it) => names.get(it) ?? it);
  const meant = ending.length > 0 ? ending : near;
  const hint = meant.length === 0 ? 'run `wit-language-server explain` for a list' : `did you mean ${quoted(meant)}?`;
  return `unknown code \`${code}\`; ${hint}`;
}

function quoted(codes: readonly string[]): string {
  return codes.map((it) => `\`${it}\``).join(' or ');
}

function listing(entries: readonly Entry[], format: Format): string {
  if (format === 'json') return `${jsonText(entries)}\n`;
  if (format === 'markdown') return entries.map(({ code, title }) => `- \`${code}\`: ${title}\n`).join('');
  const width = entries.reduce((widest, { code }) => Math.max(widest, code.length), 0);
  return entries.map(({ code, title }) => `${code.padEnd(width)}  ${title}\n`).join('');
}

function explained(entry: Entry, page: string, format: Format, color: boolean): string {
  if (format === 'markdown') return page;
  if (format === 'json') {
    const level = ruleOf(entry.code)?.level ?? (contractRule(entry.code.replace(/^semver\//, '')) && 'semver');
    return `${jsonText({ ...entry, level, markdown: page })}\n`;
  }
  return prettyPage(page, color);
}

/** Markdown as a terminal shows it best: headings in bold, code indented and in colour, no marks around it. */
function prettyPage(page: string, color: boolean): string {
  const { bold, cyan } = createColors(color);
  let inCode = false;
  const lines = page.split('\n').flatMap((line) => {
    if (line.startsWith('```')) {
      inCode = !inCode;
      return [];
    }
    if (inCode) return [line === '' ? '' : `    ${cyan(line)}`];
    if (/^#+ /.test(line)) return [bold(line.replace(/^#+ /, ''))];
    return [
      line.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1').replace(/`([^`]+)`/g, (_, code: string) => cyan(`\`${code}\``)),
    ];
  });
  return lines.join('\n');
}
