// What is asked of a registry, and what is made of its answers: through real HTTP on this machine, to registries that say what
// each case needs.

import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { diskStore } from '../../server/src/hosts/registry-store.ts';
import { isRegistryFailure } from '../../server/src/registry/failure.ts';
import { Registry } from '../../server/src/registry/registry.ts';
import type { Host } from '../../server/src/workspace/host.ts';
import { digestOf, fakeRegistry, json } from '../support/registry.ts';
import { configFor, fetched, open, stored, user } from './user.ts';

const CONTENT = Buffer.from('\0asm the content');

it('reads versions in their order, what a registry says of one, and its bytes', async () => {
  const fake = await fakeRegistry();
  const { host } = user(configFor(fake));
  for (const tag of ['0.10.0', '0.2.0', '0.2.0-rc.1', '1.0.0', 'latest', 'sha256-abc.sig', '01.2.3', 'v1.0.0'])
    fake.publish('acme/log', tag, CONTENT, {
      imports: ['wasi:io/streams@0.2.0'],
      annotations: { 'org.opencontainers.image.description': 'Logs' },
    });
  const registry = await open(host);
  const published = await registry.versions('acme:log');
  expect(published).toMatchObject({
    versions: ['0.2.0-rc.1', '0.2.0', '0.10.0', '1.0.0'],
    otherTags: ['latest', 'sha256-abc.sig', '01.2.3', 'v1.0.0'],
  });
  if (isRegistryFailure(published)) return;
  expect(await registry.release(published.place, '0.2.0')).toMatchObject({
    version: '0.2.0',
    content: { digest: digestOf(CONTENT), size: CONTENT.length },
    created: '2026-03-01T10:00:00Z',
    imports: ['wasi:io/streams@0.2.0'],
    description: 'Logs',
  });
  expect(await fetched(registry)).toBe(CONTENT.toString());
  expect(await registry.versions('acme:never')).toMatchObject({ versions: [] });
});

