// Pages as plain data: what stands on them, in which order, and where links lead. `html.ts` writes them.

import type { ChangelogRelease } from '../features/contracts/changelog.ts';

/** A part of a line. `href`: relative to the page. */
export type Inline = string | { readonly text: string; readonly href?: string; readonly style?: InlineStyle };
export type InlineStyle = 'keyword' | 'name' | 'code' | 'muted';

export interface Badge {
  readonly text: string;
  readonly style: 'since' | 'unstable' | 'deprecated' | 'plain' | 'good' | 'bad';
  readonly tip?: string;
}

/** Markdown of the documentation, and where its links to items lead. */
export interface Docs {
  readonly markdown: string;
  /** By the path as written. */
  readonly links: Readonly<Record<string, string>>;
}

export interface Page {
  /** From the top of the site, with `/`. */
  readonly path: string;
  readonly title: string;
  /** The way here, from the top; the last one is this page. */
  readonly crumbs: readonly { readonly text: string; readonly href?: string }[];
  readonly kind: string;
  readonly heading: string;
  readonly badges: readonly Badge[];
  readonly lead: readonly Inline[];
  readonly docs?: Docs | undefined;
  readonly sections: readonly Section[];
  /** Other versions of the same page. */
  readonly versions?: readonly { readonly text: string; readonly href: string; readonly current: boolean }[];
  readonly feed?: string;
}

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly kind: 'items'; readonly items: readonly Item[] }
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  | { readonly kind: 'text'; readonly text: readonly Inline[] }
  | { readonly kind: 'docs'; readonly docs: Docs }
  | { readonly kind: 'drawing'; readonly svg: string; readonly title: string }
  | { readonly kind: 'release'; readonly release: ChangelogRelease };

/** A type or function, complete. */
export interface Item {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly badges: readonly Badge[];
  readonly code: readonly CodeLine[];
  readonly docs?: Docs | undefined;
  readonly facts: readonly string[];
  readonly source?: string | undefined;
  /** Fields, cases, flags that have something to say. */
  readonly members: readonly Member[];
  /** Methods of a resource, items of an inline interface. */
  readonly items: readonly Item[];
  readonly usedBy: readonly Inline[];
  /** Users that are not listed. */
  readonly more: number;
}

export interface CodeLine {
  readonly id?: string;
  readonly parts: readonly Inline[];
}

export interface Member {
  readonly name: string;
  readonly href: string;
  readonly badges: readonly Badge[];
  readonly docs?: Docs | undefined;
}

/** A line of a list: an interface, a version, a problem. */
export interface Row {
  readonly id?: string;
  readonly title: readonly Inline[];
  /** The title is WIT. */
  readonly code?: true;
  readonly badges: readonly Badge[];
  readonly summary?: Docs | undefined;
  readonly notes: readonly (readonly Inline[])[];
}
