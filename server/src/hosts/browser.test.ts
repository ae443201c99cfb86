import { expect, it } from 'vitest';
import { FILE_REQUESTS } from '../lsp/requests.ts';
import { browserHost } from './browser.ts';
import { StepClock } from './memory.ts';

/** A host whose client answers every question with this, and what it was asked. */
function answering(answer: unknown) {
  const asked: unknown[] = [];
  const host = browserHost(new StepClock(), () => async (method, params) => {
    asked.push([method, params]);
    return answer;
  });
  return { host, asked };
}

it('asks the client for what a file says', async () => {
  const { host, asked } = answering(Buffer.from('wört').toString('base64'));
  expect(Buffer.from((await host.readFile('vscode:/a.wit')) ?? []).toString()).toBe('wört');
  expect(asked).toEqual([[FILE_REQUESTS.readFile, { uri: 'vscode:/a.wit' }]]);
});

it.each([[undefined], [null], [7], ['not base 64 !'], [['YQ==']]])('a file of %j is none', async (answer) => {
  expect(await answering(answer).host.readFile('vscode:/a.wit')).toBeUndefined();
});

it('keeps the entries of a directory that are some', async () => {
  const good = [
    { name: 'a', kind: 'file' },
    { name: 'b', kind: 'directory' },
    { name: 'c', kind: 'other' },
  ];
  const bad = [null, 'a', 7, { name: 'a' }, { kind: 'file' }, { name: 7, kind: 'file' }, { name: 'a', kind: 'pipe' }];
  const { host, asked } = answering([...bad, ...good, ...bad]);
  expect(await host.readDirectory('vscode:/w')).toEqual(good);
  expect(asked).toEqual([[FILE_REQUESTS.readDirectory, { uri: 'vscode:/w' }]]);
  expect(await answering({ 0: good[0], length: 1 }).host.readDirectory('vscode:/w')).toBeUndefined();
});

it('believes whole answers about a file only', async () => {
  const stat = { kind: 'file', size: 1, modified: 2 };
  const { host, asked } = answering(stat);
  expect(await host.stat('vscode:/a.wit')).toEqual(stat);
  expect(asked).toEqual([[FILE_REQUESTS.stat, { uri: 'vscode:/a.wit' }]]);
  for (const change of [{ kind: 'pipe' }, { size: '1' }, { modified: undefined }])
    expect(await answering({ ...stat, ...change }).host.stat('vscode:/a.wit')).toBeUndefined();
  for (const answer of [null, undefined, 'file']) expect(await answering(answer).host.stat('a:/b')).toBeUndefined();
});

it('has no files where the client fails or reads none', async () => {
  const failing = browserHost(new StepClock(), () => () => Promise.reject(new Error('no')));
  const silent = browserHost(new StepClock(), () => undefined);
  for (const host of [failing, silent]) {
    expect(await host.readFile('a:/b')).toBeUndefined();
    expect(await host.readDirectory('a:/b')).toBeUndefined();
    expect(await host.stat('a:/b')).toBeUndefined();
    expect(await host.realPath('a:/b')).toBe('a:/b');
  }
});
