// Compositions in an editor: colours, folds, selections, help with arguments, hints, the lens and its command, and what is
// offered to be done. `$0` is the cursor. Everything over the protocol, with LF and CRLF, in sound files and broken ones.

import { describe, expect, it, onTestFinished } from 'vitest';
import { applyEdits, LineIndex } from '../../server/src/base/text.ts';
import { TOKEN_MODIFIERS, TOKEN_TYPES } from '../../server/src/features/semantic-tokens.ts';
import { MemoryHost } from '../../server/src/hosts/memory.ts';
import { TestClient } from '../support/server.ts';
import { FILES, type Json, open, URI } from './opened.ts';

const WHOLE = `package a:b targets c:d/e@1.0.0;
// 𝔘
import tick: func(when: u64) -> list<u8>;
import far: acme:logger/log;
interface i {
  resource r { m: static func(); }
  f: func(a: u8);
}
record point { x: u8, type: i2 }
let l = new acme:logger {};
let a = new acme:app@1.0.0 { log: l.log, "tick": tick, ...l, ... };
export a.run as "run";
`;

describe('colours', () => {
  async function colours(text: string, options: object = {}): Promise<string[]> {
    const { ask, lines } = await open(text, {}, options);
    const { data } = await ask('textDocument/semanticTokens/full');
    const found: string[] = [];
    let [line, character] = [0, 0];
    for (let at = 0; at < data.length; at += 5) {
      character = data[at] === 0 ? character + data[at + 1] : data[at + 1];
      line += data[at];
      const start = lines.offset({ line, character });
      const modifiers = TOKEN_MODIFIERS.filter((_, bit) => (data[at + 4] & (1 << bit)) !== 0);
      found.push([lines.text.slice(start, start + data[at + 2]), TOKEN_TYPES[data[at + 3]], ...modifiers].join(' '));
    }
    return found;
  }

  const EXPECTED = [
    'package keyword',
    'a:b namespace',
    'targets keyword',
    'c:d namespace',
    'e interface',
    '1.0.0 number',
    'import keyword',
    'tick variable declaration',
    'func keyword',
    'when parameter declaration',
    'u64 type defaultLibrary',
    '-> operator',
    'list type defaultLibrary',
    'u8 type defaultLibrary',
    'import keyword',
    'far variable declaration',
    'acme:logger namespace',
    'log interface',
    'interface keyword',
    'i interface declaration',
    'resource keyword',
    'r class declaration',
    'm method declaration static',
    'static keyword',
    'func keyword',
    'f function declaration',
    'func keyword',
    'a parameter declaration',
    'u8 type defaultLibrary',
    'record keyword',
    'point struct declaration',
    'x property declaration',
    'u8 type defaultLibrary',
    'type property declaration',
    'i2 type',
    'let keyword',
    'l variable declaration',
    'new keyword',
    'acme:logger namespace',
    'let keyword',
    'a variable declaration',
    'new keyword',
    'acme:app namespace',
    '1.0.0 number',
    'log parameter',
    'l variable',
    'log interface',
    '"tick" string',
    'tick variable',
    '... operator',
    'l variable',
    '... operator',
    'export keyword',
    'a variable',
    'run function',
    'as keyword',
    '"run" string',
  ];

  it('of every word', async () => {
    expect(await colours(WHOLE)).toEqual(EXPECTED);
    expect(await colours(WHOLE.replaceAll('\n', '\r\n'))).toEqual(EXPECTED);
  });

  it('of meaning only, for a client with a grammar of its own', async () => {
    const syntax = / (?:keyword|number|string|operator|type defaultLibrary)$/;
    expect(await colours(WHOLE, { grammar: true })).toEqual(EXPECTED.filter((it) => !syntax.test(it)));
  });

  it('of what is broken, too', async () => {
    expect(await colours('package a:b;\nlet x = new acme:logger { log: ;\nrecord r {a:u8}\nlet')).toEqual([
      'package keyword',
      'a:b namespace',
      'let keyword',
      'x variable declaration',
      'new keyword',
      'acme:logger namespace',
      'log parameter',
      'record keyword',
      'r struct declaration',
      'a:u8 namespace',
      'let keyword',
    ]);
  });

  it('of a range', async () => {
    const { ask } = await open(WHOLE);
    const range = { start: { line: 11, character: 0 }, end: { line: 11, character: 8 } };
    const { data } = await ask('textDocument/semanticTokens/range', { range });
    expect(data.length / 5).toBe(2);
  });
});

