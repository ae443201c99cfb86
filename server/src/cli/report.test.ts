// The formats of findings that other programs read, each field as its specification has it: SARIF 2.1.0, GitLab's code quality,
// GitHub's workflow commands.

import { expect, it } from 'vitest';
import { LineIndex } from '../base/text.ts';
import { gitlabReport } from './gitlab.ts';
import { acceptanceText, type Finding, fingerprints, githubLine, type Report, withAccepted } from './report.ts';
import { sarifReport } from './sarif.ts';

const range = (line: number, character: number, endLine: number, endCharacter: number) => ({
  start: { line, character },
  end: { line: endLine, character: endCharacter },
});

function finding(more: Partial<Finding> = {}): Finding {
  return {
    path: 'wit/a.wit',
    range: range(2, 4, 2, 9),
    severity: 'warning',
    code: 'lint/unused-type',
    message: 'a message',
    related: [],
    fixes: [],
    lines: new LineIndex(''),
    ...more,
  };
}

const report = (more: Partial<Report>): Report => ({
  files: 1,
  findings: [],
  accepted: [],
  clean: [],
  unread: [],
  ...more,
});
const accepted = (isNew: boolean, more: Partial<Finding> = {}) =>
  finding({ acceptance: { reason: 'agreed', inSource: false, isNew }, ...more });

interface Sarif {
  readonly $schema: string;
  readonly version: string;
  readonly runs: readonly {
    readonly tool: {
      readonly driver: Record<string, unknown> & { readonly rules: readonly Record<string, unknown>[] };
    };
    readonly invocations: readonly unknown[];
    readonly results: readonly Record<string, unknown>[];
    readonly originalUriBaseIds: unknown;
    readonly columnKind: string;
  }[];
}
const sarif = (of: Report, pages: ReadonlyMap<string, string> = new Map()) => {
  const log = JSON.parse(sarifReport(of, '/w', '1.2.3', pages)) as Sarif;
  const [run] = log.runs;
  if (run === undefined) throw new Error('no run');
  return { log, run };
};

it('SARIF says which tool ran, where, and that it succeeded', () => {
  const { log, run } = sarif(report({ findings: [finding()] }));
  expect(log.version).toBe('2.1.0');
  expect(log.$schema).toMatch(/sarif-2\.1\.0\.json$/);
  expect(log.runs).toHaveLength(1);
  expect(run.tool.driver).toMatchObject({ name: 'wit-language-server', version: '1.2.3', semanticVersion: '1.2.3' });
  expect(run.columnKind).toBe('utf16CodeUnits');
  expect(run.originalUriBaseIds).toEqual({ CURRENT: { uri: 'file:///w/' } });
  expect(run.invocations).toEqual([{ executionSuccessful: true }]);
});

it('SARIF says what could not be read', () => {
  const { run } = sarif(
    report({
      unread: [
        { name: 'a:b', message: 'is broken' },
        { name: 'c:d', message: 'is gone' },
      ],
    }),
  );
  expect(run.invocations).toEqual([
    {
      executionSuccessful: false,
      toolExecutionNotifications: [
        { level: 'error', message: { text: 'a:b is broken' } },
        { level: 'error', message: { text: 'c:d is gone' } },
      ],
    },
  ]);
});

it('SARIF has a result for each finding, with places counted from one and every related place', () => {
  const related = [
    { path: 'wit/b.wit', range: range(0, 0, 1, 2), message: 'first here' },
    { path: '/abs/c.wit', range: range(5, 6, 7, 8), message: 'then there' },
  ];
  const { run } = sarif(
    report({ findings: [finding({ related }), finding({ path: '../up/d.wit', severity: 'hint' })] }),
  );
  const region = { startLine: 3, startColumn: 5, endLine: 3, endColumn: 10 };
  expect(run.results).toEqual([
    {
      ruleId: 'lint/unused-type',
      ruleIndex: 0,
      level: 'warning',
      message: { text: 'a message' },
      locations: [{ physicalLocation: { artifactLocation: { uri: 'wit/a.wit', uriBaseId: 'CURRENT' }, region } }],
      partialFingerprints: { 'witFinding/v1': expect.stringMatching(/^[0-9a-f]+$/) },
      relatedLocations: [
        {
          id: 0,
          physicalLocation: {
            artifactLocation: { uri: 'wit/b.wit', uriBaseId: 'CURRENT' },
            region: { startLine: 1, startColumn: 1, endLine: 2, endColumn: 3 },
          },
          message: { text: 'first here' },
        },
        {
          id: 1,
          physicalLocation: {
            artifactLocation: { uri: 'file:///abs/c.wit' },
            region: { startLine: 6, startColumn: 7, endLine: 8, endColumn: 9 },
          },
          message: { text: 'then there' },
        },
      ],
    },
    expect.objectContaining({
      level: 'note',
      locations: [{ physicalLocation: { artifactLocation: { uri: 'file:///up/d.wit' }, region } }],
    }),
  ]);
});

it.each([
  ['error', 'error'],
  ['warning', 'warning'],
  ['information', 'note'],
  ['hint', 'note'],
] as const)('SARIF calls %s %s', (severity, level) => {
  expect(sarif(report({ findings: [finding({ severity })] })).run.results[0]?.level).toBe(level);
});

