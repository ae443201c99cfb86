// The items of interfaces and worlds as they stand on a page.

import { factsOf } from '../features/hover/facts.ts';
import { type DocPlace, type DocTarget, resolveDocLink } from '../model/doc-links.ts';
import type { Documented } from '../model/documented.ts';
import { itemPath, packageKey } from '../model/names.ts';
import {
  type CaseDef,
  type FieldDef,
  type Func,
  type Gate,
  type Interface,
  type Loc,
  originalType,
  type Type,
  type TypeDef,
  type World,
} from '../model/package.ts';
import { definitionLines, escapeName, funcText, membersOf } from '../model/print.ts';
import { docLinksIn } from '../syntax/doc-links.ts';
import { spanOf } from '../syntax/items.ts';
import { docsSource } from '../workspace/docs.ts';
import { type Addresses, funcAnchor, memberAnchor, relative, typeAnchor } from './addresses.ts';
import type { CatalogVersion } from './catalog.ts';
import { LinkedCode } from './code.ts';
import type { Badge, CodeLine, Docs, Inline, Item, Member, Row } from './page.ts';
import { type UsedBy, type User, userName } from './used-by.ts';

/** What all pages of a site are made with. */
export interface SiteContext {
  readonly addresses: Addresses;
  readonly usedBy: UsedBy;
  /** The address of a line of source: a pattern with `{path}`, `{line}`, `{commit}`, `{version}` filled in. */
  readonly sourceOf: (version: CatalogVersion, uri: string, line: number) => string | undefined;
}

/** Signatures wider than this have a line for each parameter. */
const WIDTH = 88;
/** Users listed with one item. */
const USERS = 40;

/** Makes what stands on one page about one version of a package. */
export class ItemWriter {
  readonly #context: SiteContext;
  readonly #version: CatalogVersion;
  readonly path: string;

  constructor(context: SiteContext, version: CatalogVersion, path: string) {
    this.#context = context;
    this.#version = version;
    this.path = path;
  }

  href(address: string | undefined): string | undefined {
    return address === undefined ? undefined : relative(this.path, address);
  }

  // Documentation

  docs(loc: Loc, place: Omit<DocPlace, 'package'> = {}): Docs | undefined {
    return this.#linked(docsSource(this.#version.files).item(loc), { package: this.#version.package, ...place });
  }

  packageDocs(): Docs | undefined {
    return this.#linked(this.#version.docs, { package: this.#version.package });
  }