describe('structure', () => {
  it.each(['\n', '\r\n'])('folds imports, bodies and arguments', async (newline) => {
    const text = `package a:b;\nimport a: func();\nimport b: func();\ninterface i {\n  f: func();\n}\nlet x = new c:d {\n  a,\n  ...\n};\nlet y = {`;
    const { ask } = await open(text.replaceAll('\n', newline), {
      textDocument: { foldingRange: { lineFoldingOnly: true } },
    });
    const folds = await ask('textDocument/foldingRange');
    expect(folds.map((it: Json) => [it.startLine, it.endLine, it.kind ?? ''])).toEqual([
      [1, 2, 'imports'],
      [3, 4, ''],
      [6, 8, ''],
    ]);
  });

  it('grows selections from a name to the file', async () => {
    const { ask, lines, params } = await open(WHOLE.replace('log: l.log', 'log: $0l.log'));
    let [at] = await ask('textDocument/selectionRange', { positions: [params.position] });
    const chain: string[] = [];
    for (; at !== undefined; at = at.parent)
      chain.push(lines.text.slice(lines.offset(at.range.start), lines.offset(at.range.end)));
    expect(chain.slice(0, 5)).toEqual([
      'l',
      'l.log',
      'log: l.log',
      'log: l.log, "tick": tick, ...l, ...',
      '{ log: l.log, "tick": tick, ...l, ... }',
    ]);
    expect(chain.at(-2)).toBe('let a = new acme:app@1.0.0 { log: l.log, "tick": tick, ...l, ... };');
    expect(chain.at(-1)).toBe(WHOLE);
  });
});

describe('help with arguments', () => {
  const LABEL =
    'new acme:app@1.0.0 { log: acme:logger/log, sink: interface { … }, types: acme:app/types@1.0.0, tick: func(), paint: func(w: w) }';

  it.each([
    ['{ $0 }', 'log: acme:logger/log'],
    ['{ tick: $0', 'tick: func()'],
    ['{ log: l.log, $0 }', 'sink: interface { … }'],
    ['{ "acme:logger/log": l.$0 }', 'log: acme:logger/log'],
    ['{ sink: x, paint: y, tick$0', 'tick: func()'],
  ])('%s', async (args, active) => {
    const { ask } = await open(`package a:b;\nlet l = new acme:logger {};\nlet a = new acme:app@1.0.0 ${args}`);
    const help = await ask('textDocument/signatureHelp');
    const [signature] = help.signatures;
    expect(signature.label).toBe(LABEL);
    expect(signature.parameters[help.activeParameter].label).toBe(active);
    if (active.startsWith('log')) expect(signature.documentation.value).toContain('Where lines go.');
  });

  it('says which imports have no argument yet, as long as there are some', async () => {
    const said = async (args: string): Promise<string> => {
      const { ask } = await open(`package a:b;\nlet l = new acme:logger {};\nlet a = new acme:app@1.0.0 ${args}`);
      return (await ask('textDocument/signatureHelp')).signatures[0].documentation?.value ?? '';
    };
    expect((await said('{ log: l.log, $0 }')).split('\n').at(-1)).toBe(
      'Without an argument: `sink`, `acme:app/types@1.0.0`, `tick`, `paint`',
    );
    const all = 'log: l.log, sink: l.log, types: l.log, tick: l.log, paint: l.log';
    expect(await said(`{ ${all}, $0 }`)).not.toContain('Without an argument');
  });

  it('is silent elsewhere', async () => {
    for (const text of ['let $0l = new acme:logger {};', 'let a = new acme:nowhere { $0 };', 'export a$0;'])
      expect(await (await open(`package a:b;\n${text}`)).ask('textDocument/signatureHelp')).toBeNull();
  });
});

describe('hints', () => {
  const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

  it('say what `...` imports and what is spread', async () => {
    const text = 'package a:b;\nlet l = new acme:logger {};\nlet a = new acme:app@1.0.0 { ...l, ... };\n';
    const { ask } = await open(text);
    const hints = await ask('textDocument/inlayHint', { range });
    expect(hints.map((it: Json) => [it.label, it.position.line, it.position.character])).toEqual([
      ['gives acme:logger/log, tick', 2, 33],
      ['imports sink, acme:app/types@1.0.0, paint', 2, 38],
    ]);
    expect(hints[1].tooltip.value).toBe('Imported by the whole:\n\n- `sink`\n- `acme:app/types@1.0.0`\n- `paint`');
  });

  it('are none where nothing is imported, and none when switched off', async () => {
    const { ask } = await open('package a:b;\nlet l = new acme:logger { ... };\n');
    expect(await ask('textDocument/inlayHint', { range })).toEqual([]);
  });
});

