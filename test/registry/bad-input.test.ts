// What a registry says wrongly: refused with words, nothing of it kept, nothing sent elsewhere.

import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { type FakeRegistry, fakeRegistry, json } from '../support/registry.ts';
import { configFor, fetched, open, stored, user } from './user.ts';

const CONTENT = Buffer.from('\0asm the content');

/** What a registry says wrongly, and the words for it. */
const WRONG: readonly [
  name: string,
  break_: (fake: FakeRegistry, digest: string, elsewhere: FakeRegistry) => void,
  words: RegExp,
][] = [
  [
    'a manifest of another type',
    (it) =>
      it.publish('acme/log', '0.2.0', CONTENT, { manifest: { mediaType: 'application/vnd.oci.image.index.v1+json' } }),
    /is `application\/vnd\.oci\.image\.index\.v1\+json`, not the image manifest of one package/,
  ],
  [
    'a container image',
    (it) => it.publish('acme/log', '0.2.0', CONTENT, { configType: 'application/vnd.oci.image.config.v1+json' }),
    /its configuration is `application\/vnd\.oci\.image\.config/,
  ],
  [
    'a layer that is a tar',
    (it) =>
      it.publish('acme/log', '0.2.0', CONTENT, { layer: { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip' } }),
    /its layer is `application\/vnd\.oci\.image\.layer/,
  ],
  [
    'two layers',
    (it) => it.publish('acme/log', '0.2.0', CONTENT, { manifest: { layers: [{}, {}] } }),
    /2 layers, and a package has one/,
  ],
  [
    'a manifest that is no JSON',
    (it) => it.on(/manifests/, (_, response) => void response.end('<html>')),
    /its manifest is no JSON/,
  ],
  [
    'a manifest that its digest does not name',
    (it) =>
      it.on(/manifests/, (_, response) =>
        json(response, {}, 200, { 'docker-content-digest': `sha256:${'0'.repeat(64)}` }),
      ),
    /not the one that its digest names/,
  ],
  [
    'a digest of another kind',
    (it) => it.publish('acme/log', '0.2.0', CONTENT, { layer: { digest: '../../../etc/passwd' } }),
    /no SHA-256/,
  ],
  [
    'a layer of a gigabyte',
    (it) => it.publish('acme/log', '0.2.0', CONTENT, { layer: { size: 2 ** 30 } }),
    /1073741824 bytes, more than/,
  ],
  [
    'a blob that is cut off',
    (it, digest) =>
      it.on(
        new RegExp(digest),
        (_, response) =>
          void response.writeHead(200, { 'content-length': '16' }).write('\0asm', () => response.destroy()),
      ),
    /connection ended before the answer was complete/,
  ],
  [
    'a blob that is too short',
    (it, digest) => it.on(new RegExp(digest), (_, response) => void response.end('\0asm')),
    /is 4 bytes, and its manifest says 16/,
  ],
  [
    'a blob without an end',
    (it, digest) => it.on(new RegExp(digest), (_, response) => void response.end(Buffer.alloc(1000))),
    /sends too much: the answer is larger than 16 bytes/,
  ],
  [
    'a blob of other bytes',
    (it, digest) => it.on(new RegExp(digest), (_, response) => void response.end('\0asm The content')),
    /other bytes than its digest names/,
  ],
  [
    'a blob that is missing',
    (it, digest) => it.on(new RegExp(digest), (_, response) => json(response, {}, 404)),
    /missing in the registry/,
  ],
  [
    'redirects in a circle',
    (it) => it.on(/tags/, (_, response, asked) => void response.writeHead(302, { location: asked }).end()),
    /redirects more than 5 times/,
  ],
  [
    'a redirect to a file',
    (it) => it.on(/tags/, (_, response) => void response.writeHead(302, { location: 'file:///etc/passwd' }).end()),
    /redirects to something that is no address/,
  ],
  [
    'a redirect with a password',
    (it) => it.on(/tags/, (_, response) => void response.writeHead(302, { location: 'http://a:b@127.0.0.1/' }).end()),
    /redirects to something that is no address/,
  ],
  [
    'pages in a circle',
    (it) =>
      it.on(/tags/, (_, response, asked) => json(response, { tags: [] }, 200, { link: `<${asked}>; rel="next"` })),
    /links a page of its list to itself/,
  ],
  [
    'pages without an end',
    (it) => {
      let count = 0;
      it.on(/tags/, (_, response) =>
        json(response, { tags: [] }, 200, { link: `</v2/acme/log/tags/list?last=${count++}>; rel="next"` }),
      );
    },
    /more than 100 pages/,
  ],
  [
    'a page of another host',
    (it, _, { host }) =>
      it.on(/tags/, (__, response) => json(response, { tags: [] }, 200, { link: `<http://${host}/tags>; rel=next` })),
    /an address that is not its own/,
  ],
  [
    'a list that is none',
    (it) => it.on(/tags/, (_, response) => json(response, { tags: 'all' })),
    /something that is no list of tags/,
  ],
  [
    'a page for people',
    (it) => it.on(/tags/, (_, response) => void response.end('<!doctype html>')),
    /something that is no list of tags/,
  ],
  [
    'a list without measure',
    (it) =>
      it.on(/tags/, (_, response) =>
        json(response, { tags: Array.from({ length: 30_000 }, (_, index) => `0.0.${index}`) }),
      ),
    /lists more than 20000 tags/,
  ],
  [
    'an answer of five megabytes',
    (it) => it.on(/tags/, (_, response) => void response.end(Buffer.alloc(5 << 20))),
    /sends too much/,
  ],
  [
    'a registry that is always busy',
    (it) => it.on(/tags/, (_, response) => json(response, {}, 429, { 'retry-after': '0' })),
    /is not available: it answers 429/,
  ],
  [
    'a blob of a server with an error',
    (it, digest) => it.on(new RegExp(digest), (_, response) => json(response, {}, 500, { 'retry-after': '0' })),
    /is not available: it answers 500/,
  ],
  [
    'a redirect of a blob to other bytes elsewhere',
    (it, digest, elsewhere) => {
      const location = `http://${elsewhere.host}/blob`;
      it.on(new RegExp(digest), (_, response) => void response.writeHead(307, { location }).end());
      elsewhere.on('/blob', (_, response) => void response.end('\0asm The content'));
    },
    /other bytes than its digest names/,
  ],
  ['a status that means nothing', (it) => it.on(/tags/, (_, response) => json(response, {}, 418)), /answers 418/],
  [
    'no right',
    (it) => it.on(/tags/, (_, response) => json(response, { errors: [{ message: 'go\u001b[2J away' }] }, 403)),
    /does not allow this \(403\): go�\[2J away/,
  ],
  [
    'credentials of an unknown kind',
    (it) => it.on(/tags/, (_, response) => json(response, {}, 401, { 'www-authenticate': 'Negotiate' })),
    /credentials of an unknown kind/,
  ],
  [
    'no token',
    (it) => {
      it.on(/tags/, (_, response) =>
        json(response, {}, 401, { 'www-authenticate': `Bearer realm="http://${it.host}/t"` }),
      );
      it.on(/^\/t/, (_, response) => json(response, { token: 'a\r\nX-Evil: 1' }));
    },
    /gives no token/,
  ],
];

it.each(WRONG)('refuses %s', async (name, break_, words) => {
  const [fake, elsewhere] = [await fakeRegistry(), await fakeRegistry()];
  const { host, cache } = user(configFor(fake, 'auth = { username = "jane", password = "secret" }'));
  const digest = fake.publish('acme/log', '0.2.0', CONTENT);
  break_(fake, digest, elsewhere);
  const message = await fetched(await open(host));
  // Another host is asked for a blob that the registry has there, and gets no credentials.
  expect(elsewhere.asked.map((it) => [it.path, it.authorization])).toEqual(
    name.endsWith('elsewhere') ? [['/blob', undefined]] : [],
  );
  expect(message).toMatch(words);
  expect(message).not.toMatch(/[\p{Cc}\n]/u);
  // The bytes did not become a file, nor did a part of them.
  expect(stored(cache).filter((it) => it.endsWith('.part') || it === digest.slice(7))).toEqual([]);
});

it('tags that are no versions are no versions, and names in annotations name no file', async () => {
  const fake = await fakeRegistry();
  const { host, cache, home } = user(configFor(fake));
  const annotations = {
    'org.opencontainers.image.title': '../../../evil.wasm',
    'org.opencontainers.image.version': '9.9.9',
    'org.opencontainers.image.source': 'file:///etc/passwd\u001b[2J',
    'org.opencontainers.image.licenses': '\u202eTIM',
  };
  for (const tag of ['latest', 'v0.2.0', '0.2', '00.2.0', '0.2.0'])
    fake.publish('acme/log', tag, CONTENT, { annotations });
  const registry = await open(host);
  expect(await registry.versions('acme:log')).toMatchObject({ versions: ['0.2.0'] });
  expect(await fetched(registry)).toBe(CONTENT.toString());
  expect(JSON.stringify(await registry.versions('acme:log'))).not.toContain('9.9.9');
  const below = (folder: string) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((it) => it.includes('evil'));
  expect([below(home), existsSync(path.join(home, '../evil.wasm')), stored(cache).join()]).toEqual([
    [],
    false,
    expect.not.stringContaining('evil'),
  ]);
});
