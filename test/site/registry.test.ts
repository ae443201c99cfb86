// `docs --registry`: published packages with all their versions, out of a registry on this machine.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { componentBytes, hasTools, packageBytes } from '../registry/published.ts';
import { configured } from '../registry/user.ts';
import { directoryWith, type Ran, run } from '../support/command.ts';
import { fakeRegistry } from '../support/registry.ts';
import { crawl, filesOf } from './crawl.ts';

const log = (version: string, more = ''): string =>
  `package acme:log@${version};\n/// Lines.\ninterface api {\n  /// Writes.\n  log: func(text: string);\n${more}}\nworld app { import api; }\n`;
const STORE =
  'package acme:store@1.0.0;\ninterface sales { sell: func(); }\nworld shop { import acme:log/api@0.1.0; export sales; }\n';

async function scene() {
  const fake = await fakeRegistry();
  configured(fake);
  fake.publish('acme/log', '0.1.0', packageBytes(log('0.1.0')), { created: '2026-01-05T10:00:00Z' });
  fake.publish('acme/log', '0.1.1', packageBytes(log('0.1.1', '  flush: func();\n')), {
    created: '2026-02-06T10:00:00Z',
  });
  fake.publish('acme/log', '0.2.0', packageBytes(log('0.2.0').replace('text: string', 'text: list<u8>')));
  fake.publish('acme/store', '1.0.0', packageBytes(STORE, [log('0.1.0')]));
  fake.publish('acme/app', '1.0.0', componentBytes('package acme:a;\nworld w { export f: func(); }\n', 'w'));
  return fake;
}

const docs = (cwd: string, ...args: string[]): Promise<Ran> => run(cwd, ['docs', ...args, '--out', 'site', '--quiet']);

function textOf(html: string): string {
  return html
    .replace(/^[\s\S]*<main id="main">/, '')
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ');
}

it.skipIf(!hasTools)('has every published version, its documentation, what changed, and who uses what', async () => {
  await scene();
  const cwd = directoryWith({});
  expect(await docs(cwd, '--registry', 'acme:*')).toEqual({ status: 0, out: '', err: '' });
  const site = path.join(cwd, 'site');
  const page = (name: string): string => readFileSync(path.join(site, name), 'utf8');
  expect(crawl(site).problems).toEqual([]);
  const overview = textOf(page('acme/log/index.html'));
  expect(overview).toMatch(/0\.2\.0 latest .*0\.1\.1 .* · 2026-02-06 · 1 additive 0\.1\.0 .* · 2026-01-05/);
  expect(overview).toContain('api.flush');
  expect(overview).toContain('breaks importers');
  expect(page('acme/log/feed.xml').match(/<entry>/g)).toHaveLength(3);
  expect(textOf(page('acme/log/0.1.0/interface.api.html'))).toContain('Writes.');
  expect(textOf(page('acme/log/0.1.0/interface.api.html'))).toContain('Imported by# app');
  expect(textOf(page('acme/log/0.1.0/interface.api.html'))).toContain('acme:store/shop@1.0.0');
  expect(page('acme/log/latest/interface.api.html')).toContain('href="../0.2.0/interface.api.html"');
  // A component has no contract of its name.
  expect(filesOf(site).filter((it) => it.startsWith('acme/app'))).toEqual([]);
});

it.skipIf(!hasTools)(
  'beside packages at paths, without the network when they are stored, and under a policy',
  async () => {
    const fake = await scene();
    const policy = JSON.stringify({ policy: [{ interfaces: { deny: ['acme:log/api'] } }] });
    const cwd = directoryWith({ 'wit/log.wit': log('0.3.0'), 'p.json': policy });
    expect((await docs(cwd, 'wit', '--registry', 'acme:log', '--policy', 'p.json')).err).toBe('');
    const page = (name: string): string => readFileSync(path.join(cwd, 'site', name), 'utf8');
    expect(textOf(page('acme/log/index.html'))).toMatch(/0\.3\.0 latest.*0\.2\.0.*0\.1\.1.*0\.1\.0/);
    expect(textOf(page('acme/log/0.1.0/world.app.html'))).toContain('is denied by the policy');
    const asked = fake.asked.length;
    expect(await docs(cwd, '--registry', 'acme:log', '--offline')).toEqual({ status: 0, out: '', err: '' });
    expect(fake.asked).toHaveLength(asked);
  },
);

it.skipIf(!hasTools)('says what cannot be read, writes the rest, and ends with 2', async () => {
  const fake = await scene();
  fake.on('/v2/acme/log/manifests/0.1.1', (_, response) => response.writeHead(500).end());
  const cwd = directoryWith({});
  const { status, err } = await docs(cwd, '--registry', 'acme:log');
  expect(status).toBe(2);
  expect(err).toContain('500');
  expect(filesOf(path.join(cwd, 'site'))).toContain('acme/log/0.2.0/interface.api.html');
  expect(await docs(cwd, '--registry', 'acme:nothing')).toMatchObject({
    status: 2,
    err: expect.stringContaining('`acme:nothing` was never published'),
  });
  expect((await docs(cwd)).err).toContain('or --registry GLOB');
});

it.skipIf(hasTools)('the tests of published packages on sites were skipped: wasm-tools is not here', () => undefined);