  #linked(markdown: string | undefined, place: DocPlace): Docs | undefined {
    if (markdown === undefined || markdown.trim() === '') return undefined;
    const links: Record<string, string> = {};
    for (const { path } of docLinksIn(markdown)) {
      const target = resolveDocLink(path, place);
      const href = target === undefined ? undefined : this.href(addressOf(target, this.#context.addresses));
      if (href !== undefined) links[path] = href;
    }
    return { markdown, links };
  }

  // Code

  code(): LinkedCode {
    return new LinkedCode(
      (type) => this.href(typeAddress(type, this.#context.addresses)),
      (type) => this.#written(type),
    );
  }

  /** What is unknown is shown as it is written. */
  #written(type: Type): string {
    const tree = this.#version.files.tree(type.loc.uri);
    if (tree === undefined) return '_';
    const { start, end } = spanOf(tree, type.loc.node);
    return tree.text.slice(start, end).replace(/\s+/g, ' ') || '_';
  }

  // Items

  type(type: TypeDef, owner: Interface | World, prefix = ''): Item {
    const code = this.code();
    const { def } = type;
    const lines: CodeLine[] = [];
    if (def.kind === 'use') lines.push({ parts: code.parts(`use …{${code.mark(type)}};`) });
    else {
      const members = membersOf(type);
      const seen = new Set<string>();
      for (const [index, line] of definitionLines(type, { ...code.style, funcs: [], width: WIDTH }).entries()) {
        const member = members[index - 1];
        // A broken text may have one name twice.
        const id = member === undefined || seen.has(member.name) ? {} : { id: prefix + memberAnchor(type, member) };
        if (member !== undefined) seen.add(member.name);
        lines.push({ ...id, parts: code.parts(line) });
      }
    }
    return {
      ...this.#item(type, prefix + typeAnchor(type), type.name),
      kind: def.kind === 'alias' ? 'type' : def.kind,
      code: lines,
      docs: this.docs(type.item, { owner, type }),
      facts: factsOf(type),
      members: membersOf(type).flatMap((it) => this.#member(type, owner, it, prefix)),
      items: def.kind === 'resource' ? def.funcs.map((it) => this.func(it, owner, prefix)) : [],
      ...this.#users(this.#context.usedBy.type(type)),
    };
  }

  #member(type: TypeDef, owner: Interface | World, member: FieldDef | CaseDef, prefix: string): Member[] {
    const docs = this.docs(member.loc, { owner, type });
    if (docs === undefined) return [];
    return [
      { name: escapeName(member.name), href: `#${encodeURI(prefix + memberAnchor(type, member))}`, badges: [], docs },
    ];
  }

  /** A name that is brought by `use`: a line with an anchor. */
  used(type: TypeDef, prefix: string): Row {
    const target = type.def.kind === 'use' ? type.def.target : undefined;
    const owner = target?.owner;
    const path = owner?.name === undefined ? '…' : itemPath(owner.package, owner.name);
    const href = owner === undefined ? undefined : this.href(this.#context.addresses.owner(owner));
    const name = target === undefined || target.name === type.name ? '' : `${escapeName(target.name)} as `;
    const code = this.code();
    return {
      id: prefix + typeAnchor(type),
      code: true,
      title: [
        { text: 'use', style: 'keyword' },
        ' ',
        href === undefined ? path : { text: path, href },
        `.{${name}`,
        ...code.parts(code.mark(type)),
        '}',
      ],
      badges: badgesOf(type.gate),
      notes: [],
    };
  }

  func(func: Func, owner: Interface | World, prefix = ''): Item {
    const code = this.code();
    const lines = `${funcText(func, code.style, WIDTH)};`.split('\n');
    const place = func.resource === undefined ? { owner } : { owner, type: func.resource };
    return {
      ...this.#item(func, prefix + funcAnchor(func), func.label),
      kind: func.accessor ?? (func.kind === 'free' ? 'func' : func.kind),
      code: lines.map((line) => ({ parts: code.parts(line) })),
      docs: this.docs(func.item, place),
      facts: factsOf({ kind: 'func', func, owner, loc: func.loc }),
      members: [],
      items: [],
      usedBy: [],
      more: 0,
    };
  }

  #item(it: TypeDef | Func, id: string, name: string): Pick<Item, 'id' | 'name' | 'badges' | 'source'> {
    return { id, name, badges: badgesOf(it.gate), source: this.source(it.loc) };
  }

  source(loc: Loc): string | undefined {
    const { files } = this.#version;
    const tree = files.tree(loc.uri);
    const line = tree === undefined ? 0 : (files.lines(loc.uri)?.lineOf(spanOf(tree, loc.node).start) ?? 0);
    return this.#context.sourceOf(this.#version, loc.uri, line + 1);
  }

  #users(all: readonly User[]): Pick<Item, 'usedBy' | 'more'> {
    return { usedBy: all.slice(0, USERS).map((it) => this.user(it)), more: Math.max(0, all.length - USERS) };
  }

  user(user: User): Inline {
    const text = userName(user, packageKey(this.#version.package.id));
    return { text, href: relative(this.path, user.address), style: 'code' };
  }
}

/** Where a link leads. */
export function addressOf(target: DocTarget | Documented, addresses: Addresses): string | undefined {
  switch (target.kind) {
    case 'package':
      return addresses.package(target.package.id);
    case 'owner':
      return addresses.owner(target.owner);
    case 'type':
      return typeAddress(target.type, addresses);
    case 'member':
      return addresses.member(target.type, target.member);
    case 'func':
      return addresses.func(target.owner, target.func);
    case 'other':
      return undefined;
  }
}

/** Of a name that is brought by `use`, the definition behind it. */
function typeAddress(type: TypeDef, addresses: Addresses): string | undefined {
  return addresses.type(originalType(type) ?? type);
}

export function badgesOf({ since, unstable, deprecated, externalId }: Gate): Badge[] {
  const badges: Badge[] = [];
  if (deprecated !== undefined) badges.push({ text: `deprecated since ${deprecated}`, style: 'deprecated' });
  if (since !== undefined) badges.push({ text: `since ${since}`, style: 'since' });
  if (unstable !== undefined)
    badges.push({
      text: `unstable: ${unstable}`,
      style: 'unstable',
      tip: `only available with the feature ${unstable}`,
    });
  if (externalId !== undefined) badges.push({ text: `external id ${externalId}`, style: 'plain' });
  return badges;
}
