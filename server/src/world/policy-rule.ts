// What a policy may say: plain data, as the project file has it.

/** What is allowed (nothing else is then) and what is denied, which wins. */
export interface AllowDeny {
  readonly allow?: readonly string[];
  readonly deny?: readonly string[];
}

export interface PolicyRule {
  readonly name?: string;
  /** Packages (`acme:*`) or worlds (`acme:app/cli`) that it holds for; without it, all. */
  readonly for?: readonly string[];
  /** Why, for the user who meets it. */
  readonly reason?: string;
  readonly level?: 'error' | 'warning';
  /** Ids of capabilities, or `host-defined`. */
  readonly capabilities?: AllowDeny;
  readonly interfaces?: AllowDeny;
  /** `ns:package/interface#function` */
  readonly functions?: AllowDeny;
  /** A world that every world must fit. */
  readonly target?: string;
  readonly dependencies?: DependencyRule;
  readonly docs?: boolean;
  readonly since?: boolean;
  /** Minor versions between `@deprecated` and removal. */
  readonly deprecation?: { readonly minors: number };
  /** Owners whose acceptance of a breaking change counts. */
  readonly breaking?: { readonly acceptedBy: readonly string[] };
}

export interface DependencyRule extends AllowDeny {
  readonly sources?: readonly ('deps' | 'workspace')[];
  /** Compatibility tracks (`0.2`, `1`) by pattern. */
  readonly tracks?: Readonly<Record<string, readonly string[]>>;
}
