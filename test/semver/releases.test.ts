// Which release a version is counted from: the last one before the base, and never a prerelease for a stable version.

import { describe, expect, it } from 'vitest';
import { run } from '../support/command.ts';
import { TestRepository, wit } from './repository.ts';

interface Step {
  readonly version: string;
  readonly body?: string;
  readonly tag?: string;
}

const OLD = 'f: func(a: u8);';
const NEW = 'f: func(a: u16);';
const MORE = 'f: func(a: u8); g: func();';

function history(...steps: readonly Step[]): TestRepository {
  const it = TestRepository.create();
  for (const { version, body = OLD, tag } of steps) {
    it.commit({ 'wit/a.wit': wit(body, version) });
    if (tag !== undefined) it.tag(tag);
  }
  return it;
}

async function breaking(it: TestRepository, ...args: string[]) {
  const { status, out } = await run(it.path, ['breaking', '--format', 'json', ...args]);
  const [one] = JSON.parse(out).packages;
  const messages = one.changes.map((change: { message: string }) => change.message).join('\n');
  return { status, required: one.required, messages };
}

describe('the release', () => {
  it('is not after the base', async () => {
    const it = history({ version: '1.0.0', tag: 'v1.0.0' }, { version: '1.1.0', body: NEW, tag: 'v1.1.0' });
    expect(await breaking(it, '--against', 'v1.0.0')).toMatchObject({ status: 1, required: '2.0.0' });
  });

  it('is the last stable one for a stable version', async () => {
    const it = history(
      { version: '1.0.0', tag: 'v1.0.0' },
      { version: '1.1.0-rc.1', body: NEW, tag: 'v1.1.0-rc.1' },
      { version: '1.1.0', body: NEW },
    );
    const answer = await breaking(it);
    expect(answer).toMatchObject({ status: 1, required: '2.0.0' });
    expect(answer.messages).toContain('1.1.0 is not enough after 1.0.0');
    expect(await breaking(it, '--bump-policy', 'at-change')).toMatchObject({ status: 1, required: '2.0.0' });
  });

  it('lets a stable version pass after candidates of another track', async () => {
    const it = history(
      { version: '1.0.0', tag: 'v1.0.0' },
      { version: '2.0.0-rc.1', body: NEW, tag: 'v2.0.0-rc.1' },
      { version: '2.0.0', body: NEW },
    );
    expect(await breaking(it)).toMatchObject({ status: 0 });
  });

  it('is the base itself where its version was raised without a tag', async () => {
    const it = history(
      { version: '1.0.0', tag: 'v1.0.0' },
      { version: '1.1.0', body: MORE },
      { version: '1.2.0', body: OLD },
    );
    expect(await breaking(it, '--against', 'HEAD~1')).toMatchObject({ status: 1, required: '2.0.0' });
  });

  it('may be without tags for a first stable version', async () => {
    const it = history({ version: '1.0.0-rc.1', tag: 'v1.0.0-rc.1' }, { version: '1.0.0', body: NEW });
    expect(await breaking(it)).toMatchObject({ status: 0 });
  });
});

describe('a prerelease', () => {
  it('says already that the version it leads to is not enough', async () => {
    const it = history({ version: '1.0.0', tag: 'v1.0.0' }, { version: '1.1.0-rc.1', body: NEW });
    const { status, messages } = await breaking(it);
    expect(status).toBe(0);
    expect(messages).toContain(
      '1.1.0-rc.1 leads to 1.1.0, which does not make room for what changed since 1.0.0; 2.0.0-rc.1 would',
    );
    expect(await breaking(it, '--fail-on', 'dangerous')).toMatchObject({ status: 1 });
    // The one does not say that there is room while the other says that there is none.
    const { out } = await run(it.path, ['breaking', '.']);
    expect(out).toContain('(1.1.0-rc.1 is a prerelease, but the release needs 2.0.0)');
    expect(out).not.toContain('makes room');
  });

  it('says nothing of the kind where it leads far enough', async () => {
    const it = history({ version: '1.0.0', tag: 'v1.0.0' }, { version: '2.0.0-rc.1', body: NEW });
    expect((await breaking(it)).messages).not.toContain('leads to');
  });

  it('that says something else than before is a warning, and the next one is suggested', async () => {
    const it = history({ version: '0.3.0-rc.1', tag: 'v0.3.0-rc.1' }, { version: '0.3.0-rc.1', body: NEW });
    expect(await breaking(it)).toMatchObject({ status: 0, required: '0.3.0-rc.2' });
  });
});