it('fetches bytes once, and asks for a tag again with its ETag', async () => {
  const fake = await fakeRegistry();
  const { host, cache } = user(configFor(fake));
  fake.publish('acme/log', '0.2.0', CONTENT);
  expect(await fetched(await open(host))).toBe(CONTENT.toString());
  const before = fake.asked.length;
  expect(await fetched(await open(host))).toBe(CONTENT.toString());
  const again = fake.asked.slice(before);
  expect(again.map((it) => it.path)).toEqual([
    '/.well-known/wasm-pkg/registry.json',
    '/v2/acme/log/tags/list?n=1000',
    '/v2/acme/log/manifests/0.2.0',
  ]);
  expect(again.at(-1)?.headers['if-none-match']).toMatch(/^"sha256:/);
  // A version that was published again under its name is seen.
  fake.publish('acme/log', '0.2.0', Buffer.from('other'));
  expect(await fetched(await open(host))).toBe('other');
  expect(stored(cache).filter((it) => it.endsWith('.part'))).toEqual([]);
});

it('offline, what was fetched is there, and everything else is said to be missing', async () => {
  const fake = await fakeRegistry();
  const { host } = user(configFor(fake));
  fake.publish('acme/log', '0.2.0', CONTENT);
  expect(await fetched(await open(host, true))).toMatch(
    /tags\/list is not in the cache, and nothing is fetched while offline/,
  );
  expect(fake.asked).toEqual([]);
  await fetched(await open(host));
  const before = fake.asked.length;
  expect(await fetched(await open(host, true))).toBe(CONTENT.toString());
  expect(await fetched(await open(host, true), 'acme:log', '0.3.0')).toMatch(/0\.3\.0 is not in the cache/);
  expect(fake.asked.length).toBe(before);
});

it('what was damaged in the cache is fetched again', async () => {
  const fake = await fakeRegistry();
  const { host, cache } = user(configFor(fake));
  fake.publish('acme/log', '0.2.0', CONTENT);
  await fetched(await open(host));
  for (const name of readdirSync(path.join(cache, 'blobs'))) writeFileSync(path.join(cache, 'blobs', name), 'half');
  for (const name of readdirSync(path.join(cache, 'tags'))) writeFileSync(path.join(cache, 'tags', name), '{"digest');
  expect(await fetched(await open(host))).toBe(CONTENT.toString());
});

it('the cache stays below its limit, and the oldest files go', async () => {
  const { cache } = user('');
  const store = diskStore(cache, 300);
  for (let index = 0; index < 5; index++) await store.write(`blobs/${index}`, new Uint8Array(100));
  const second = diskStore(cache, 300);
  await second.write('blobs/9', new Uint8Array(100));
  expect(stored(cache)).toHaveLength(3);
  expect(await second.read('blobs/9')).toHaveLength(100);
  expect(await second.write('../outside', new Uint8Array(1))).toBe(false);
});

it('follows the pages of a list', async () => {
  const fake = await fakeRegistry();
  const { host } = user(configFor(fake));
  fake.on(/tags\/list/, (_, response, asked) => {
    const last = new URL(asked, 'http://x').searchParams.get('last') ?? '0';
    const next = Number(last) + 1;
    const link = next < 4 ? { link: `</v2/acme/log/tags/list?n=1&last=${next}>; rel="next"` } : undefined;
    json(response, { tags: [`0.${next}.0`] }, 200, link);
  });
  expect(await (await open(host)).versions('acme:log')).toMatchObject({
    versions: ['0.1.0', '0.2.0', '0.3.0', '0.4.0'],
  });
});

it.each(['basic', 'token'] as const)('meets a registry that asks for a password (%s)', async (kind) => {
  const fake = await fakeRegistry();
  fake.protect(kind, 'jane', 'päss:wörd');
  fake.publish('acme/log', '0.2.0', CONTENT);
  const auth = Buffer.from('jane:päss:wörd').toString('base64');
  expect(await fetched(await open(user(configFor(fake, `auth = "${auth}"`)).host))).toBe(CONTENT.toString());
  const plain = 'auth = { username = "jane", password = "päss:wörd" }';
  expect(await fetched(await open(user(configFor(fake, plain)).host))).toBe(CONTENT.toString());
  expect(await fetched(await open(user(configFor(fake)).host))).toMatch(
    kind === 'basic'
      ? /wants credentials, and none are configured for it/
      : /answers 401; no credentials are configured for 127/,
  );
  const wrong = 'auth = { username = "jane", password = "wrong" }';
  expect(await fetched(await open(user(configFor(fake, wrong)).host))).toMatch(
    kind === 'basic' ? /does not accept wkg's configuration/ : /answers 401 to wkg's configuration/,
  );
});

it("takes Docker's credentials and helpers of the user, and wkg's variable", async () => {
  const fake = await fakeRegistry();
  fake.protect('basic', 'jane', 'secret');
  fake.publish('acme/log', '0.2.0', CONTENT);
  const auth = Buffer.from('jane:secret').toString('base64');
  const { host, home } = user(configFor(fake));
  mkdirSync(path.join(home, '.docker'));
  const docker = (value: unknown) => writeFileSync(path.join(home, '.docker/config.json'), JSON.stringify(value));
  docker({ auths: { [fake.host]: { auth } } });
  expect(await fetched(await open(host))).toBe(CONTENT.toString());
  docker({ auths: { [`https://${fake.host}`]: { username: 'jane', password: 'secret' } } });
  expect(await fetched(await open(host))).toBe(CONTENT.toString());
  docker({ auths: { [fake.host]: { identitytoken: 'x' } } });
  expect(await fetched(await open(host))).toMatch(/identity token for .*not supported/);
  // A helper of the PATH.
  const bin = path.join(home, 'bin');
  mkdirSync(bin);
  const helper = path.join(bin, 'docker-credential-test');
  writeFileSync(
    helper,
    `#!/bin/sh\nread -r server\necho "$1 $server" >> ${home}/log\nprintf '{"Username":"jane","Secret":"secret"}'\n`,
  );
  chmodSync(helper, 0o755);
  docker({ credHelpers: { [fake.host]: 'test' } });
  const before = process.env.PATH;
  process.env.PATH = `${bin}:${before}`;
  onTestFinished(() => {
    process.env.PATH = before;
  });
  expect(await fetched(await open(host))).toBe(CONTENT.toString());
  docker({ credHelpers: { [fake.host]: '../../bin/sh' } });
  expect(await fetched(await open(host))).toMatch(/none are configured/);
});

it("shows wkg's token as it is", async () => {
  const fake = await fakeRegistry();
  fake.publish('acme/log', '0.2.0', CONTENT);
  fake.on(/./, (request, response, asked) => {
    if (request.headers.authorization === 'Bearer abc') return json(response, { tags: ['0.2.0'] });
    json(response, {}, 401, { 'www-authenticate': `Bearer realm="http://127.0.0.1:1/token"${asked}` });
  });
  const name = `WKG_REGISTRY_${fake.host.replace(/\W/g, '_')}_AUTH_BEARER`;
  const { host } = user(configFor(fake), { [name]: 'abc' });
  expect(await (await open(host)).versions('acme:log')).toMatchObject({ versions: ['0.2.0'] });
});

it('finds packages where the configuration and the well-known file say', async () => {
  const [front, back] = [await fakeRegistry(), await fakeRegistry()];
  back.publish('team/acme/log', '0.2.0', CONTENT);
  front.on('/.well-known/wasm-pkg/registry.json', (_, response) =>
    json(response, { preferredProtocol: 'oci', oci: { registry: back.host, namespacePrefix: 'team/' } }),
  );
  const http = `[registry."${front.host}".oci]\nprotocol = "http"\n[registry."${back.host}".oci]\nprotocol = "http"\n`;
  const of = async (config: string, env = {}): Promise<string> =>
    fetched(await open(user(`${config}\n${http}`, env).host));
  expect(await of(`[namespace_registries]\nacme = "${front.host}"`)).toBe(CONTENT.toString());
  expect(await of(`[package_registry_overrides]\n"acme:log" = "${front.host}"`)).toBe(CONTENT.toString());
  expect(await of('', { WKG_REGISTRY: front.host })).toBe(CONTENT.toString());
  const own = `{ registry = "acme.example", metadata = { oci = { registry = "${back.host}", namespacePrefix = "team/" } } }`;
  expect(await of(`[namespace_registries]\nacme = ${own}`)).toBe(CONTENT.toString());
  // An override goes before a namespace, and that before the default.
  expect(
    await of(
      `default_registry = "no.invalid"\n[namespace_registries]\nacme = "no.invalid"\n[package_registry_overrides]\n"acme:log" = ${own}`,
    ),
  ).toBe(CONTENT.toString());
  expect(await of('')).toMatch(/no registry is configured for `acme:log`: `wasm-pkg\/config.toml` names none/);
});

it("keeps credentials from a host that only the registry's own file names", async () => {
  const [front, back] = [await fakeRegistry(), await fakeRegistry()];
  back.protect('basic', 'jane', 'secret');
  front.on('/.well-known/wasm-pkg/registry.json', (_, response) => json(response, { oci: { registry: back.host } }));
  const auth = 'auth = { username = "jane", password = "secret" }';
  const config = `${configFor(front, auth)}\n[registry."${back.host}".oci]\nprotocol = "http"`;
  expect(await fetched(await open(user(config).host))).toMatch(/none are configured for it/);
  expect(back.asked.map((it) => it.authorization)).toEqual([undefined]);
});

it('a redirect to another host is followed without credentials', async () => {
  const [fake, storage] = [await fakeRegistry(), await fakeRegistry()];
  fake.protect('basic', 'jane', 'secret');
  const digest = fake.publish('acme/log', '0.2.0', CONTENT);
  fake.on(`/v2/acme/log/blobs/${digest}`, (request, response) => {
    if (request.headers.authorization === undefined) return json(response, {}, 401, { 'www-authenticate': 'Basic' });
    response.writeHead(307, { location: `http://${storage.host}/somewhere?signed=1` }).end();
  });
  storage.on('/somewhere?signed=1', (_, response) => void response.writeHead(200).end(CONTENT));
  const auth = 'auth = { username = "jane", password = "secret" }';
  expect(await fetched(await open(user(configFor(fake, auth)).host))).toBe(CONTENT.toString());
  expect(storage.asked.map((it) => it.authorization)).toEqual([undefined]);
  expect(JSON.stringify(storage.asked[0]?.headers)).not.toMatch(/jane|secret|amFuZT/);
});

it('credentials do not go to a host that gives tokens elsewhere', async () => {
  const [fake, other] = [await fakeRegistry(), await fakeRegistry()];
  other.on(/token/, (_, response) => json(response, {}, 401));
  fake.on(/tags/, (_, response) =>
    json(response, {}, 401, { 'www-authenticate': `Bearer realm="http://${other.host}/token",service="x"` }),
  );
  const auth = 'auth = { username = "jane", password = "secret" }';
  expect(await fetched(await open(user(configFor(fake, auth)).host))).toMatch(
    /the credentials of .* are not sent to 127\.0\.0\.1/,
  );
  expect(other.asked.map((it) => it.authorization)).toEqual([undefined]);
});

it('waits for a registry that is busy, and gives up after three tries', async () => {
  const fake = await fakeRegistry();
  fake.publish('acme/log', '0.2.0', CONTENT);
  let count = 0;
  fake.on(/tags\/list/, (_, response) => {
    if (++count < 3) return json(response, {}, count === 1 ? 429 : 503, { 'retry-after': '0' });
    json(response, { tags: ['0.2.0'] });
  });
  expect(await fetched(await open(user(configFor(fake)).host))).toBe(CONTENT.toString());
  const down = await fakeRegistry();
  down.on(/./, (_, response) => json(response, {}, 500, { 'retry-after': '0' }));
  expect(await fetched(await open(user(configFor(down)).host))).toMatch(/is not available: it answers 500/);
  expect(down.paths().filter((it) => it.includes('tags'))).toHaveLength(3);
});

it('says who cannot be reached, and does not hang', async () => {
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void silent.close());
  const { port } = silent.address() as { port: number };
  const { host } = user(configFor({ host: `127.0.0.1:${port}` }));
  const network = host.network;
  if (network === undefined) throw new Error('no network');
  // Time runs a hundred times as fast.
  const fast: Host = {
    ...host,
    clock: { ...host.clock, now: () => performance.now() * 100 },
    network: { ...network, get: (it) => network.get({ ...it, timeout: it.timeout / 100 }) },
  };
  expect(await fetched(await open(fast))).toMatch(/cannot be reached: no answer within/);
  expect(await fetched(await open(user(configFor({ host: '127.0.0.1:9' })).host))).toMatch(
    /127\.0\.0\.1:9 cannot be reached: nothing listens there/,
  );
});

