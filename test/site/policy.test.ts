// What policies say of worlds, on their pages, among the problems and in the catalogue: the same as `check` says.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { expect, it } from 'vitest';
import { TestRepository } from '../semver/repository.ts';
import { directoryWith, run } from '../support/command.ts';
import { crawl } from './crawl.ts';

const WIT = `package acme:app@1.0.0;
interface dial { connect: func(); }
world open { import dial; }
world shut { export dial; }
`;
const POLICY = JSON.stringify({
  capabilities: { 'acme:app/dial': { title: 'Dialling', sentence: 'can call customers' } },
  policy: [{ name: 'no-dial', reason: 'machines of customers', interfaces: { deny: ['acme:app/dial'] } }],
});

async function site(cwd: string, ...args: string[]): Promise<(name: string) => string> {
  const { status, err } = await run(cwd, ['docs', ...args, '--out', 'site', '--quiet']);
  expect({ status, err }).toEqual({ status: 0, err: '' });
  expect(crawl(path.join(cwd, 'site')).problems).toEqual([]);
  return (name) => readFileSync(path.join(cwd, 'site', name), 'utf8');
}

function policyOn(html: string): string | undefined {
  const section = /<h2 id="policy">[\s\S]*?<\/section>/.exec(html)?.[0];
  return section
    ?.replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

it('a page of a world has the verdict that `check` has, and so have the problems and the catalogue', async () => {
  const cwd = directoryWith({
    'wit/app.wit': WIT,
    'wit/wit-language-server.json': POLICY,
    'wit/deps/d/d.wit': 'package acme:d;\nworld w {}\n',
  });
  const page = await site(cwd, 'wit');
  const checked = (await run(cwd, ['check', 'wit'])).out;
  const message = 'acme:app/dial@1.0.0 is denied by the policy no-dial: machines of customers';
  expect(checked.replaceAll('`', '')).toContain(message);
  expect(policyOn(page('acme/app/1.0.0/world.open.html'))).toBe(`Policy# ${message} refused`);
  expect(policyOn(page('acme/app/1.0.0/world.shut.html'))).toBe(
    'Policy# The rule that holds for it allows it. allowed',
  );
  expect(policyOn(page('acme/d/unversioned/world.w.html'))).toBeUndefined();
  expect(page('acme/app/1.0.0/world.open.html')).toContain('A component of it can call customers.');
  expect(page('acme/app/1.0.0/interface.dial.html')).toContain('that imports it can call customers.');
  expect(page('problems.html')).toContain('href="acme/app/1.0.0/world.open.html#policy"');
  const catalog = JSON.parse(page('catalog.json'));
  const schema = JSON.parse(readFileSync(new URL('../../schemas/catalog.schema.json', import.meta.url), 'utf8'));
  expect(new Ajv().compile(schema)(catalog)).toBe(true);
  const worlds = catalog.packages[0].versions[0].worlds as { name: string; refused: string[] | null }[];
  expect(worlds.map((it) => [it.name, it.refused?.length])).toEqual([
    ['open', 1],
    ['shut', 0],
  ]);
});

it('without a policy nothing is said, and `--policy` adds one', async () => {
  const cwd = directoryWith({ 'wit/app.wit': WIT, 'policy.json': POLICY });
  expect(policyOn((await site(cwd, 'wit'))('acme/app/1.0.0/world.open.html'))).toBeUndefined();
  expect(policyOn((await site(cwd, 'wit', '--policy', 'policy.json'))('acme/app/1.0.0/world.open.html'))).toContain(
    'refused',
  );
});

it("a released version is judged by today's policy", async () => {
  const repository = TestRepository.create({ 'wit/app.wit': WIT });
  repository.tag('v1.0.0');
  repository.write({
    'wit/app.wit': WIT.replace('1.0.0', '1.1.0').replace('import dial;', ''),
    'wit/wit-language-server.json': POLICY,
  });
  const page = await site(repository.path, 'wit', '--history', 'HEAD');
  expect(policyOn(page('acme/app/1.0.0/world.open.html'))).toContain('refused');
  expect(policyOn(page('acme/app/1.1.0/world.open.html'))).toContain('allowed');
});
