// What the server keeps for a client: open texts, changes that came early, views of binaries, worlds as they were.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LineIndex } from '../base/text.ts';
import { fileOf, isView, shownBinary } from './binary-uri.ts';
import { ChangeOrder } from './change-order.ts';
import { OpenTexts } from './open-texts.ts';
import { StoredViews } from './stored-views.ts';
import { contentUri, readContentUri, type SeenWorld, WorldMemory } from './world-memory.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('changes of a client that sends them in any order', () => {
  const order = (shuffles = true) => {
    const made: number[] = [];
    const it = new ChangeOrder(shuffles, ({ textDocument }) => void made.push(textDocument.version));
    const take = (...versions: number[]) => {
      for (const version of versions) it.take({ textDocument: { uri: 'a', version }, contentChanges: [] });
    };
    return { it, made, take };
  };

  it('are made by their versions, each as soon as those before it are there', () => {
    const { it: changes, made, take } = order();
    changes.opened('a', 5);
    take(7, 8);
    expect(made).toEqual([]);
    take(6);
    expect(made).toEqual([6, 7, 8]);
    take(10);
    vi.advanceTimersByTime(200);
    take(9);
    expect(made).toEqual([6, 7, 8, 9, 10]);
    // What came before is over: nothing is given up.
    vi.advanceTimersByTime(10_000);
    take(12);
    expect(made.at(-1)).toBe(10);
    take(11);
    expect(made.slice(-2)).toEqual([11, 12]);
  });

  it('are made all the same when one never comes, and from then on at once', () => {
    const { it: changes, made, take } = order();
    changes.opened('a', 1);
    take(4, 3);
    vi.advanceTimersByTime(299);
    expect(made).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(made).toEqual([3, 4]);
    take(9);
    expect(made).toEqual([3, 4, 9]);
  });

  it('are made at once for others, for what is not open, and where the version does not grow', () => {
    const other = order(false);
    other.it.opened('a', 1);
    other.take(5);
    expect(other.made).toEqual([5]);
    const { it: changes, made, take } = order();
    take(5);
    changes.opened('a', 5);
    take(5);
    expect(made).toEqual([5, 5]);
    changes.closed('a');
    take(9);
    expect(made).toEqual([5, 5, 9]);
  });

  it('wait no longer once the server ends', () => {
    const { it: changes, made, take } = order();
    changes.opened('a', 1);
    take(3);
    changes.end();
    vi.advanceTimersByTime(1000);
    expect(made).toEqual([]);
  });
});

it('an open text has its newest version under every spelling of its URI', () => {
  const texts = new OpenTexts();
  texts.open('file:///a%62.wac', 'abc', 1);
  texts.change(
    'file:///ab.wac',
    [
      { start: 0, end: 1, text: 'x' },
      { start: 3, end: 3, text: 'y' },
    ],
    2,
  );
  expect([texts.lines('file:///ab.wac')?.text, texts.version('file:///a%62.wac')]).toEqual(['xbcy', 2]);
  texts.open('file:///c.wac', '', 7);
  expect(texts.uris).toEqual(['file:///ab.wac', 'file:///c.wac']);
  texts.close('file:///ab.wac');
  expect(texts.lines('file:///a%62.wac')).toBeUndefined();
  expect(texts.version('file:///ab.wac')).toBeUndefined();
  expect(texts.uris).toEqual(['file:///c.wac']);
});

describe('a view of a binary', () => {
  it('is named by its file, and the other way round', () => {
    expect(shownBinary('file:///d/a%20b.wasm')).toBe('wit-wasm:/file/d/a%20b.wasm.wit');
    expect(fileOf('wit-wasm:/file/d/a%20b.wasm.wit')).toBe('file:///d/a%20b.wasm');
    expect(shownBinary('file:///d/a.wit')).toBeUndefined();
    expect(fileOf('file:///d/%61.wit')).toBe('file:///d/a.wit');
    expect([isView('wit-wasm:/file/a.wasm.wit'), isView('file:///wit-wasm:')]).toEqual([true, false]);
  });

  it('is stored once for each text, and leads back to its binary', () => {
    const views = new StoredViews();
    const stored: string[] = [];
    const store = (name: string, text: string) => {
      stored.push(`${name} ${text}`);
      return `file:///cache/${stored.length}`;
    };
    const place = (text: string | undefined) =>
      views.place('file:///a.wasm', text === undefined ? undefined : new LineIndex(text), store);
    expect(place('one')).toBe('file:///cache/1');
    expect(place('one')).toBe('file:///cache/1');
    expect(place('two')).toBe('file:///cache/2');
    expect(stored).toEqual(['file:///a.wasm.wit one', 'file:///a.wasm.wit two']);
    expect(views.binaryOf('file:///cache/2')).toBe('file:///a.wasm');
    expect(views.binaryOf('file:///cache/3')).toBeUndefined();
    // Without a text or a place to write there is none.
    expect([place(''), place(undefined)]).toEqual([undefined, undefined]);
    expect(stored).toHaveLength(2);
    expect(views.place('file:///b.wasm', new LineIndex('x'), undefined)).toBeUndefined();
    expect(views.place('file:///b.wasm', new LineIndex('x'), () => undefined)).toBeUndefined();
  });

  it('is forgotten after two hundred others', () => {
    const views = new StoredViews();
    for (let at = 0; at <= 200; at++)
      views.place(`file:///${at}.wasm`, new LineIndex('x'), () => `file:///cache/${at}`);
    expect(views.binaryOf('file:///cache/0')).toBeUndefined();
    expect(views.binaryOf('file:///cache/1')).toBe('file:///1.wasm');
    expect(views.binaryOf('file:///cache/200')).toBe('file:///200.wasm');
  });
});

