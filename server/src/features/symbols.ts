// The outline of a file: what it declares, one inside the other. Made from the text alone, so a broken file has one too.

import { memo } from '../base/memo.ts';
import type { Span } from '../base/text.ts';
import { pathText } from '../model/names.ts';
import type {
  Attribute,
  Decl,
  Entry,
  Extern,
  FuncType,
  ItemTree,
  Name,
  Node,
  PackageName,
  ResourceFunc,
} from '../syntax/items.ts';
import { spanOf } from '../syntax/items.ts';

export type SymbolKind =
  | 'package'
  | 'interface'
  | 'world'
  | 'type'
  | 'record'
  | 'field'
  | 'variant'
  | 'enum'
  | 'flags'
  | 'case'
  | 'resource'
  | 'constructor'
  | 'method'
  | 'func'
  | 'property'
  | 'include';

export interface DocumentSymbol {
  readonly name: string;
  /** What follows the name in the text, in one line: a type, a signature, `import`. */
  readonly detail: string;
  readonly kind: SymbolKind;
  /** The whole item. */
  readonly span: Span;
  /** The name. */
  readonly selection: Span;
  readonly deprecated: boolean;
  readonly children: readonly DocumentSymbol[];
}

export const documentSymbols = memo((tree: ItemTree): readonly DocumentSymbol[] =>
  tree.entries.flatMap((entry) => symbolOf(tree, entry)),
);

const UNNAMED = '(no name)';
const MAX_DETAIL = 200;

/** Makes the symbols of one entry. */
class Maker {
  readonly #tree: ItemTree;
  readonly #base: number;

  constructor(tree: ItemTree, base: number) {
    this.#tree = tree;
    this.#base = base;
  }

  span(node: Node): Span {
    return spanOf(this.#tree, this.#base + node);
  }

  /** The text of a node in one line. */
  text(node: Node | undefined): string {
    if (node === undefined) return '';
    const { start, end } = this.span(node);
    return this.#tree.text.slice(start, end).replace(/\s+/g, ' ').slice(0, MAX_DETAIL);
  }

  /** A constructor's function is the whole statement. */
  signature({ kind, name, func }: ResourceFunc): string {
    if (kind !== 'constructor') return (kind === 'static' ? 'static ' : '') + this.text(func.node);
    return this.text(func.node).slice(name.text.length).replace(/;$/, '');
  }

  make(
    kind: SymbolKind,
    name: string,
    at: Node,
    whole: Span,
    more: { detail?: string; attributes?: readonly Attribute[]; children?: readonly DocumentSymbol[] } = {},
  ): DocumentSymbol {
    const { start, end } = this.span(at);
    const inside = start >= whole.start && end <= whole.end && end > start;
    return {
      name: name === '' ? UNNAMED : name,
      detail: more.detail ?? '',
      kind,
      span: whole,
      selection: inside ? { start, end } : { start: whole.start, end: whole.start },
      deprecated: more.attributes?.some((it) => it.name.text === 'deprecated') ?? false,
      children: more.children ?? [],
    };
  }
}

function symbolOf(tree: ItemTree, entry: Entry): DocumentSymbol[] {
  const maker = new Maker(tree, entry.base);
  const whole = { start: entry.start, end: entry.end };
  return declared(maker, entry.chunk.decl, whole, () => entry.members.flatMap((it) => symbolOf(tree, it)));
}

function declared(maker: Maker, decl: Decl, whole: Span, members: () => DocumentSymbol[]): DocumentSymbol[] {
  const { attributes } = decl;
  switch (decl.kind) {
    case 'package':
      return [maker.make('package', packageText(decl.name), decl.name.node, whole, { attributes })];
    case 'nested-package':
      return [
        maker.make('package', packageText(decl.name), decl.name.node, whole, { attributes, children: members() }),
      ];
    case 'interface':
    case 'world':
      return [maker.make(decl.kind, decl.name.text, decl.name.node, whole, { attributes, children: members() })];
    case 'func':
      return [
        maker.make(kindOf(decl.func, 'func'), decl.name.text, decl.name.node, whole, {
          attributes,
          detail: maker.text(decl.func.node),
        }),
      ];
    case 'type':
      return [
        maker.make('type', decl.name.text, decl.name.node, whole, { attributes, detail: maker.text(decl.type.node) }),
      ];
    case 'record': {
      const children = decl.fields.map((it) => member(maker, 'field', it.name, it.node, it.type.node));
      return [maker.make('record', decl.name.text, decl.name.node, whole, { attributes, children })];
    }
    case 'variant':
    case 'enum':
    case 'flags': {
      const children = decl.cases.map((it) => member(maker, 'case', it.name, it.node, it.type?.node));
      return [maker.make(decl.kind, decl.name.text, decl.name.node, whole, { attributes, children })];
    }
    case 'resource': {
      const children = decl.funcs.map((it) =>
        maker.make(
          it.kind === 'constructor' ? 'constructor' : kindOf(it.func, 'method'),
          it.kind === 'constructor' ? 'constructor' : it.name.text,
          it.name.node,
          maker.span(it.node),
          { attributes: it.attributes, detail: maker.signature(it) },
        ),
      );
      return [maker.make('resource', decl.name.text, decl.name.node, whole, { attributes, children })];
    }
    case 'import':
    case 'export':
      return [externSymbol(maker, decl.kind, decl.extern, whole, attributes)];
    case 'include':
      return [maker.make('include', pathText(decl.path), decl.path.node, whole, { attributes, detail: 'include' })];
    default:
      return [];
  }
}

/** A getter or setter is a property. */
export function kindOf({ accessor }: FuncType, otherwise: 'func' | 'method'): SymbolKind {
  return accessor === undefined ? otherwise : 'property';
}

function member(maker: Maker, kind: 'field' | 'case', name: Name, node: Node, type: Node | undefined): DocumentSymbol {
  return maker.make(kind, name.text, name.node, maker.span(node), { detail: maker.text(type) });
}

function externSymbol(
  maker: Maker,
  direction: 'import' | 'export',
  extern: Extern,
  whole: Span,
  attributes: readonly Attribute[],
): DocumentSymbol {
  if (extern.kind === 'func') {
    const detail = `${direction} ${maker.text(extern.func.node)}`;
    return maker.make(kindOf(extern.func, 'func'), extern.label.text, extern.label.node, whole, { attributes, detail });
  }
  if (extern.kind === 'path') {
    const { label, path } = extern;
    const name = label === undefined ? pathText(path) : `${label.text}: ${pathText(path)}`;
    return maker.make('interface', name, (label ?? path).node, whole, { attributes, detail: direction });
  }
  const children = extern.members.flatMap((it) => declared(maker, it, maker.span(it.node), () => []));
  const { label } = extern;
  return maker.make('interface', label.text, label.node, whole, { attributes, detail: direction, children });
}

function packageText({ namespace, name, version }: PackageName): string {
  return `${namespace.text}:${name.text}${version === undefined ? '' : `@${version.text}`}`;
}