it('texts of a registry cannot move a cursor or hide what follows', async () => {
  const fake = await fakeRegistry();
  fake.publish('acme/log', '0.2.0', CONTENT, {
    annotations: { 'org.opencontainers.image.description': `a\u001b]0;x\u0007\u202eb\n${'c'.repeat(1000)}` },
    exports: ['evil\u001b[31m'],
    created: 'yesterday',
  });
  const registry = await open(user(configFor(fake)).host);
  const published = await registry.versions('acme:log');
  const release = isRegistryFailure(published) ? published : await registry.release(published.place, '0.2.0');
  expect(release).toMatchObject({ exports: ['evil�[31m'], created: undefined });
  expect(JSON.stringify(release)).not.toMatch(/\\u001b|\u202e|\\n/);
});

it('a version with build metadata is no tag, and nothing is asked', async () => {
  const fake = await fakeRegistry();
  const registry = await open(user(configFor(fake)).host);
  const place = await registry.place('acme:log');
  const before = fake.asked.length;
  if (isRegistryFailure(place)) throw new Error(place.message);
  expect(await registry.release(place, '0.2.0+build')).toMatchObject({
    message: '`0.2.0+build` is no tag of a registry: a `+` is not allowed',
  });
  expect(fake.asked.length).toBe(before);
});