describe('the lens', () => {
  const SMALL =
    'package a:b;\n\nlet l = new acme:logger {};\nlet s = new acme:small { log: l.log, ... };\nexport s.run;\n';

  it('counts, and names the command of the client', async () => {
    const { ask } = await open(SMALL, {}, { commands: ['wit.previewComposition'] });
    const [lens] = await ask('textDocument/codeLens');
    expect(lens.command).toEqual({
      title: 'Preview · whole: 1 import · 1 export',
      command: 'wit.previewComposition',
      arguments: [URI],
    });
    expect(lens.range.start).toEqual({ line: 0, character: 0 });
  });

  it('counts problems, too', async () => {
    const { ask } = await open(SMALL.replace('l.log, ...', 'nope'));
    const [lens] = await ask('textDocument/codeLens');
    expect(lens.command.title).toBe('whole: 2 imports · 1 export · 2 problems');
  });

  it('opens the world that comes of it, as a file, in a client without a preview', async () => {
    const { client, ask } = await open(SMALL, { window: { showDocument: { support: true } } });
    const [lens] = await ask('textDocument/codeLens');
    expect(lens.command.command).toBe('wit.showComposition');
    const error = (await client.request('workspace/executeCommand', { command: 'wit.showComposition', arguments: [3] }))
      .error;
    expect(error?.message).toContain('needs the URI of a `.wac` file');
  });

  it('is asked for as data, of open files and of others', async () => {
    const { ask, client } = await open(SMALL);
    const found = await ask('wit/composition', { uri: URI });
    expect(found).toMatchObject({ uri: URI, sound: true, problems: [] });
    expect(found.composition.parts.map((it: Json) => [it.name, it.imports.map((link: Json) => link.outcome)])).toEqual([
      ['l', []],
      ['s', ['satisfied', 'left']],
    ]);
    expect(found.composition.imports).toEqual(['tick']);
    expect(found.picture.boxes.length).toBeGreaterThan(1);
    client.notify('textDocument/didClose', { textDocument: { uri: URI } });
    expect((await ask('wit/composition', { uri: URI })).composition.parts).toEqual([]);
    expect(await ask('wit/composition', { uri: 'file:///w/none.wac' })).toBeNull();
  });
});