describe('a package without a version', () => {
  const bare = (body: string): string => `package shop:cart;\n\ninterface api {\n  ${body}\n}\n`;

  it('breaks with a warning', async () => {
    const it = TestRepository.create({ 'wit/a.wit': bare(OLD) });
    it.write({ 'wit/a.wit': bare(NEW) });
    const { status, out } = await run(it.path, ['breaking']);
    expect(status).toBe(0);
    expect(out).toContain('warning[semver/param-type-changed]');
  });

  it('may get its first version, whatever else changes', async () => {
    const it = TestRepository.create({ 'wit/a.wit': bare(OLD) });
    it.write({ 'wit/a.wit': wit(NEW, '1.0.0') });
    expect(await breaking(it)).toMatchObject({ status: 0 });
  });

  it('must not lose one', async () => {
    const it = TestRepository.create({ 'wit/a.wit': wit(OLD, '1.0.0') });
    it.write({ 'wit/a.wit': bare(OLD) });
    expect((await run(it.path, ['breaking'])).status).toBe(1);
  });
});

it('the suggested tag is written as the tags before it', async () => {
  const it = TestRepository.create({ 'sdk/wit/a.wit': wit(OLD, '1.0.0') });
  it.tag('sdk/v1.0.0');
  it.write({ 'sdk/wit/a.wit': wit(NEW, '1.0.0') });
  expect((await run(it.path, ['breaking'])).out).toContain('suggested tag sdk/v2.0.0');
});

describe('the version of a dependency', () => {
  const app = (world: string): Record<string, string> => ({
    'app/wit/a.wit': `package shop:app@0.1.0;\n\nworld w {\n  ${world}\n}\n`,
  });
  const tool = (version: string): Record<string, string> => ({
    'tool/wit/a.wit': wit('f: func();', version, 'shop:tool'),
  });

  async function told(before: Record<string, string>, after: Record<string, string>): Promise<string> {
    const it = TestRepository.create(before);
    it.write(after);
    const { out } = await run(it.path, ['breaking', '--format', 'json', '--against', 'HEAD']);
    const kinds = JSON.parse(out).packages.flatMap((one: { changes: { kind: string }[] }) => one.changes);
    return kinds.map((one: { kind: string }) => one.kind).join(' ');
  }

  it('is no skew where it was so before', async () => {
    const both = { ...app('import shop:tool/api@1.1.0;'), ...tool('1.0.0') };
    expect(await told(both, {})).toBe('');
  });

  it('is a skew where the other package goes on without it', async () => {
    const before = { ...app('import shop:tool/api@1.0.0;'), ...tool('1.0.0') };
    expect(await told(before, tool('1.0.1'))).toContain('dep-version-skew');
  });

  it.each([
    ['a prerelease', '1.0.0-rc.1', '1.0.0-rc.2'],
    ['another track', '1.0.0', '2.0.0'],
  ])('is no skew where the other package goes on to %s', async (_, old, now) => {
    const before = { ...app(`import shop:tool/api@${old};`), ...tool(old) };
    expect(await told(before, tool(now))).not.toContain('dep-version-skew');
  });

  it.each([
    '@unstable(feature = next)\n  import shop:tool/api@VERSION;',
    '@unstable(feature = next)\n  export shop:tool/api@VERSION;',
    '@unstable(feature = next)\n  include shop:tool/w@VERSION;',
    '@unstable(feature = next)\n  use shop:tool/api@VERSION.{t};',
    '@unstable(feature = next)\n  import i: interface { use shop:tool/api@VERSION.{t}; }',
  ])('is no change behind a gate: %s', async (world) => {
    const at = (version: string): Record<string, string> => ({
      ...app(world.replace('VERSION', version)),
      'app/wit/deps/tool/t.wit': `package shop:tool@${version};\ninterface api { type t = u8; }\nworld w {}\n`,
    });
    expect(await told(at('0.2.0'), at('0.3.0'))).not.toContain('dep-');
    const open = (version: string): Record<string, string> => {
      const files = at(version);
      return { ...files, 'app/wit/a.wit': files['app/wit/a.wit']?.replace('@unstable(feature = next)', '') ?? '' };
    };
    expect(await told(open('0.2.0'), open('0.3.0'))).toContain('dep-');
  });
});
