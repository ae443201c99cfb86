// What fails in one file costs the findings of that file.

import { expect, it, onTestFinished } from 'vitest';
import { onFault } from '../base/fault.ts';
import { MemoryHost } from '../hosts/memory.ts';
import { WitParser } from '../syntax/parser.ts';
import { Semantics } from './semantics.ts';
import { Workspace } from './workspace.ts';

const BAD = 'interface i { f: func(x: nope); }\n';

it('a file whose check throws is reported as such, and all others are checked', async () => {
  const heard: string[] = [];
  onFault((message) => heard.push(message));
  const host = new MemoryHost();
  for (const name of ['a', 'b', 'c']) host.write(`file:///w/${name}/a.wit`, `package x:${name};\n${BAD}`);
  const { diagnostics } = Semantics.prototype;
  Semantics.prototype.diagnostics = function (uri) {
    if (uri.includes('/b/')) throw new Error('injected');
    return diagnostics.call(this, uri);
  };
  onTestFinished(() => {
    Semantics.prototype.diagnostics = diagnostics;
    onFault((_, error) => {
      throw error;
    });
  });
  const workspace = new Workspace(host, new WitParser());
  for (const name of ['a', 'b', 'c']) await workspace.loadDirectory(`file:///w/${name}`);
  const codes = ['a', 'b', 'c'].map((name) =>
    workspace
      .snapshot()
      .diagnostics(`file:///w/${name}/a.wit`)
      .map((it) => it.code),
  );
  expect(codes).toEqual([['name/unknown-type'], ['package/not-checked'], ['name/unknown-type']]);
  expect(heard).toEqual(['checking file:///w/b/a.wit failed']);
});
