// Misspelt names of compositions: the message names what is near, and the fix that an editor offers makes the file right.
// Members of declared types have another name when they are renamed.

import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../server/src/base/text.ts';
import { type Json, open, URI } from './opened.ts';

const CLIENT = {
  workspace: { workspaceEdit: { documentChanges: true } },
  textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } },
};

/** What is wrong with a text, and the fixes at its place, applied. */
async function repairs(marked: string): Promise<{ messages: string[]; fixes: Map<string, string> }> {
  const { client, ask, params, text, lines } = await open(marked, CLIENT);
  const found: Json[] = await client.diagnostics(URI, 1);
  const range = { start: params.position, end: params.position };
  const actions: Json[] = await ask('textDocument/codeAction', { range, context: { diagnostics: [] } });
  const fixes = actions
    .filter((it) => it.title.startsWith('Change to'))
    .map(({ title, edit }): [string, string] => [
      title,
      applyEdits(
        text,
        edit.documentChanges[0].edits.map((it: Json) => ({
          start: lines.offset(it.range.start),
          end: lines.offset(it.range.end),
          text: it.newText,
        })),
      ),
    ]);
  return { messages: found.map((it) => it.message), fixes: new Map(fixes) };
}

const LOGGER = 'package a:b;\nlet logger = new acme:logger {};\n';

describe('a misspelt name', () => {
  it.each([
    [
      'of a value',
      `${LOGGER}export loger$0.log;\n`,
      'unknown name `loger`; did you mean `logger`?',
      `${LOGGER}export logger.log;\n`,
    ],
    [
      'of a value, behind a character outside of the BMP, with CRLF',
      `// 𝔘\r\n${LOGGER}/* 𝔘 */ export loger$0.log;\r\n`,
      'unknown name `loger`; did you mean `logger`?',
      `// 𝔘\r\n${LOGGER}/* 𝔘 */ export logger.log;\r\n`,
    ],
    [
      'of an export',
      `${LOGGER}export logger.tck$0;\n`,
      '`logger` has no export `tck`; did you mean `tick`?',
      `${LOGGER}export logger.tick;\n`,
    ],
    [
      'of an export in quotes',
      `${LOGGER}export logger["acme:loger/log"$0];\n`,
      '`logger` has no export `acme:loger/log`; did you mean `acme:logger/log`?',
      `${LOGGER}export logger["acme:logger/log"];\n`,
    ],
    [
      'of a function of an export',
      `${LOGGER}export logger.log.wirte$0;\n`,
      '`acme:logger/log` has no function `wirte`; did you mean `write`?',
      `${LOGGER}export logger.log.write;\n`,
    ],
    [
      'of an argument',
      `${LOGGER}export new acme:small { tik$0: logger.tick, ... }.run;\n`,
      '`small` has no import `tik`; did you mean `tick`?',
      `${LOGGER}export new acme:small { tick: logger.tick, ... }.run;\n`,
    ],
    [
      'of an argument in quotes',
      `${LOGGER}export new acme:small { "acme:logger/lug"$0: logger.log, ... }.run;\n`,
      '`small` has no import `acme:logger/lug`; did you mean `acme:logger/log`?',
      `${LOGGER}export new acme:small { "acme:logger/log": logger.log, ... }.run;\n`,
    ],
    [
      'of a spread instance',
      `${LOGGER}export new acme:small { ...loger$0 }.run;\n`,
      'unknown name `loger`; did you mean `logger`?',
      `${LOGGER}export new acme:small { ...logger }.run;\n`,
    ],
    [
      'of a package',
      `package a:b;\nlet s = new acme:smal$0 { ... };\nexport s.run;\n`,
      'package `acme:smal` not found: neither in `deps/` nor in the workspace; did you mean `acme:small`?',
      `package a:b;\nlet s = new acme:small { ... };\nexport s.run;\n`,
    ],
    [
      'of a version',
      `package a:b;\nlet s = new acme:app@1.0.1$0 { ... };\nexport s.run;\n`,
      'package `acme:app@1.0.1` not found: neither in `deps/` nor in the workspace; did you mean `acme:app@1.0.0`?',
      `package a:b;\nlet s = new acme:app@1.0.0 { ... };\nexport s.run;\n`,
    ],
    [
      'of a package that is imported from',
      `package a:b;\nimport log: acme:loger$0/log;\nexport log;\n`,
      'package `acme:loger` not found; did you mean `acme:logger`?',
      `package a:b;\nimport log: acme:logger/log;\nexport log;\n`,
    ],
    [
      'of an interface',
      `package a:b;\nimport log: acme:logger/lgo$0;\nexport log;\n`,
      'there is no interface `acme:logger/lgo`; did you mean `log`?',
      `package a:b;\nimport log: acme:logger/log;\nexport log;\n`,
    ],
    [
      'of a target',
      `package a:b targets acme:logger/loger$0;\nlet l = new acme:logger {};\nexport l...;\n`,
      'there is no world `acme:logger/loger`; did you mean `logger`?',
      `package a:b targets acme:logger/logger;\nlet l = new acme:logger {};\nexport l...;\n`,
    ],
    [
      'of a type',
      `package a:b;\ninterface i { record entry { a: u8 } f: func(e: entri$0); }\n`,
      'unknown name `entri`; did you mean `entry`?',
      `package a:b;\ninterface i { record entry { a: u8 } f: func(e: entry); }\n`,
    ],
    [
      'of a type that is used',
      `package a:b;\ninterface i { record entry { a: u8 } }\ninterface j { use i.{entyr$0}; }\n`,
      'the interface has no type `entyr`; did you mean `entry`?',
      `package a:b;\ninterface i { record entry { a: u8 } }\ninterface j { use i.{entry}; }\n`,
    ],
  ])('%s', async (_, marked, message, fixed) => {
    const { messages, fixes } = await repairs(marked);
    expect(messages).toContain(message);
    expect([...fixes.values()]).toEqual([fixed]);
    expect((await repairs(fixed)).messages).toEqual([]);
  });

  it('that is declared below is not taken for another one', async () => {
    const { messages, fixes } = await repairs(`${LOGGER}export loggen$0.log;\nlet loggen = new acme:logger {};\n`);
    expect(messages).toContain('unknown name `loggen`; a name is known after its declaration');
    expect(fixes.size).toBe(0);
  });

  it('that is like nothing has no fix', async () => {
    const { messages, fixes } = await repairs(`${LOGGER}export whatever$0.log;\n`);
    expect(messages).toContain('unknown name `whatever`; a name is known after its declaration');
    expect(fixes.size).toBe(0);
  });
});

