// `breaking --as TOOL`: the verdict of another tool, and why it is not ours.

import { describe, expect, it } from 'vitest';
import { run } from '../support/command.ts';
import { TestRepository } from './repository.ts';

const text = (version: string, body: string): string =>
  `package shop:orders@${version};\n\ninterface orders {\n${body}\n}\n\nworld service { export orders; }\n`;

async function as(tool: string, before: string, after: string, format = 'json') {
  const repository = TestRepository.create({ 'wit/a.wit': before });
  repository.write({ 'wit/a.wit': after });
  const { status, out, err } = await run(repository.path, [
    'breaking',
    '--as',
    tool,
    '--against',
    'HEAD',
    '--format',
    format,
  ]);
  return { status, out, err };
}

describe('wasm-tools', () => {
  it('refuses a new type in an exported interface, and we say why we do not', async () => {
    const { status, out } = await as(
      'wasm-tools',
      text('1.0.0', 'get: func();'),
      text('1.0.0', 'get: func(); type t = u8;'),
    );
    expect(status).toBe(1);
    expect(JSON.parse(out).packages[0].worlds).toEqual([
      {
        world: 'service',
        accepts: false,
        because: [{ kind: 'alias-introduced', item: 'orders.t', message: 'alias added: `t`' }],
        differs: 'it refuses every new name in an exported interface, which hosts do not ask for',
      },
    ]);
  });

  it('sees no version, and we say so', async () => {
    const before = text('1.0.0', 'get: func();');
    const { status, out } = await as('wasm-tools', before, before.replace('@1.0.0', ''), 'pretty');
    expect(status).toBe(0);
    expect(out).toBe(
      'shop:orders/service: `wasm-tools component semver-check` accepts it\n  we say something else: it compares names without their versions\n',
    );
  });

  it('is of our mind where nothing is explained', async () => {
    const { status, out } = await as('wasm-tools', text('1.0.0', 'get: func();'), text('1.0.0', 'get: func(a: u8);'));
    expect(status).toBe(1);
    expect(JSON.parse(out).packages[0].worlds[0]).toMatchObject({ accepts: false, differs: null });
  });
});

describe('wkg', () => {
  it('asks the mirror image: a new function of an export passes, a removed one does not', async () => {
    const [few, many] = [text('1.0.0', 'get: func();'), text('1.1.0', 'get: func(); put: func();')];
    expect((await as('wkg', few, many)).status).toBe(0);
    const removed = await as('wkg', many, few, 'pretty');
    expect(removed.status).toBe(1);
    expect(removed.out).toContain('`wkg publish` refuses it');
  });
});

it('has no other formats', async () => {
  const { status, err } = await as('wkg', text('1.0.0', ''), text('1.0.0', ''), 'sarif');
  expect(status).toBe(2);
  expect(err).toContain('`--as wkg` is written as `pretty` or `json`, not as `sarif`');
});
