// Registries over TLS, with an authority of one's own and through proxies: the command line as a process, as a person runs it.

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { directoryWith } from '../support/command.ts';
import { type FakeRegistry, fakeRegistry } from '../support/registry.ts';
import { SERVER } from '../support/server.ts';
import { type Certificates, certificates, hasOpenssl, tunnelProxy } from '../support/tls.ts';
import { hasTools, packageBytes } from './published.ts';

const LOG = 'package acme:log@0.2.0;\ninterface api { log: func(); }\n';

let tls: ReturnType<typeof certificates>;

/** What of the environment would answer for the test. */
const NONE = Object.fromEntries(
  ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY', 'ALL_PROXY', 'SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS']
    .flatMap((it) => [it, it.toLowerCase()])
    .map((it) => [it, '']),
);

async function secure(): Promise<FakeRegistry> {
  const fake = await fakeRegistry(tls);
  fake.publish('acme/log', '0.2.0', packageBytes(LOG));
  return fake;
}

/** `breaking --against registry` of a user with this configuration. */
async function breaking(
  fake: FakeRegistry,
  { env = {}, oci = '', more = '' }: { env?: Record<string, string>; oci?: string; more?: string } = {},
): Promise<{ status: number; out: string; err: string }> {
  const home = mkdtempSync(path.join(tmpdir(), 'wit-https-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const config = path.join(home, 'config.toml');
  writeFileSync(config, `default_registry = "${fake.host}"\n[registry."${fake.host}".oci]\n${oci}\n${more}`);
  const folder = directoryWith({ 'wit/log.wit': LOG.replace('0.2.0', '0.2.1') });
  const own = { WKG_CONFIG_FILE: config, XDG_CACHE_HOME: home, DOCKER_CONFIG: home };
  const options = { cwd: folder, env: { ...process.env, ...NONE, ...own, ...env } };
  return new Promise((resolve) => {
    execFile(process.execPath, [SERVER, 'breaking', 'wit', '--against', 'registry'], options, (error, out, err) =>
      resolve({ status: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });
}

const authorities = (): string => {
  const pem = readFileSync(tls.authority, 'utf8');
  return `extra_root_certificates = [{ encoding = "pem", data = """${pem}""" }]`;
};

describe.skipIf(!hasTools || !hasOpenssl)('over TLS', () => {
  beforeAll(() => {
    tls = certificates();
  });
  afterAll(() => tls.remove());

  it('trusts an authority that the environment or the configuration names, and no other', async () => {
    const fake = await secure();
    const strange = await breaking(fake);
    expect(strange.status).toBe(2);
    expect(strange.err).toMatch(/cannot be reached: its certificate is not trusted \(.*\); \$SSL_CERT_FILE can name/);
    expect(fake.asked).toEqual([]);
    for (const env of [{ SSL_CERT_FILE: tls.authority }, { NODE_EXTRA_CA_CERTS: tls.authority }])
      expect(await breaking(fake, { env })).toMatchObject({ status: 0, err: '' });
    expect(await breaking(fake, { oci: authorities() })).toMatchObject({ status: 0, err: '' });
    expect(await breaking(fake, { oci: 'accept_invalid_certificates = true' })).toMatchObject({ status: 0, err: '' });
  });

  it('what is trusted for one registry is trusted for no other', async () => {
    const [fake, other] = [await secure(), await secure()];
    const { host } = other;
    fake.on(/blobs/, (_, response) =>
      response.writeHead(307, { location: `https://${host.replace('127.0.0.1', 'localhost')}/x` }).end(),
    );
    const redirected = await breaking(fake, { oci: authorities() });
    expect(redirected.err).toMatch(/certificate is not trusted/);
    const chosen = `[namespace_registries]\nacme = { registry = "${fake.host}", metadata = { oci = { registry = "${host}" } } }`;
    const named = await breaking(fake, { oci: authorities(), more: `[registry."${host}".oci]\n${chosen}` });
    expect(named.err).toMatch(/certificate is not trusted/);
    expect(other.asked).toEqual([]);
  });

  it.each([
    ['is not there', '/no/such.pem', /\$SSL_CERT_FILE is `\/no\/such\.pem`, which cannot be read/],
    ['has no certificate', 'garbage', /\$SSL_CERT_FILE is `.*garbage`, which has no certificate in PEM/],
  ])('says when the file of $SSL_CERT_FILE %s', async (_, file, words) => {
    const fake = await secure();
    const folder = directoryWith({ garbage: 'no certificate' });
    const { status, err } = await breaking(fake, { env: { SSL_CERT_FILE: path.resolve(folder, file) } });
    expect(status).toBe(2);
    expect(err).toMatch(words);
  });

  it('a redirect to plain HTTP is not followed', async () => {
    const [fake, plain] = [await secure(), await fakeRegistry()];
    fake.on(/blobs/, (_, response) => response.writeHead(307, { location: `http://${plain.host}/x` }).end());
    const { status, err } = await breaking(fake, { env: { SSL_CERT_FILE: tls.authority } });
    expect([status, err]).toEqual([2, expect.stringMatching(/redirects from https to http, which is not followed/)]);
    expect(plain.asked).toEqual([]);
  });

  it.each([
    ['HTTPS_PROXY', false],
    ['https_proxy', true],
  ])('goes through the tunnel of $%s (proxy over TLS: %s)', async (variable, isSecure) => {
    const fake = await secure();
    fake.protect('basic', 'jane', 'secret');
    const proxy = await tunnelProxy(isSecure ? { secure: tls as Certificates } : {});
    const env = {
      SSL_CERT_FILE: tls.authority,
      [variable]: `${isSecure ? 'https' : 'http'}://joe:p%40ss@${proxy.host}`,
    };
    const oci = 'auth = { username = "jane", password = "secret" }';
    expect(await breaking(fake, { env, oci })).toMatchObject({ status: 0, err: '' });
    // The proxy sees the name of the registry and its own password, and nothing else.
    const basic = `Basic ${Buffer.from('joe:p@ss').toString('base64')}`;
    expect(new Set(proxy.asked.map((it) => JSON.stringify(it)))).toEqual(
      new Set([JSON.stringify({ target: `CONNECT ${fake.host}`, authorization: basic })]),
    );
    expect(fake.asked.length).toBeGreaterThan(3);
    expect(JSON.stringify(fake.asked)).not.toMatch(/proxy-authorization|am9lOn/);
  });

  it.each(['127.0.0.1', '.example, 127.0.0.1', '*'])(
    'goes past the proxy for what NO_PROXY=%s names',
    async (names) => {
      const fake = await secure();
      const proxy = await tunnelProxy();
      const env = { SSL_CERT_FILE: tls.authority, HTTPS_PROXY: `http://${proxy.host}`, NO_PROXY: names };
      expect(await breaking(fake, { env })).toMatchObject({ status: 0, err: '' });
      expect(proxy.asked).toEqual([]);
      const other = await breaking(fake, { env: { ...env, NO_PROXY: 'other.example' } });
      expect([other.status, proxy.asked.length > 0]).toEqual([0, true]);
    },
  );

  it('says which proxy refuses or is not there', async () => {
    const fake = await secure();
    const proxy = await tunnelProxy({ status: 407 });
    const through = (host: string) =>
      breaking(fake, { env: { SSL_CERT_FILE: tls.authority, HTTPS_PROXY: `http://joe:secret@${host}` } });
    const refused = await through(proxy.host);
    expect(refused.status).toBe(2);
    expect(refused.err).toContain(`the proxy ${proxy.host} answers 407`);
    const gone = await through('127.0.0.1:9');
    expect(gone.status).toBe(2);
    expect(gone.err).toMatch(/through the proxy 127\.0\.0\.1:9: nothing listens there/);
    expect(refused.err + gone.err).not.toContain('secret');
    expect(fake.asked).toEqual([]);
  });
});
