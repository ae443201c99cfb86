// What accepts a change, what says that it does and does not, and whose word counts: entries of `.wit-ignore.json` and comments.

import { expect, it } from 'vitest';
import { below, compareArchive, readArchive } from '../../../../test/semver/fixture.ts';
import { readIgnoreFile } from '../../contract/ignore-file.ts';
import { type AcceptanceOptions, Acceptances } from './accepted.ts';

const IGNORES = 'file:///w/.wit-ignore.json';
const ignores = (...entries: object[]) => readIgnoreFile(IGNORES, JSON.stringify({ ignore: entries }));

/** What is accepted of an archive, by items, and what is wrong with its acceptances. */
async function accepted(text: string, more: Partial<AcceptanceOptions> = {}) {
  const archive = readArchive(text);
  expect(below(archive.files, 'after').size).toBeGreaterThan(0);
  const { before, after, reports } = await compareArchive(archive);
  const [report] = reports;
  if (report === undefined) throw new Error('no report');
  const versions = { before: before.snapshot, after: after.snapshot };
  const acceptances = new Acceptances(report, versions, { today: '2026-06-15', ...more });
  const passed = report.changes
    .filter((it) => it.kind !== 'bump-missing')
    .map((it) => {
      const { place, ...how } = acceptances.of(it) ?? {};
      return [it.item, place === undefined ? undefined : { ...how, in: place.uri.slice('file:///w/'.length) }];
    });
  return { passed: Object.fromEntries(passed), problems: acceptances.problems(), acceptances, after, report };
}

const TWO = `
//- before/a.wit
package shop:cart@1.0.0;
interface api { f: func(); g: func(); }
interface more { h: func(); }
//- after/a.wit
package shop:cart@1.0.0;
interface api { }
interface more { }
`;
const byFile = (reason: string, more: object = {}) => ({
  by: 'file',
  reason,
  isNew: true,
  in: '.wit-ignore.json',
  ...more,
});
const of = (path: string, ...codes: string[]) => ({ path, ...(codes.length === 0 ? {} : { codes }) });

it('says by which entry a change passes, with its owner and both of its ends', async () => {
  const entry = { package: 'shop:cart', reason: 'agreed', owner: 'ann', until: '2.0.0', expires: '2026-06-15' };
  const { passed, problems, acceptances } = await accepted(TWO, { ignores: ignores(entry) });
  const how = byFile('agreed', { owner: 'ann', until: '2.0.0', expires: '2026-06-15' });
  expect(passed).toEqual({ 'api.f': how, 'api.g': how, 'more.h': how });
  expect(problems).toEqual([]);
  expect([...acceptances.usedEntries].map((it) => it.reason)).toEqual(['agreed']);
});

it('counts only what the base has word for word where that is asked for', async () => {
  const entry = { package: 'shop:cart', reason: 'agreed' };
  const old = { oldIgnores: ignores({ path: 'x', reason: 'other' }, entry) };
  const known = await accepted(TWO, { ignores: ignores(entry), ...old, trusted: true });
  expect(known.passed['more.h']).toEqual({ ...byFile('agreed'), isNew: false });
  // Said otherwise it is another acceptance.
  const other = ignores({ ...entry, reason: 'agreed too' });
  expect((await accepted(TWO, { ignores: other, ...old, trusted: true })).passed['more.h']).toBeUndefined();
  expect((await accepted(TWO, { ignores: other, ...old, trusted: false })).passed['more.h']).toEqual(
    byFile('agreed too'),
  );
  expect((await accepted(TWO, { ignores: other, ...old })).passed['more.h']).toEqual(byFile('agreed too'));
});

it('hears only the owners that a policy names, and says of each other entry why it counts for nothing', async () => {
  const file = ignores(
    { ...of('.', 'semver/param-added'), reason: 'nobody' },
    { package: 'shop:cart', codes: ['semver/param-added'], reason: 'no owner' },
    { package: 'shop:cart', reason: 'yes', owner: 'cleo' },
    { fingerprint: '0011aabb', item: 'shop:cart/api.f', reason: 'theirs', owner: 'bob' },
  );
  const { passed, problems } = await accepted(TWO, { ignores: file, owners: ['ann', 'cleo'] });
  expect(passed['api.g']).toEqual(byFile('yes', { owner: 'cleo' }));
  const why = 'accepts nothing: the policy lets only `ann`, `cleo` accept breaking changes, as its `owner`';
  expect(problems.map((it) => it.message)).toEqual([
    `the entry for a path (nobody) ${why}`,
    `the entry for shop:cart (no owner) ${why}`,
    `the entry for shop:cart/api.f (theirs) ${why}`,
  ]);
  expect(problems.map(({ uri, span }) => uri === IGNORES && file.text.slice(span.start, span.end))).toEqual(
    [0, 1, 3].map((at) => JSON.stringify(JSON.parse(file.text).ignore[at])),
  );
});

