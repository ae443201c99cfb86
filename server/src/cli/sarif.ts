// Findings as SARIF 2.1.0, the format that code scanning services read.

import path from 'node:path';
import { uriFromPath } from '../base/uri.ts';
import { ruleOf } from '../check/catalogue.ts';
import type { Severity } from '../check/severity.ts';
import { pathToUri } from '../hosts/node.ts';
import { contractRule } from '../semver/table.ts';
import type { Finding, Place, Report } from './report.ts';

const LEVELS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

/** Pages about diagnostics, as Markdown, by their codes. */
type Pages = ReadonlyMap<string, string>;

export function sarifReport(report: Report, cwd: string, version: string, pages: Pages): string {
  const codes = [...new Set(report.findings.map((it) => it.code))].sort();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'wit-language-server',
            semanticVersion: version,
            rules: codes.map((it) => descriptor(it, pages)),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { CURRENT: { uri: `${pathToUri(cwd)}/` } },
        results: report.findings.map((it) => result(it, cwd, codes.indexOf(it.code))),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

/** Code scanning shows the Markdown; readers that cannot, the text. */
function helpOf(page: string | undefined): { help?: { text: string; markdown: string } } {
  return page === undefined ? {} : { help: { text: page, markdown: page } };
}

function descriptor(code: string, pages: Pages) {
  const rule = ruleOf(code);
  const contract = contractRule(code.replace(/^semver\//, ''));
  return {
    id: code,
    shortDescription: { text: rule?.title ?? contract?.title ?? code },
    ...helpOf(pages.get(code)),
    defaultConfiguration: { level: LEVELS[rule?.severity ?? 'error'] },
  };
}

function result(it: Finding, cwd: string, ruleIndex: number) {
  const related = it.related.map((place, id) => ({ id, ...location(place, cwd), message: { text: place.message } }));
  return {
    ruleId: it.code,
    ruleIndex,
    level: LEVELS[it.severity],
    message: { text: it.message },
    locations: [location(it, cwd)],
    ...(related.length === 0 ? {} : { relatedLocations: related }),
  };
}

function location({ path: file, range }: Pick<Place, 'path' | 'range'>, cwd: string) {
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
