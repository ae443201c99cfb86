// What other programs read: Markdown for a pull request, annotations, SARIF, JUnit and GitLab's code quality report, each held
// against the rules of who reads it. Schemas are written from the documentation of the formats.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { run, type Surroundings } from '../support/command.ts';
import { TestRepository, temporary } from './repository.ts';

const OLD = `package shop:orders@1.0.0;

interface orders {
  record order { id: u32, total: u64 }
  get: func(id: u32) -> order;

  // One.

  // Two.

  put: func(o: order);
  cancel: func(id: u32);
  list-all: func() -> list<order>;
}

world service { export orders; }
`;
const NEW = OLD.replace('total: u64', 'total: s64')
  .replace('  put: func(o: order);\n', '')
  .replace('get: func(id: u32)', 'get: func(key: string, more: list<u8>)')
  .replace(
    '  cancel: func(id',
    '  // wit-ignore: semver/param-renamed until=2.0.0 owner=team-x agreed | <with> "all"\n  cancel: func(key',
  );
const OTHERS = {
  'app/w.wit': 'package shop:site@0.1.0;\n\nworld site { import shop:orders/orders@1.0.0; }\n',
  'app/all.wac': 'package shop:all;\nlet o = new shop:orders { ... };\nexport o...;\n',
};

function changed(now = NEW): TestRepository {
  const repository = TestRepository.create({ 'wit/a.wit': OLD, ...OTHERS });
  repository.git('tag', 'v1.0.0');
  repository.write({ 'wit/a.wit': now });
  return repository;
}

async function written(format: string, around: Surroundings = {}, now = NEW) {
  const args = ['breaking', '.', '--against', 'v1.0.0', '--format', format];
  return run(changed(now).path, args, around);
}

describe('markdown', () => {
  it('has a row for each item with both texts, who breaks, how and why, the most harmful first', async () => {
    const { out, status } = await written('markdown');
    expect(status).toBe(1);
    const [, part = '', other] = out.split(/^### /m);
    expect([part, other]).toEqual([expect.stringMatching(/^`shop:orders`/), expect.stringMatching(/^`shop:site`/)]);
    const rows = part.split('\n').filter((line) => line.startsWith('| breaking'));
    expect(rows).toEqual([
      '| breaking | [`orders.order`](wit/a.wit#L4) | `record order { id: u32, total: u64 }` | `record order { id: u32, total: s64 }` | importers: `app/all.wac`, `shop:site/site`; implementers: `app/all.wac`, `shop:orders/service` | link | `semver/record-field-type-changed` |',
      '| breaking | [`orders.get`](wit/a.wit#L5) | `func(id: u32) -> order` | `func(key: string, more: list<u8>) -> order` | importers: `app/all.wac`, `shop:site/site`; implementers: `app/all.wac`, `shop:orders/service` | link | `semver/param-added` `semver/param-removed` |',
      '| breaking | [`orders.put`](wit/a.wit#L3) | `put: func(o: order)` |  | importers: `app/all.wac`, `shop:site/site` | link | `semver/func-removed` |',
    ]);
    expect(part).toContain(
      '| [`orders.cancel`](wit/a.wit#L12) | parameter renamed: `id` of `cancel` is `key` | agreed &#124; \\<with> "all" | team-x (a comment), until 2.0.0 |',
    );
    expect(part.indexOf('Accepted in this change')).toBeLessThan(part.indexOf('| breaking'));
    expect(part).toContain('Required: **2.0.0**, declared: **1.0.0** (not enough)');
  });

  it('goes into the summary of a job, whatever the format, with links to the lines of the commit', async () => {
    const file = path.join(temporary(), 'summary.md');
    const env = {
      GITHUB_STEP_SUMMARY: file,
      GITHUB_SERVER_URL: 'https://github.example',
      GITHUB_REPOSITORY: 'a/b',
      GITHUB_SHA: 'abc',
    };
    await written('json', { env });
    await written('pretty', { env });
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('(https://github.example/a/b/blob/abc/wit/a.wit#L4)');
    expect(text.match(/### `shop:orders`/g)?.length).toBe(2);
  });

  it('says so when the summary cannot be written, and nothing else changes', async () => {
    const { status, err } = await written('json', { env: { GITHUB_STEP_SUMMARY: '/nowhere/at/all' } });
    expect(status).toBe(1);
    expect(err).toContain('the job summary cannot be written');
  });
});

describe('annotations', () => {
  it('are one for each item, and what is gone stands beside the line where it was', async () => {
    const { out } = await written('github');
    const errors = out.split('\n').filter((line) => line.startsWith('::error') && line.includes('a.wit'));
    expect(errors.map((line) => /line=(\d+).*title=([^:]*)::/.exec(line)?.slice(1))).toEqual([
      ['4', 'orders.order (semver/record-field-type-changed)'],
      ['5', 'orders.get (semver/param-added)'],
      // Below `// Two.`, far from the head of the interface.
      ['9', 'orders.put (semver/func-removed)'],
    ]);
    expect(out.split('\n')[0]).toBe(
      '::notice title=accepted in this change::orders.cancel: parameter renamed: `id` of `cancel` is `key` (agreed | <with> "all", team-x)',
    );
    expect(out.match(/cancel/g)).toHaveLength(2);
  });

  it('of what is gone below changed lines stand at the last of these', async () => {
    const now = OLD.replace('total: u64', 'total: s64')
      .replace('get: func(id: u32)', 'get: func(id: s32)')
      .replace(/\n {2}\/\/ One[\s\S]*?put: .*\n/, '');
    const { out } = await written('github', {}, now);
    expect(/line=(\d+)[^\n]*title=orders\.put/.exec(out)?.[1]).toBe('5');
  });
});

interface SarifLog {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly Record<string, { readonly text: string }>[] } };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly partialFingerprints: Record<string, string>;
      readonly suppressions?: readonly { readonly justification: string }[];
      readonly relatedLocations?: readonly {
        readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
      }[];
    }[];
  }[];
}