describe('actions', () => {
  async function actions(marked: string, only?: string[]): Promise<Map<string, string>> {
    const { ask, params, text, lines } = await open(marked, {
      workspace: { workspaceEdit: { documentChanges: true } },
      textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } },
    });
    const range = { start: params.position, end: params.position };
    const context = { diagnostics: [], ...(only === undefined ? {} : { only }) };
    const found = await ask('textDocument/codeAction', { range, context });
    return new Map(
      found.map((it: Json) => {
        const [{ edits, textDocument }] = it.edit.documentChanges;
        expect(textDocument).toEqual({ uri: URI, version: 1 });
        const changes = edits.map(({ range: { start, end }, newText }: Json) => ({
          start: lines.offset(start),
          end: lines.offset(end),
          text: newText,
        }));
        return [it.title, applyEdits(text, changes)];
      }),
    );
  }

  const LOGGER = 'package a:b;\nlet l = new acme:logger {};\n';

  it('give missing arguments what the file has', async () => {
    const found = await actions(`${LOGGER}let s = new acme:$0small {};\n`);
    expect([...found]).toEqual([
      [
        'Add missing arguments: `log: l.log`, `tick: l.tick`',
        `${LOGGER}let s = new acme:small { log: l.log, tick: l.tick };\n`,
      ],
      [
        'Import what is missing: `log`, `tick`',
        `${LOGGER}import log: acme:logger/log;\nimport tick: func();\nlet s = new acme:small { log, tick };\n`,
      ],
      ['Add `...`: the whole imports what is missing', `${LOGGER}let s = new acme:small { ... };\n`],
    ]);
  });

  it.each(['\n', '\r\n'])('put arguments where the others are', async (newline) => {
    const lines = (text: string): string => `// 𝔘\n${LOGGER}${text}`.replaceAll('\n', newline);
    const found = await actions(lines('let s = new acme:$0small {\n  log: l.log,\n};\n'));
    expect(found.get('Add missing arguments: `tick: l.tick`')).toBe(
      lines('let s = new acme:small {\n  log: l.log,\n  tick: l.tick\n};\n'),
    );
    expect(found.get('Add `...`: the whole imports what is missing')).toBe(
      lines('let s = new acme:small {\n  log: l.log,\n  ...\n};\n'),
    );
  });

  it('give types of the world from what their interface is given', async () => {
    const text = `${LOGGER}let t = new acme:types {};\nlet s = new acme:typed { kinds: t.kinds };\nexport s.run;\n`;
    const found = await actions(text.replace('new acme:typed', 'new acme:$0typed'));
    const added = text.replace('t.kinds }', 't.kinds, w: t.kinds.w }');
    expect(found.get('Add missing arguments: `w: t.kinds.w`')).toBe(added);
    expect(await actions(added.replace('new acme:typed', 'new acme:$0typed'))).toEqual(new Map());
  });

  it('import nothing whose type cannot be written', async () => {
    const found = await actions(`${LOGGER}let a = new acme:$0app@1.0.0 { tick: l.tick };\n`);
    expect([...found.keys()]).toEqual([
      'Add arguments that this file has: `log: l.log`',
      'Add `...`: the whole imports what is missing',
    ]);
  });

  it('inline a `let` that is mentioned once, and one that makes nothing everywhere', async () => {
    const text = `${LOGGER}let log = l.log;\nlet s = new acme:small { log, ... };\nexport s.run;\nexport log as "x";\n`;
    expect((await actions(text.replace('let s', 'let $0s'), ['refactor'])).get('Inline `s`')).toBe(
      `${LOGGER}let log = l.log;\nexport new acme:small { log, ... }.run;\nexport log as "x";\n`,
    );
    expect((await actions(text.replace('let log', 'let $0log'))).get('Inline `log`')).toBe(
      `${LOGGER}let s = new acme:small { log: l.log, ... };\nexport s.run;\nexport l.log as "x";\n`,
    );
    expect(await actions(`${LOGGER}export $0l.log;\nexport l.tick;\n`)).toEqual(new Map());
    expect(await actions(`${LOGGER}let s = new acme:small { ...$0l };\n`)).toEqual(new Map());
  });

  describe('for a package that is missing', () => {
    async function added(project: string | undefined, files: object = {}, saved = true): Promise<Json[]> {
      const text = 'package a:b;\nlet x = new acme:far-away@1.0.0 { ... };\nexport x...;\n';
      const at = 'file:///w/wit-language-server.json';
      const disk = {
        ...FILES,
        ...files,
        [URI]: text,
        ...(project === undefined ? {} : { [at]: saved ? project : '{}' }),
      };
      const client = await TestClient.inside(new MemoryHost(disk));
      onTestFinished(async () => {
        await client.request('shutdown');
      });
      const capabilities = {
        workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ['create'] } },
        textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } },
      };
      await client.initialize({ rootUri: 'file:///w', capabilities });
      if (!saved && project !== undefined)
        client.notify('textDocument/didOpen', {
          textDocument: { uri: at, languageId: 'json', version: 7, text: project },
        });
      client.notify('textDocument/didOpen', { textDocument: { uri: URI, languageId: 'wac', version: 1, text } });
      // What is typed in a project file has its effect after a moment.
      await new Promise((resolve) => setTimeout(resolve, saved ? 0 : 300));
      const range = { start: { line: 1, character: 15 }, end: { line: 1, character: 15 } };
      const context = { diagnostics: [], only: ['quickfix'] };
      const { result } = await client.request('textDocument/codeAction', {
        textDocument: { uri: URI },
        range,
        context,
      });
      return result;
    }

    it('make the project file', async () => {
      const [action] = await added(undefined, { 'file:///w/build/far_away.wasm': '' });
      expect(action.title).toBe(
        'Add `acme:far-away@1.0.0` to `dependencies` of `wit-language-server.json`, at `build/far_away.wasm`',
      );
      expect(action.diagnostics[0].code).toBe('wac/unknown-package');
      const [create, change] = action.edit.documentChanges;
      expect(create).toEqual({ kind: 'create', uri: 'file:///w/wit-language-server.json' });
      expect(change.edits[0].newText).toBe(
        '{\n  "dependencies": {\n    "acme:far-away@1.0.0": "build/far_away.wasm"\n  }\n}\n',
      );
    });

    it.each([true, false])('add to the one that is there, saved or not (%s)', async (saved) => {
      const project = '{\r\n  "dependencies": {\r\n    "acme:𝔘x": "y.wasm"\r\n  }\r\n}\r\n'.replace('𝔘', 'u');
      const [action] = await added(project, {}, saved);
      const [{ textDocument, edits }] = action.edit.documentChanges;
      expect(textDocument).toEqual({ uri: 'file:///w/wit-language-server.json', version: saved ? null : 7 });
      const lines = new LineIndex(project);
      const changes = edits.map(({ range, newText }: Json) => ({
        start: lines.offset(range.start),
        end: lines.offset(range.end),
        text: newText,
      }));
      expect(applyEdits(project, changes)).toBe(
        project.replace('"y.wasm"', '"y.wasm",\r\n    "acme:far-away@1.0.0": "far-away.wasm"'),
      );
    });

    it('leave a file alone that is broken', async () => {
      expect(await added('{ "dependencies": ')).toEqual([]);
    });
  });

  it('repair what is written wrongly', async () => {
    expect([...(await actions('package a:b;\nrecord r { $0a:u8 }\n'))]).toEqual([
      ['Add a space', 'package a:b;\nrecord r { a: u8 }\n'],
    ]);
    expect([...(await actions('package a:b;\nimport f: func()$0\nexport f;\n'))]).toEqual([
      ['Add `;`', 'package a:b;\nimport f: func();\nexport f;\n'],
    ]);
  });
});