const DECLARED = `package a:b;
/// 𝔘
interface i {
  record point { left: s32, top: s32 }
  variant shape { dot, line(point) }
  flags mode { read, write }
  enum colour { red, green }
  resource pen { constructor(width: u8); draw: func(at: point); make: static func() -> pen; }
  go: func(from-here: point) -> shape;
}
world w { import tool: func(); export i; }
import given: interface { run: func(times: u32); };
export given.run as "a";
export given["run"] as "b";
`;

describe('a member of a declaration', () => {
  async function renamed(marked: string, newName: string): Promise<string> {
    const { client, params, text, lines } = await open(marked, CLIENT);
    const prepared = await client.request('textDocument/prepareRename', params);
    if (prepared.result === null || prepared.result === undefined) return 'nothing to rename';
    const { result, error } = await client.request('textDocument/rename', { ...params, newName });
    if (error !== undefined) return error.message;
    return applyEdits(
      text,
      result.documentChanges[0].edits.map((it: Json) => ({
        start: lines.offset(it.range.start),
        end: lines.offset(it.range.end),
        text: it.newText,
      })),
    );
  }
  const at = (place: string): string => DECLARED.replace(place.replace('$0', ''), place);

  it.each([
    ['a field', 'record point { l$0eft', 'x', 'left: s32', 'x: s32'],
    ['a case of a variant', 'shape { do$0t', 'spot', '{ dot,', '{ spot,'],
    ['a flag', 'mode { read, w$0rite', 'change', 'read, write', 'read, change'],
    ['a case of an enum', 'colour { red, g$0reen', 'blue', 'red, green', 'red, blue'],
    ['a parameter', 'go: func(f$0rom-here', 'start', 'from-here', 'start'],
    ['a parameter of a constructor', 'constructor(w$0idth', 'size', 'width', 'size'],
    ['a method', 'd$0raw: func', 'paint', 'draw: func', 'paint: func'],
    ['a static function', 'm$0ake: static', 'build', 'make: static', 'build: static'],
    ['a function', 'g$0o: func', 'walk', 'go: func', 'walk: func'],
    ['an import of a world', 'import t$0ool', 'device', 'import tool', 'import device'],
    ['a parameter of what is imported', 'run: func(t$0imes', 'count', 'times: u32', 'count: u32'],
    ['a word of the language', 'record point { l$0eft', 'let', 'left: s32', '%let: s32'],
  ])('is renamed: %s', async (_, place, newName, before, after) => {
    expect(await renamed(at(place), newName)).toBe(DECLARED.replace(before, after));
  });

  it('is renamed with its mentions, in quotes too, from each of them', async () => {
    const expected = DECLARED.replace('{ run: func', '{ go-on: func')
      .replace('given.run', 'given.go-on')
      .replace('given["run"]', 'given["go-on"]');
    for (const place of ['{ r$0un: func', 'given.r$0un', 'given["r$0un"]'])
      expect(await renamed(at(place), 'go-on'), place).toBe(expected);
  });

  it.each([
    ['record point { l$0eft', 'top'],
    ['shape { do$0t', 'line'],
    ['run: func(t$0imes', 'Not A Name'],
  ])('is not renamed: %s to %s', async (place, newName) => {
    expect(await renamed(at(place), newName)).toMatch(/is a name there already|is not in kebab case/);
  });

  it('leads from its mention to where it is declared', async () => {
    const { ask, text, lines } = await open(at('given.r$0un'), CLIENT);
    const found = await ask('textDocument/definition');
    const [{ range }] = [found].flat();
    expect(lines.offset(range.start)).toBe(text.indexOf('run: func(times'));
  });
});
