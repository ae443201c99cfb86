// Findings as SARIF 2.1.0, the format that code scanning services read.

import path from 'node:path';
import { jsonText, sarifText } from '../base/escape.ts';
import { uriFromPath } from '../base/uri.ts';
import { ruleOf } from '../check/catalogue.ts';
import type { Severity } from '../check/severity.ts';
import { pathToUri } from '../hosts/node.ts';
import { contractRule } from '../semver/table.ts';
import {
  type AcceptedFinding,
  acceptanceText,
  type Finding,
  fingerprints,
  type RelatedLocation,
  type Report,
  withAccepted,
} from './report.ts';

const LEVELS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

/** Pages about diagnostics, as Markdown, by their codes. */
type Pages = ReadonlyMap<string, string>;

export function sarifReport(report: Report, cwd: string, version: string, pages: Pages): string {
  const all = withAccepted(report);
  const codes = [...new Set(all.map((it) => it.code))].sort();
  const prints = fingerprints(all);
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'wit-language-server',
            version,
            semanticVersion: version,
            rules: codes.map((it) => descriptor(it, pages)),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [invocation(report)],
        originalUriBaseIds: { CURRENT: { uri: `${pathToUri(cwd)}/` } },
        results: all.map((it, index) => result(it, cwd, codes.indexOf(it.code), prints[index] ?? '')),
      },
    ],
  };
  return `${jsonText(log, 2)}\n`;
}

function invocation({ unread }: Report) {
  const notifications = unread.map(({ name, message }) => ({
    level: 'error',
    message: { text: sarifText(`${name} ${message}`) },
  }));
  return {
    executionSuccessful: unread.length === 0,
    ...(notifications.length === 0 ? {} : { toolExecutionNotifications: notifications }),
  };
}

/** Code scanning shows the Markdown; readers that cannot, the text. Without a page, the rule in a sentence. */
function helpOf(page: string | undefined, sentence: string): { text: string; markdown: string } {
  return { text: page ?? sentence, markdown: page ?? sentence };
}

function descriptor(code: string, pages: Pages) {
  const rule = ruleOf(code);
  const contract = contractRule(code.replace(/^semver\//, ''));
  const title = rule?.title ?? contract?.title ?? code;
  const sentence = `${capital(title)}${contract === undefined ? '' : `: ${contract.why}`}.`;
  return {
    id: code,
    name: nameOf(code),
    shortDescription: { text: `${capital(title)}.` },
    fullDescription: { text: sentence },
    help: helpOf(pages.get(code), sentence),
    properties: { tags: [code.split('/', 1)[0] ?? 'wit'] },
    defaultConfiguration: { level: LEVELS[rule?.severity ?? 'error'] },
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function suppression(it: AcceptedFinding) {
  return { kind: it.inSource ? 'inSource' : 'external', status: 'accepted', justification: acceptanceText(it) };
}

/** `SemverParamRenamed`. */
function nameOf(code: string): string {
  return code.split(/[/-]/).map(capital).join('');
}

function result(it: Finding, cwd: string, ruleIndex: number, fingerprint: string) {
  const related = it.related.map((place, id) => ({
    id,
    ...location(place, cwd),
    message: { text: sarifText(place.message) },
  }));
  return {
    ruleId: it.code,
    ruleIndex,
    level: LEVELS[it.severity],
    message: { text: sarifText(it.message) },
    locations: [location(it, cwd)],
    partialFingerprints: { 'witFinding/v1': fingerprint },
    ...(it.acceptance === undefined ? {} : { suppressions: [suppression(it.acceptance)] }),
    ...(related.length === 0 ? {} : { relatedLocations: related }),
  };
}

function location({ path: file, range }: Pick<RelatedLocation, 'path' | 'range'>, cwd: string) {
  const { start, end } = range;
  return {
    physicalLocation: {
      artifactLocation: artifact(file, cwd),
      region: {
        startLine: start.line + 1,
        startColumn: start.character + 1,
        endLine: end.line + 1,
        endColumn: end.character + 1,
      },
    },
  };
}

/** Relative where it can be: a log is read on other machines. */
function artifact(file: string, cwd: string): { uri: string; uriBaseId?: string } {
  if (file.startsWith('../') || path.isAbsolute(file)) return { uri: pathToUri(path.resolve(cwd, file)) };
  const escaped = uriFromPath(`/${file}`).slice('file:///'.length);
  return { uri: escaped, uriBaseId: 'CURRENT' };
}