describe('SARIF', () => {
  async function log(now = NEW): Promise<SarifLog['runs'][number]> {
    const [first] = (JSON.parse((await written('sarif', {}, now)).out) as SarifLog).runs;
    if (first === undefined) throw new Error('no run');
    return first;
  }

  it('has what code scanning asks of rules and results', async () => {
    const { tool, results } = await log();
    for (const rule of tool.driver.rules) {
      for (const key of ['shortDescription', 'fullDescription', 'help'])
        expect(rule[key]?.text, JSON.stringify(rule)).toMatch(/\S/);
      expect(rule.help).toHaveProperty('markdown');
    }
    for (const it of results) {
      expect(tool.driver.rules[it.ruleIndex]?.id).toBe(it.ruleId);
      expect(Object.values(it.partialFingerprints)[0]).toMatch(/^[0-9a-f]{16}$/);
      for (const { physicalLocation } of it.relatedLocations ?? [])
        expect(['wit/a.wit', 'app/w.wit']).toContain(physicalLocation.artifactLocation.uri);
    }
    const accepted = results.filter((it) => it.suppressions !== undefined);
    expect(accepted.map((it) => [it.ruleId, it.suppressions?.[0]?.justification])).toEqual([
      ['semver/param-renamed', 'accepted in this change: agreed | <with> "all" (team-x)'],
    ]);
    expect(results[0]).toBe(accepted[0]);
  });

  it('has the same fingerprints when lines are added above, and different ones for each result', async () => {
    const prints = (it: SarifLog['runs'][number]): string[] =>
      it.results.map((one) => Object.values(one.partialFingerprints)[0] ?? '').sort();
    const before = prints(await log());
    expect(prints(await log(NEW.replace('interface', '// more\n\ninterface')))).toEqual(before);
    expect(new Set(before).size).toBe(before.length);
  });
});

/** An element of XML: its name, what it has, what is in it. */
interface Element {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: Element[];
}