it('says which entries of this package have ended, and is silent about those of others', async () => {
  const ended = { expires: '2026-06-14' };
  const file = ignores(
    { package: 'shop:cart', reason: 'one', ...ended },
    { package: 'shop:other', reason: 'two', ...ended },
    { ...of('a.wit'), reason: 'three', until: '1.0.0' },
    { ...of('b.wit'), reason: 'four', ...ended },
    { fingerprint: '0011aabb', item: 'shop:cart/api.f', reason: 'five', ...ended },
    { fingerprint: '0011aabb', item: 'shop:carts/api.f', reason: 'six', ...ended },
    { fingerprint: '0011aabb', reason: 'seven', ...ended },
  );
  const { passed, problems } = await accepted(TWO, { ignores: file });
  expect(passed).toEqual({});
  const expired = 'it has expired on 2026-06-14';
  expect(problems.map((it) => it.message)).toEqual([
    `the entry for shop:cart (one) accepts nothing: ${expired}`,
    'the entry for a path (three) accepts nothing: it has expired: the version compared with is 1.0.0, and it holds until 1.0.0',
    `the entry for shop:cart/api.f (five) accepts nothing: ${expired}`,
    `the entry for a path (seven) accepts nothing: ${expired}`,
  ]);
});

const COMMENTED = `
//- before/a.wit
package shop:cart@1.0.0;
interface api {
  // wit-ignore: semver/func-removed was there
  gone: func();
  f: func();
}
interface more {
  h: func();
}
//- after/a.wit
package shop:cart@1.0.0;
interface api {
  // wit-ignore: semver/func-removed owner=ann was there
  // wit-ignore: semver/param-added not of this one
  f: func(a: u8);
}
interface more {
  // wit-ignore: semver/param-added owner=bob expires=2026-12-31 until=3.0.0 it is time
  h: func(b: u8);
}
`;

it('says by which comment a change passes: inside the container of what is gone, above what there is', async () => {
  const { passed, problems, acceptances, after } = await accepted(COMMENTED);
  expect(passed).toEqual({
    'api.gone': expect.objectContaining({
      by: 'comment',
      reason: 'was there',
      owner: 'ann',
      in: 'a.wit',
      isNew: false,
    }),
    'api.f.a': { by: 'comment', reason: 'not of this one', isNew: true, in: 'a.wit' },
    'more.h.b': {
      ...{ by: 'comment', reason: 'it is time', owner: 'bob', isNew: true, in: 'a.wit' },
      ...{ expires: '2026-12-31', until: '3.0.0' },
    },
  });
  expect(problems).toEqual([]);
  const text = after.snapshot.tree('file:///w/a.wit')?.text ?? '';
  const starts = [...text.matchAll(/\/\/ wit-ignore/g)].map((it) => `file:///w/a.wit ${it.index}`);
  expect([...acceptances.used].sort()).toEqual(starts.sort());
});

it('takes no new comment for true where only the base counts, and none of an owner whom the policy does not name', async () => {
  const trusted = await accepted(COMMENTED, { trusted: true });
  expect(Object.entries(trusted.passed).flatMap(([item, it]) => (it === undefined ? [] : [item]))).toEqual([
    'api.gone',
  ]);
  const theirs = await accepted(COMMENTED, { owners: ['bob'] });
  expect(theirs.passed['api.f.a']).toBeUndefined();
  expect(theirs.passed['api.gone']).toBeUndefined();
  expect(theirs.passed['more.h.b']).toMatchObject({ owner: 'bob' });
  const why = 'this comment silences nothing: the policy lets only `bob` accept breaking changes, as its `owner`';
  expect(theirs.problems.map((it) => [it.uri, it.message])).toEqual([
    ['file:///w/a.wit', why],
    ['file:///w/a.wit', why],
  ]);
});

it('says of a comment that has ended that it silences nothing, before what an ignore file has', async () => {
  const { passed, problems } = await accepted(COMMENTED, {
    today: '2027-01-01',
    ignores: readIgnoreFile(IGNORES, '{"ignore":[],"more":1}'),
  });
  expect(passed['more.h.b']).toBeUndefined();
  expect(problems.map((it) => it.message)).toEqual([
    expect.stringContaining('unknown key `more`'),
    'this comment silences nothing: it has expired on 2026-12-31',
  ]);
});
