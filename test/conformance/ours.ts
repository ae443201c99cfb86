// What the product says of a package: the same engine as `check`, strict as the toolchain, on files in memory.

import type { Span } from '../../server/src/base/text.ts';
import { ruleOf } from '../../server/src/check/catalogue.ts';
import { DEFAULT_SETTINGS } from '../../server/src/check/settings.ts';
import { MemoryHost } from '../../server/src/hosts/memory.ts';
import type { Package } from '../../server/src/model/package.ts';
import type { WitParser } from '../../server/src/syntax/parser.ts';
import { Trees } from '../../server/src/workspace/files.ts';
import type { Snapshot } from '../../server/src/workspace/snapshot.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import type { Place, WitPackage } from './cases.ts';

export interface Finding extends Place {
  readonly code: string;
  /** Which level of the reference refuses it. */
  readonly level: 'L1' | 'L2';
  readonly message: string;
  /** Does it stand in a `package … { }` block? */
  readonly nested: boolean;
}

export interface Judged {
  readonly snapshot: Snapshot;
  /** Errors only. */
  readonly findings: readonly Finding[];
  readonly packages: readonly Package[];
}

/** Judges packages that have most files in common: each text is read once. */
export class Ours {
  readonly #parser: WitParser;
  readonly #trees: Trees;

  constructor(parser: WitParser) {
    this.#parser = parser;
    this.#trees = new Trees(parser);
  }

  async judge({ path, files }: WitPackage, features: readonly string[]): Promise<Judged> {
    const host = new MemoryHost(Object.fromEntries([...files].map(([file, bytes]) => [uriOf(file), bytes])));
    const workspace = new Workspace(host, this.#parser, this.#trees);
    workspace.setSettings({ ...DEFAULT_SETTINGS, features, resolve: 'toolchain' });
    const root = await (files.has(path) ? workspace.loadFile(uriOf(path)) : workspace.loadDirectory(uriOf(path)));
    const snapshot = workspace.snapshot();
    if (root === undefined) return { snapshot, findings: [], packages: [] };
    const findings: Finding[] = [];
    for (const [uri, diagnostics] of snapshot.check(root)) {
      for (const { severity, code, message, span } of diagnostics) {
        if (severity !== 'error') continue;
        const level = ruleOf(code)?.level === 'encode' ? 'L2' : 'L1';
        const at = snapshot.lines(uri)?.position(span.start, 'utf-8');
        const place = { file: nameOf(uri), line: (at?.line ?? -1) + 1, column: (at?.character ?? -1) + 1 };
        const nested = nestedBlocks(snapshot, uri).some((it) => it.start <= span.start && span.end <= it.end);
        findings.push({ ...place, code, level, message, nested });
      }
    }
    return { snapshot, findings, packages: snapshot.semantics.environment(root).packages() };
  }
}

function nestedBlocks(snapshot: Snapshot, uri: string): readonly Span[] {
  return (snapshot.tree(uri)?.entries ?? []).filter(({ chunk }) => chunk.decl.kind === 'nested-package');
}

function uriOf(file: string): string {
  return `file://${file.split('/').map(encodeURIComponent).join('/')}`;
}

function nameOf(uri: string): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
}
