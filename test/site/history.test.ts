// The history on a site: of release tags, of what was changed since, and of versions that lie side by side.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { TestRepository } from '../semver/repository.ts';
import { directoryWith } from '../support/command.ts';
import { crawl } from './crawl.ts';
import { page, site, textOf } from './support.ts';

it('has the versions and the changes of releases, a feed, and addresses for the latest', async () => {
  const repository = TestRepository.create({
    'wit/a.wit': 'package a:b@1.0.0;\n/// One.\ninterface i { f: func(); }\n',
  });
  repository.tag('v1.0.0');
  repository.commit({ 'wit/a.wit': 'package a:b@1.1.0;\ninterface i { f: func(); g: func(); }\n' });
  repository.tag('v1.1.0');
  repository.write({ 'wit/a.wit': 'package a:b@2.0.0-rc.1;\ninterface i { g: func(a: u8); }\n' });
  const out = await site(repository.path, 'wit', '--history', 'HEAD', '--url', 'https://example.com/docs/');
  expect(textOf(page(out, 'a/b/index.html'))).toMatch(
    /2\.0\.0-rc\.1 .*1\.1\.0 latest v1\.1\.0 · 2026-01-01 · .*1\.0\.0 v1\.0\.0 · 2026-01-01/,
  );
  expect(textOf(page(out, 'a/b/index.html'))).toContain('i.f function removed breaks importers');
  expect(page(out, 'a/b/latest/interface.i.html')).toContain('href="../1.1.0/interface.i.html"');
  expect(textOf(page(out, 'a/b/1.0.0/interface.i.html'))).toContain('One.');
  expect(page(out, 'a/b/1.0.0/interface.i.html')).toContain('<a href="../1.1.0/interface.i.html">1.1.0</a>');
  const feed = page(out, 'a/b/feed.xml');
  expect(feed.match(/<entry>/g)).toHaveLength(3);
  expect(feed).toContain('<link rel="self" href="https://example.com/docs/a/b/feed.xml"/>');
  expect(feed).toContain('<updated>2026-01-01T00:00:00Z</updated>');
  expect(crawl(out).problems).toEqual([]);
});

it('tells what was changed since the last release from the release', async () => {
  const repository = TestRepository.create({ 'wit/a.wit': 'package a:b@1.0.0;\ninterface i { f: func(); }\n' });
  repository.tag('v1.0.0');
  repository.commit({ 'wit/a.wit': 'package a:b@1.1.0;\ninterface i { f: func(); g: func(); }\n' });
  repository.tag('v1.1.0');
  repository.write({ 'wit/a.wit': 'package a:b@1.1.0;\ninterface i { f: func(a: u8); g: func(); }\n' });
  const out = await site(repository.path, 'wit', '--history', 'HEAD');
  const text = textOf(page(out, 'a/b/index.html'));
  expect(text).toContain('1.1.0 latest v1.1.0 · 2026-01-01 · 1 additive');
  expect(text).toMatch(/Unreleased# .*i\.f parameter added.*1\.1\.0 · 2026-01-01# .*i\.g function added/);
  const titles = [...page(out, 'a/b/feed.xml').matchAll(/<title>([^<]*)<\/title>/g)].map(([, title]) => title);
  expect(titles.slice(1)).toEqual(['a:b unreleased', 'a:b 1.1.0', 'a:b 1.0.0']);
  expect(crawl(out).problems).toEqual([]);
});

it('compares versions that lie side by side, with what is accepted, without git', async () => {
  const directory = directoryWith({
    'v1/a.wit': 'package a:b@1.0.0;\ninterface i { f: func(); }\n',
    'v2/a.wit': 'package a:b@1.2.0;\ninterface i { f: func(a: u8); }\n',
    'v2/.wit-ignore.json':
      '{ "ignore": [{ "package": "a:b", "codes": ["semver/param-added"], "reason": "nobody calls it" }] }',
    'v1.1/a.wit': 'package a:b@1.1.0;\ninterface i { f: func(); g: func(); }\n',
    'c/c.wit': 'package a:c@1.0.0;\ninterface i { f: func(); }\n',
  });
  const text = textOf(page(await site(directory, '.'), 'a/b/index.html'));
  expect(text).toMatch(/1\.2\.0# .*since 1\.1\.0\..*i\.f parameter added.*Accepted: nobody calls it/);
  expect(text).toMatch(/1\.1\.0# 1 additive change since 1\.0\.0\. .*1\.0\.0# First version\./);
  expect(existsSync(path.join(directory, 'site/a/c/feed.xml'))).toBe(false);
});