/** Enough of XML for what we write; throws where it is not well formed. */
function parseXml(text: string): Element {
  const root: Element = { name: '', attributes: {}, children: [] };
  const open = [root];
  let at = text.replace(/^<\?xml [^>]*\?>\s*/, '');
  while (at !== '') {
    const tag = /^<(\/?)([\w-]+)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>/.exec(at);
    const chars = /^[^<]+/.exec(at)?.[0];
    if (tag === null && chars === undefined) throw new Error(`not XML: ${at.slice(0, 80)}`);
    if (chars !== undefined && /&(?!amp;|lt;|gt;|quot;|#\d+;)/.test(chars)) throw new Error(`bad entity: ${chars}`);
    at = at.slice((tag?.[0] ?? chars ?? '').length);
    if (tag === null) continue;
    const [, closing, name = '', attributes = '', empty] = tag;
    if (closing === '/') {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes another element`);
      continue;
    }
    const element: Element = {
      name,
      attributes: Object.fromEntries(
        [...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
      ),
      children: [],
    };
    open.at(-1)?.children.push(element);
    if (empty === '') open.push(element);
  }
  if (open.length !== 1) throw new Error('an element is not closed');
  return root.children[0] ?? root;
}

/** https://github.com/testmoapp/junitxml: which elements there are, what they must have and may hold. */
const JUNIT: Readonly<Record<string, { readonly needs: readonly string[]; readonly holds: readonly string[] }>> = {
  testsuites: { needs: ['tests', 'failures', 'errors'], holds: ['testsuite'] },
  testsuite: { needs: ['name', 'tests', 'failures', 'errors', 'skipped'], holds: ['testcase'] },
  testcase: { needs: ['name', 'classname', 'time'], holds: ['failure', 'skipped', 'error', 'system-out'] },
  error: { needs: ['message', 'type'], holds: [] },
  failure: { needs: ['message', 'type'], holds: [] },
  skipped: { needs: ['message'], holds: [] },
  'system-out': { needs: [], holds: [] },
};

function junit(text: string): Element {
  const root = parseXml(text);
  const visit = (it: Element): void => {
    const rule = JUNIT[it.name];
    expect(rule, it.name).toBeDefined();
    for (const key of rule?.needs ?? []) expect(it.attributes, it.name).toHaveProperty(key);
    for (const child of it.children) expect(rule?.holds, it.name).toContain(child.name);
    const cases = it.children.filter(({ name }) => name === 'testcase');
    if (it.name === 'testsuite') expect(Number(it.attributes.tests)).toBe(cases.length);
    it.children.forEach(visit);
  };
  expect(root.name).toBe('testsuites');
  visit(root);
  const counted = root.children.reduce((sum, it) => sum + Number(it.attributes.tests), 0);
  expect(Number(root.attributes.tests)).toBe(counted);
  return root;
}

/** https://docs.gitlab.com/ci/testing/code_quality: fields that a merge request needs. */
function gitlab(
  text: string,
): { check_name: string; description: string; fingerprint: string; location: { path: string } }[] {
  const issues = JSON.parse(text);
  expect(Array.isArray(issues)).toBe(true);
  for (const it of issues) {
    expect(Object.keys(it).sort()).toEqual(['check_name', 'description', 'fingerprint', 'location', 'severity']);
    expect(['info', 'minor', 'major', 'critical', 'blocker']).toContain(it.severity);
    expect(it.location.path).not.toMatch(/^\.?\//);
    expect(Number.isInteger(it.location.lines.begin) && it.location.lines.begin > 0).toBe(true);
  }
  expect(new Set(issues.map((it: { fingerprint: string }) => it.fingerprint)).size).toBe(issues.length);
  return issues;
}

const BROKEN =
  'package a:b;\n\ninterface i {\n  f: func(a: strin);\n  g: func(a: strin);\n  /// < & "\n  h: func(é: u8);\n}\n';

describe('JUnit', () => {
  it('of contract changes has a suite for each package and a case for each item', async () => {
    const root = junit((await written('junit')).out);
    expect(root.children.map((it) => it.attributes.name)).toEqual(['shop:orders', 'shop:site']);
    const cases = root.children.flatMap((it) => it.children);
    const outcome = (name: string): string[] =>
      cases
        .filter((it) => it.attributes.name?.startsWith(`${name} `))
        .flatMap((it) => it.children.map((one) => one.name));
    expect(outcome('orders.get')).toEqual(['failure']);
    expect(outcome('orders.cancel')).toEqual(['skipped', 'system-out']);
    expect(cases.find((it) => it.attributes.classname === 'shop:orders')?.children[0]?.attributes.message).toBe(
      'accepted in this change: agreed | &lt;with&gt; &quot;all&quot; (team-x)',
    );
  });

  it('of nothing has a case that passes', async () => {
    const root = junit((await written('junit', {}, OLD)).out);
    expect(root.attributes).toMatchObject({ failures: '0', skipped: '0' });
    expect(Number(root.attributes.tests)).toBeGreaterThan(0);
  });

  it('of what cannot be compared has an error', async () => {
    const { out } = await written('junit', {}, NEW.replace('total:', 'total'));
    const orders = junit(out).children.find((it) => it.attributes.errors === '1');
    expect(orders?.children[0]?.children[0]).toMatchObject({ name: 'error' });
    const sarif = JSON.parse((await written('sarif', {}, NEW.replace('total:', 'total'))).out);
    expect(sarif.runs[0].invocations[0].executionSuccessful).toBe(false);
  });

  it('of diagnostics is one suite for each file', async () => {
    const repository = TestRepository.create({ 'wit/a.wit': BROKEN });
    const { out, status } = await run(repository.path, ['check', 'wit', '--format', 'junit']);
    expect(status).toBe(1);
    const root = junit(out);
    expect(root.children[0]?.attributes).toMatchObject({ name: 'wit/a.wit' });
    expect(Number(root.attributes.failures)).toBeGreaterThan(1);
    const clean = await run(changed(OLD).path, ['check', 'wit', '--format', 'junit']);
    expect(junit(clean.out).attributes).toMatchObject({ tests: '1', failures: '0' });
  });
});

describe('GitLab code quality', () => {
  it('lists what this change accepts, then what is not accepted', async () => {
    const issues = gitlab((await written('gitlab-code-quality')).out);
    expect(issues.map((it) => it.check_name)).toContain('semver/func-removed');
    expect(issues[0]).toMatchObject({ check_name: 'semver/param-renamed', severity: 'info' });
    expect(issues[0]?.description).toMatch(
      /^accepted in this change: agreed \| <with> "all" \(team-x\): parameter renamed/,
    );
    expect(gitlab((await written('gitlab-code-quality', {}, OLD)).out)).toEqual([]);
  });

  it('lists diagnostics, each with a name of its own', async () => {
    const repository = TestRepository.create({ 'wit/a.wit': BROKEN });
    const { out } = await run(repository.path, ['check', 'wit', '--format', 'gitlab-code-quality']);
    expect(gitlab(out).length).toBeGreaterThan(1);
  });
});
