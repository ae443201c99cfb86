// The regular expressions of language-configuration.json, used as VS Code uses them.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

interface EnterRule {
  readonly beforeText: string;
  readonly afterText?: string;
  readonly previousLineText?: string;
  readonly action: { readonly indent: string; readonly appendText?: string; readonly removeText?: number };
}

interface Configuration {
  readonly wordPattern: { readonly pattern: string; readonly flags: string };
  readonly indentationRules: { readonly increaseIndentPattern: string; readonly decreaseIndentPattern: string };
  readonly onEnterRules: readonly EnterRule[];
  readonly folding: { readonly markers: { readonly start: string; readonly end: string } };
}

const file = path.resolve(import.meta.dirname, '../../language-configuration.json');
const configuration: Configuration = JSON.parse(readFileSync(file, 'utf8'));

/** What Enter at `|` appends to the new line, by the first rule that fits; undefined where none does. */
function enter(line: string, previous = ''): string | undefined {
  const [before = '', after = ''] = line.split('|');
  const fits = (pattern: string | undefined, text: string) => pattern === undefined || new RegExp(pattern).test(text);
  return configuration.onEnterRules.find(
    (it) => fits(it.beforeText, before) && fits(it.afterText, after) && fits(it.previousLineText, previous),
  )?.action.appendText;
}

describe('a word', () => {
  it.each([
    [
      'use wasi:http/types@0.2.0-rc.1.{outgoing-request as %use};',
      ['use', 'wasi', 'http', 'types', '0.2.0-rc.1', 'outgoing-request', 'as', '%use'],
    ],
    ['list<u8, 16>', ['list', 'u8', '16']],
    ['half-written- ', ['half-written-']],
    ['f: func() -> u8;', ['f', 'func', 'u8']],
    ['größe-名前: u8', ['größe-名前', 'u8']],
    ['% ', ['%']],
  ])('%s', (text, words) => {
    const { pattern, flags } = configuration.wordPattern;
    expect(text.match(new RegExp(pattern, `${flags}g`))).toEqual(words);
  });
});

describe('Enter', () => {
  it.each([
    ['/// doc|', '/// '],
    ['  /// doc| and more', '/// '],
    ['///|', '/// '],
    ['//// not a doc|', undefined],
    ['// plain|', undefined],
    ['// plain| and more', '// '],
    ['/**| */', ' * '],
    ['/** doc|', ' * '],
    ['/** doc */|', undefined],
    ['type t = u8;|', undefined],
  ])('%s', (line, appended) => {
    expect(enter(line)).toBe(appended);
  });

  it('goes on inside a block of documentation', () => {
    expect(enter(' * more|', '/** doc')).toBe('* ');
  });
});

describe('indentation', () => {
  const increase = (line: string) => new RegExp(configuration.indentationRules.increaseIndentPattern).test(line);
  const decrease = (line: string) => new RegExp(configuration.indentationRules.decreaseIndentPattern).test(line);

  it.each(['interface i {', 'f: func(', '  x: list<', 'record r { // (why)', 'import i: interface {'])(
    'grows: %s',
    (line) => {
      expect(increase(line)).toBe(true);
    },
  );

  it.each(['f: func() -> result<u8>;', '// {', 'record r { a: u8 }', 'use a.{b};', 'a: u8,'])('stays: %s', (line) => {
    expect(increase(line)).toBe(false);
  });

  it.each(['}', '  ) -> u8;', '>', '} // end'])('shrinks: %s', (line) => {
    expect(decrease(line)).toBe(true);
  });

  it.each(['interface i {', '  a: u8,', '-> u8;'])('does not shrink: %s', (line) => {
    expect(decrease(line)).toBe(false);
  });
});

describe('folding markers', () => {
  it.each(['// region types', '//#region', '  // #region x'])('%s', (line) => {
    expect(line).toMatch(new RegExp(configuration.folding.markers.start));
    expect(line.replace('region', 'endregion')).toMatch(new RegExp(configuration.folding.markers.end));
  });

  it('are not any comment', () => {
    expect('// regional settings').not.toMatch(new RegExp(configuration.folding.markers.start));
  });
});
