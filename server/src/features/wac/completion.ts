// What may be typed at a place of a composition: packages after `new`, exports after `.`, arguments that are missing, names
// of the file, paths, and the words that begin statements.

import type { Span } from '../../base/text.ts';
import { isBuild, type PackageId, packageKey } from '../../model/names.ts';
import type { WacInstantiation } from '../../wac/syntax.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import type { CompletionItem } from '../completion/item.ts';
import { instantiationAt } from './names.ts';
import { argumentName } from './ports.ts';
import { composed, packagesFor, type WacDocument } from './wac.ts';

export interface WacCompletions {
  readonly items: readonly CompletionItem[];
  /** The word that is replaced. */
  readonly span: Span;
}

const WORD = /[\w%:@/.-]*$/;
const NAME = /[\w%-]*$/;

export function wacComplete(snapshot: Snapshot, document: WacDocument, offset: number): WacCompletions {
  const raw = document.text.slice(0, offset);
  if (isInComment(raw)) return { items: [], span: { start: offset, end: offset } };
  const before = withoutComments(raw);
  const done = (items: readonly CompletionItem[], word: RegExp): WacCompletions => {
    const typed = word.exec(before)?.[0] ?? '';
    return { items, span: { start: offset - typed.length, end: offset } };
  };
  if (/\bnew\s+[\w%:@.-]*$/.test(before)) return done(components(snapshot, document), WORD);
  if (/^\s*package\s+\S+\s+targets\s+\S*$/.test(before)) return done(worlds(snapshot, document), WORD);
  if (/\bimport\s+[\w%-]+(?:\s+as\s+\S+)?\s*:\s*[\w%:@/.-]*$/.test(before))
    return done(interfaces(snapshot, document), WORD);
  const chain = /([\w%-]+(?:\.[\w%-]+)*)\.[\w%-]*$/.exec(before)?.[1];
  if (chain !== undefined) return done(exportsOf(snapshot, document, chain), NAME);
  const making = instantiationAt(document, offset);
  if (making !== undefined && /[{,]\s*[\w%-]*$/.test(before)) return done(missing(snapshot, document, making), NAME);
  if (making !== undefined || /(?:\bexport|=|\()\s*[\w%-]*$/.test(before))
    return done([...locals(document, offset), word('new', 'new ')], NAME);
  if (/(?:^|[;}])\s*[\w%-]*$/.test(before))
    return done(
      STATEMENTS.map((it) => word(it, `${it} `)),
      NAME,
    );
  return done([], NAME);
}

const STATEMENTS = ['import', 'let', 'export', 'interface', 'world', 'type', 'record', 'variant', 'flags', 'enum'];

/** Does the text end inside of a comment? */
function isInComment(text: string): boolean {
  return text.includes('//', text.lastIndexOf('\n') + 1) || text.lastIndexOf('/*') > text.lastIndexOf('*/');
}

/** Comments as blanks, so that offsets stay. */
function withoutComments(text: string): string {
  return text.replace(/\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, (it) => it.replace(/[^\n]/g, ' '));
}

function word(label: string, text: string): CompletionItem {
  return { label, kind: 'keyword', text, rank: 9 };
}

function components(snapshot: Snapshot, document: WacDocument): CompletionItem[] {
  const { known } = packagesFor(snapshot, document);
  const loaded = known.filter((it) => it.worlds.size > 0).map((it) => it.id);
  const named = new Map([...document.beside.present, ...loaded].map((id) => [packageKey(id), id]));
  for (const key of named.keys()) if (isBuild(key)) named.delete(key);
  return [...named.keys()].sort().map((key) => ({ label: key, kind: 'package', text: key, rank: 1, filter: key }));
}

function worlds(snapshot: Snapshot, document: WacDocument): CompletionItem[] {
  return packagesFor(snapshot, document).known.flatMap((it) =>
    [...it.worlds.keys()].map((name): CompletionItem => item(pathOf(it.id, name), 'world')),
  );
}

function interfaces(snapshot: Snapshot, document: WacDocument): CompletionItem[] {
  return packagesFor(snapshot, document).known.flatMap((it) =>
    [...it.interfaces.keys()].map((name): CompletionItem => item(pathOf(it.id, name), 'interface')),
  );
}

function item(label: string, kind: CompletionItem['kind']): CompletionItem {
  return { label, kind, text: label, rank: 1, filter: label };
}

function pathOf({ namespace, name, version }: PackageId, leaf: string): string {
  return `${namespace}:${name}/${leaf}${version === undefined ? '' : `@${version}`}`;
}

/** The exports behind `a.b`: what can follow its `.`. */
function exportsOf(snapshot: Snapshot, document: WacDocument, chain: string): CompletionItem[] {
  const names = composed(snapshot, document).exportsOf(chain.split('.'));
  return names.map((key): CompletionItem => {
    // A path is written by its last name, as `wac` allows.
    const label = /\/([^@]+)/.exec(key)?.[1] ?? key;
    return {
      label,
      kind: key === label ? 'label' : 'interface',
      text: label,
      rank: 1,
      ...(key === label ? {} : { detail: key }),
    };
  });
}

function missing(snapshot: Snapshot, document: WacDocument, making: WacInstantiation): CompletionItem[] {
  const open = composed(snapshot, document).made.get(making)?.open ?? [];
  const rows = open.map((port): CompletionItem => {
    const { key } = port.item;
    const name = argumentName(port);
    const detail = name === key ? {} : { detail: key };
    return { label: name, kind: 'label', text: `${name}: `, rank: 1, ...detail, again: true };
  });
  return [...rows, { label: '...', kind: 'keyword', text: '...', rank: 2, detail: 'import what is missing' }];
}

/** The names that are given before a place. */
function locals({ file }: WacDocument, offset: number): CompletionItem[] {
  return file.statements.flatMap((it): CompletionItem[] =>
    (it.kind === 'let' || it.kind === 'import') && it.name.span.end < offset && it.span.end <= offset
      ? [{ label: it.name.text, kind: 'label', text: it.name.text, rank: 1 }]
      : [],
  );
}