describe('a world that somebody looks at', () => {
  const seen = (name: string) => ({ world: { name }, stale: false, errors: 0 }) as unknown as SeenWorld;

  it('is the last good one while there are errors', () => {
    const memory = new WorldMemory();
    const [first, second] = [seen('first'), seen('second')];
    // Nothing good is known yet: what there is.
    expect(memory.see('a', first, 2)).toBe(first);
    expect(memory.see('a', first, 0)).toBe(first);
    expect(memory.see('a', second, 3)).toEqual({ ...first, stale: true, errors: 3 });
    expect(memory.see('a', undefined, 1)).toEqual({ ...first, stale: true, errors: 1 });
    expect(memory.see('b', second, 1)).toBe(second);
    expect(memory.see('a', second, 0)).toBe(second);
    // Gone without an error, it is gone.
    expect(memory.see('a', undefined, 0)).toBeUndefined();
    expect(memory.see('a', undefined, 1)).toBeUndefined();
    memory.see('a', first, 0);
    memory.forget();
    expect(memory.see('a', second, 1)).toBe(second);
  });

  it('is kept while it is among the last twenty', () => {
    const memory = new WorldMemory();
    const all = Array.from({ length: 21 }, (_, at) => seen(String(at)));
    for (const [at, it] of all.entries()) memory.see(String(at), it, 0);
    expect(memory.see('0', undefined, 1)).toBeUndefined();
    expect(memory.see('1', undefined, 1)).toMatchObject({ world: { name: '1' }, stale: true });
  });

  it('is told of once after the last change, to who looks', () => {
    const memory = new WorldMemory();
    const tell = vi.fn();
    memory.changed(tell);
    vi.advanceTimersByTime(1000);
    expect(tell).not.toHaveBeenCalled();
    memory.contents.add('x');
    memory.changed(tell);
    vi.advanceTimersByTime(10);
    memory.changed(tell);
    vi.advanceTimersByTime(14);
    expect(tell).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(tell).toHaveBeenCalledTimes(1);
    memory.contents.clear();
    memory.watch();
    expect(memory.watched).toBe(true);
    memory.changed(tell);
    memory.stop();
    vi.advanceTimersByTime(1000);
    expect(tell).toHaveBeenCalledTimes(1);
    memory.changed(tell);
    vi.advanceTimersByTime(15);
    expect(tell).toHaveBeenCalledTimes(2);
  });

  it('has an address that says its file and its path, whatever is in them', () => {
    for (const [uri, world] of [
      ['file:///a b/c%20d.wit?x#y', 'a:b/w@1.0.0-rc.1+x'],
      ['wit-wasm:/file/ü.wasm.wit', 'w'],
    ] as const) {
      const address = contentUri(uri, 'na me', world);
      expect(address.startsWith('wit-world:/na%20me.wit?')).toBe(true);
      expect(readContentUri(address)).toEqual({ uri, world });
    }
    for (const other of ['wit-world:/a.wit', 'wit-world:/a.wit?x', 'wit-world:/a.wit?%ZZ#w', 'no uri'])
      expect(readContentUri(other)).toBeUndefined();
    const memory = new WorldMemory();
    expect(memory.isMade('wit-world:/a.wit?x#y')).toBe(true);
    expect(memory.isMade(`file:///home/.cache/wit-language-server/base/${'0a'.repeat(20)}/a.wit`)).toBe(true);
    expect(memory.isMade('file:///tmp/wit-language-server-aB3_xy/preview/a.wit')).toBe(true);
    for (const source of ['file:///a.wit', 'file:///wit-language-server/base/short/a.wit', 'untitled:wit-world:'])
      expect(memory.isMade(source)).toBe(false);
  });
});
