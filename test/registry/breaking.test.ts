// `breaking --against registry…`: published versions as the base, through HTTP on this machine.

import { expect, it } from 'vitest';
import { directoryWith, type Ran, run } from '../support/command.ts';
import { fakeRegistry } from '../support/registry.ts';
import { componentBytes, hasTools, packageBytes } from './published.ts';
import { configured } from './user.ts';

const log = (version: string, more = '', cases = 'a, b'): string =>
  `package acme:log@${version};\ninterface api { enum level { ${cases} } log: func(l: level); ${more} }\nworld app { import api; }\n`;

async function breaking(files: Readonly<Record<string, string | Uint8Array>>, ...args: string[]): Promise<Ran> {
  return run(directoryWith(files), ['breaking', ...args]);
}

it.skipIf(!hasTools)('compares with the newest version of the track, and says which version is free', async () => {
  const fake = await fakeRegistry();
  configured(fake);
  for (const version of ['0.2.0', '0.2.1', '0.3.0']) fake.publish('acme/log', version, packageBytes(log(version)));
  const ran = await breaking({ 'a.wit': log('0.2.2', '', 'a, b, c') }, '.', '--against', 'registry');
  expect(ran.out).toMatch(/acme:log {2}0\.2\.1 → 0\.2\.2 {2}1 breaking against acme:log@0\.2\.1/);
  // 0.3.0 is what it needs, and that is gone.
  expect(ran.out).toMatch(/required: 0\.3\.0 \(published already; 0\.3\.1 is free\) {3}declared: 0\.2\.2/);
  expect(ran.err).toMatch(/the newest published version is 0\.3\.0/);
  expect(ran.out).toMatch(/note: oci:\/\/127\.0\.0\.1:\d+\/acme\/log:0\.2\.1:4:8: was: `enum level \{ a, b \}`/);
  expect(ran.status).toBe(1);
  const offline = await breaking({ 'a.wit': log('0.2.2', '', 'a, b, c') }, '.', '--against', 'registry', '--offline');
  expect(offline.out).toBe(ran.out);
});

it.skipIf(!hasTools)('takes a package of another name, one version, and an address', async () => {
  const fake = await fakeRegistry();
  configured(fake);
  fake.publish('acme/log', '0.2.0', packageBytes(log('0.2.0')));
  fake.publish('acme/log', '0.2.1', packageBytes(log('0.2.1', 'flush: func();')));
  const files = { 'a.wit': log('0.2.2') };
  expect((await breaking(files, '.', '--against', 'registry:acme:log@0.2.0')).status).toBe(0);
  expect((await breaking(files, '.', '--against', 'registry:acme:log')).out).toMatch(/function removed/);
  const json = await breaking(files, '.', '--against', `oci://${fake.host}/acme/log:0.2.0`, '--format', 'json');
  expect(JSON.parse(json.out)).toMatchObject({
    base: { kind: 'published', label: `oci://${fake.host}/acme/log:0.2.0`, commit: null },
    packages: [{ name: 'acme:log', baseVersion: '0.2.0', published: ['0.2.0', '0.2.1'], free: null }],
  });
  expect((await breaking(files, '.', '--against', 'registry', '--suggest')).out).toBe('0.3.0\n');
});

it.skipIf(!hasTools)('compares a component with a published one, and not with a package', async () => {
  const fake = await fakeRegistry();
  configured(fake);
  fake.publish('acme/app', '1.0.0', componentBytes(log('0.2.0'), 'app'));
  fake.publish('acme/log', '0.2.0', packageBytes(log('0.2.0')));
  const files = { 'app.wasm': componentBytes(log('0.2.0', '', 'a, b, c'), 'app') };
  const ran = await breaking(files, 'app.wasm', '--against', 'registry:acme:app');
  expect(ran.out).toMatch(/enum case added: `c` in `level`/);
  expect(ran.status).toBe(1);
  expect((await breaking(files, 'app.wasm', '--against', 'registry')).err).toMatch(
    /does not say which package it is: name it, as in `registry:ns:name`/,
  );
  expect((await breaking(files, 'app.wasm', '--against', 'registry:acme:log')).err).toMatch(
    /acme:log@0\.2\.0 is a WIT package, and this is a component/,
  );
});

it('says why there is no base, with exit status 2', async () => {
  const fake = await fakeRegistry();
  configured(fake);
  const files = { 'a.wit': log('0.2.0') };
  const why = async (against: string, ...args: string[]): Promise<string> => {
    const { status, err, out } = await breaking(files, '.', '--against', against, ...args);
    expect([status, out]).toEqual([2, '']);
    return err;
  };
  expect(await why('registry')).toMatch(/`acme:log` was never published at 127/);
  expect(await why('registry', '--offline')).toMatch(/is not in the cache, and nothing is fetched while offline/);
  expect(await why('registry:log')).toMatch(/is not `registry:ns:name`/);
  expect(await why('oci://host')).toMatch(/is not `oci:\/\/host\/path`/);
  fake.publish('acme/log', 'latest', Buffer.from('x'));
  expect(await why('registry')).toMatch(/none of its tags is a version \(latest\)/);
  fake.publish('acme/log', '0.2.0', Buffer.from('not wasm'));
  expect(await why('registry')).toMatch(/cannot be read as a component or WIT package/);
});
