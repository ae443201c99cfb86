// The outline of a composition, and what of it can be folded. Made from the text alone.

import type { Span } from '../../base/text.ts';
import { readWac } from '../../wac/reader.ts';
import type { WacFile, WacItem, WacStatement, WacTypeDecl, WacWorldItem } from '../../wac/syntax.ts';
import type { DocumentSymbol, SymbolKind } from '../symbols.ts';
import { scoreOf } from '../workspace-symbols.ts';

export function wacSymbols({ statements }: WacFile, text: string): readonly DocumentSymbol[] {
  return statements.flatMap((it): DocumentSymbol[] => {
    const name = nameOf(it);
    if (name === undefined || name.text === '') return [];
    return [
      {
        name: name.text,
        detail: detailOf(it, text),
        kind: kindOf(it),
        span: it.span,
        selection: name.span,
        deprecated: false,
        children: it.kind === 'type' ? childrenOf(it.decl) : [],
      },
    ];
  });
}

function nameOf(it: WacStatement): { readonly text: string; readonly span: Span } | undefined {
  if (it.kind === 'type') return it.decl.name;
  return it.kind === 'export' ? (it.as ?? (it.value.kind === 'access' ? it.value.name : undefined)) : it.name;
}

function detailOf(it: WacStatement, text: string): string {
  if (it.kind === 'let' && it.value.kind === 'new') return `new ${it.value.path.text}`;
  if (it.kind === 'export') return `export ${text.slice(it.value.span.start, it.value.span.end)}`;
  return it.kind === 'type' ? it.decl.kind : it.kind;
}

function kindOf(it: WacStatement): SymbolKind {
  if (it.kind === 'type') return it.decl.kind === 'alias' ? 'type' : it.decl.kind;
  return it.kind === 'import' && it.type.kind === 'func' ? 'func' : 'property';
}

function childrenOf(decl: WacTypeDecl): DocumentSymbol[] {
  return 'items' in decl ? decl.items.flatMap((it: WacItem | WacWorldItem) => childOf(it)) : [];
}

function childOf(it: WacItem | WacWorldItem): DocumentSymbol[] {
  if (!('name' in it) || it.name === undefined) return [];
  const { text: name, span } = it.name;
  const kind: SymbolKind =
    it.kind === 'import' || it.kind === 'export' ? 'property' : it.kind === 'alias' ? 'type' : it.kind;
  return [{ name, detail: it.kind, kind, span, selection: span, deprecated: false, children: [] }];
}

export interface WacWorkspaceSymbol {
  readonly name: string;
  readonly kind: SymbolKind;
  /** The package of the composition, and what the symbol stands in. */
  readonly container: string;
  readonly span: Span;
}

/** What a composition names, by a part of the name; exports are the names of others. */
export function wacWorkspaceSymbols(text: string, query: string): readonly WacWorkspaceSymbol[] {
  const wanted = query.trim().replace(/^%/, '').toLowerCase();
  const file = readWac(text);
  const container = file.package?.text ?? '';
  const named = file.statements.filter((it) => it.kind !== 'export');
  return wacSymbols({ ...file, statements: named }, text)
    .flatMap((it) => [
      { it, in: container },
      ...it.children.map((child) => ({ it: child, in: `${container}/${it.name}` })),
    ])
    .filter(({ it }) => scoreOf(it.name.toLowerCase(), wanted) !== undefined)
    .map(({ it, in: owner }) => ({ name: it.name, kind: it.kind, container: owner, span: it.selection }));
}