it('SARIF describes each rule once, in order, with its page, and results point at it', () => {
  const codes = ['semver/param-renamed', 'lint/unused-type', 'semver/param-renamed'];
  const { run } = sarif(
    report({ findings: codes.map((code) => finding({ code })) }),
    new Map([['lint/unused-type', '# Page']]),
  );
  const [lint, semver] = run.tool.driver.rules;
  expect(run.tool.driver.rules).toHaveLength(2);
  expect(lint).toMatchObject({
    id: 'lint/unused-type',
    name: 'LintUnusedType',
    help: { text: '# Page', markdown: '# Page' },
    properties: { tags: ['lint'] },
  });
  expect(semver).toMatchObject({
    id: 'semver/param-renamed',
    name: 'SemverParamRenamed',
    properties: { tags: ['semver'] },
  });
  const { shortDescription, fullDescription, help } = semver as Record<string, { text: string; markdown?: string }>;
  expect(shortDescription?.text).toMatch(/^[A-Z].*\.$/);
  // Without a page, the rule with its reason in a sentence.
  expect(fullDescription?.text.startsWith(`${shortDescription?.text.slice(0, -1)}: `)).toBe(true);
  expect(help).toEqual({ text: fullDescription?.text, markdown: fullDescription?.text });
  expect(run.results.map((it) => it.ruleIndex)).toEqual([1, 0, 1]);
  const prints = run.results.map((it) => JSON.stringify(it.partialFingerprints));
  expect(new Set(prints).size).toBe(3);
});

it('SARIF has what is accepted as suppressed, by whom and how', () => {
  const inSource = finding({ acceptance: { reason: 'why', owner: 'ann', inSource: true, isNew: true } });
  const { run } = sarif(report({ findings: [finding({ message: 'open' })], accepted: [accepted(false), inSource] }));
  expect(run.results.map((it) => it.suppressions)).toEqual([
    [{ kind: 'inSource', status: 'accepted', justification: 'accepted in this change: why (ann)' }],
    undefined,
    [{ kind: 'external', status: 'accepted', justification: 'accepted: agreed' }],
  ]);
});

it('GitLab gets one issue for each finding, and what this change accepts as information', () => {
  const of = report({
    findings: [
      finding({ range: range(2, 0, 4, 0), severity: 'error' }),
      finding({ severity: 'information' }),
      finding({ severity: 'hint' }),
      finding(),
    ],
    accepted: [accepted(false, { message: 'old' }), accepted(true, { severity: 'error', message: 'new' })],
  });
  const issues = JSON.parse(gitlabReport(of)) as Record<string, unknown>[];
  expect(issues.map(({ severity, description }) => [severity, description])).toEqual([
    ['info', 'accepted in this change: agreed: new'],
    ['major', 'a message'],
    ['info', 'a message'],
    ['info', 'a message'],
    ['minor', 'a message'],
  ]);
  expect(issues[1]).toEqual({
    description: 'a message',
    check_name: 'lint/unused-type',
    fingerprint: expect.stringMatching(/^[0-9a-f]+$/),
    severity: 'major',
    location: { path: 'wit/a.wit', lines: { begin: 3, end: 5 } },
  });
  expect(new Set(issues.map((it) => it.fingerprint)).size).toBe(5);
  expect(gitlabReport(of).endsWith(']\n')).toBe(true);
});

it('GitHub gets columns only where there is one line, and the name of the item', () => {
  expect(githubLine(finding())).toBe(
    '::warning file=wit/a.wit,line=3,endLine=3,col=5,endColumn=10,title=lint/unused-type::a message',
  );
  expect(githubLine(finding({ range: range(2, 4, 3, 1), severity: 'hint', item: 'api.f', path: 'a,b.wit' }))).toBe(
    '::notice file=a%2Cb.wit,line=3,endLine=4,title=api.f (lint/unused-type)::a message',
  );
  expect(githubLine(finding({ severity: 'error', message: '50%\nmore' }))).toContain('::error ');
  expect(githubLine(finding({ severity: 'error', message: '50%\nmore' }))).toMatch(/::50%25%0Amore$/);
  expect(githubLine(finding({ severity: 'information' }))).toMatch(/^::notice /);
});

it('what this change accepts comes first, what passed before last', () => {
  const all = withAccepted(
    report({
      findings: [finding({ message: 'a' }), finding({ message: 'b' })],
      accepted: [
        accepted(false, { message: 'old' }),
        accepted(true, { message: 'new' }),
        finding({ message: 'plain' }),
      ],
    }),
  );
  expect(all.map((it) => it.message)).toEqual(['new', 'a', 'b', 'old', 'plain']);
  expect(acceptanceText({ reason: 'r', inSource: false, isNew: false })).toBe('accepted: r');
  expect(acceptanceText({ reason: 'r', owner: 'o', inSource: false, isNew: true })).toBe(
    'accepted in this change: r (o)',
  );
});

it('fingerprints stay when a finding moves, and differ for each', () => {
  const [first, second, third] = fingerprints([finding(), finding(), finding({ message: 'other' })]);
  expect(new Set([first, second, third]).size).toBe(3);
  expect(fingerprints([finding({ range: range(9, 0, 9, 1) })])).toEqual([first]);
  expect(fingerprints([finding({ path: 'b.wit' })])).not.toEqual([first]);
  expect(fingerprints([finding({ code: 'lint/other' })])).not.toEqual([first]);
  // With a key, nothing else counts.
  const keyed = fingerprints([finding({ key: 'k' }), finding({ key: 'k', message: 'said otherwise', path: 'b' })]);
  expect(new Set(keyed).size).toBe(2);
  expect(fingerprints([finding({ key: 'k', message: 'said otherwise', path: 'b' })])).toEqual([keyed[0]]);
});