it.each([
  ['default_registry = "a/b"', /`a\/b` is no host/],
  ['default_registry = ', /is no TOML/],
  ['[registry."x".oci]\nprotocol = "ftp"', /protocol of `x` is `ftp`/],
  ['[registry."x".oci]\nauth = "%%%"', /neither base64 nor username and password/],
  ['[namespace_registries]\na = 1', /`namespace_registries.a` names no host/],
])('says what is wrong in the configuration: %s', async (config, words) => {
  const registry = await Registry.open(user(config).host, { offline: false });
  expect(isRegistryFailure(registry) ? registry.message : '').toMatch(words);
});

it('goes through the proxy of the environment, and not for hosts that are excluded', async () => {
  const [fake, proxy] = [await fakeRegistry(), await fakeRegistry()];
  fake.publish('acme/log', '0.2.0', CONTENT);
  const through: string[] = [];
  proxy.on(/./, (_, response, asked) => {
    through.push(asked);
    response.writeHead(502).end();
  });
  process.env.http_proxy = `http://${proxy.host}`;
  onTestFinished(() => {
    delete process.env.http_proxy;
    delete process.env.no_proxy;
  });
  expect(await fetched(await open(user(configFor(fake)).host))).toMatch(/answers 502/);
  expect(through[0]).toBe(`http://${fake.host}/.well-known/wasm-pkg/registry.json`);
  process.env.no_proxy = 'localhost, 127.0.0.1';
  expect(await fetched(await open(user(configFor(fake)).host))).toBe(CONTENT.toString());
});
