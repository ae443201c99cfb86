// What clients can ask about contract changes (docs/protocol.md): the methods, and what goes over the wire. Nothing here
// needs the server: a client written in TypeScript imports these types.

import type { Location, TextDocumentIdentifier } from 'vscode-languageserver';
import type { Severity } from '../check/severity.ts';
import type { Hazard, Level, Side } from '../semver/levels.ts';

export const CONTRACT_REQUESTS = {
  /** `ContractScope | null` → `ContractChanges`. */
  changes: 'wit/contractChanges',
  /** `ContractScope | null` → Markdown. */
  report: 'wit/contractReport',
  /** `ContractScope | null` → `ContractBase[]`. */
  bases: 'wit/contractBases',
  /** `ChooseBaseParams | null` → null. */
  chooseBase: 'wit/chooseContractBase',
} as const;

/** Sent to a client that said `contractChanges: true` whenever something other than its own typing may have changed them. */
export const CONTRACTS_CHANGED = 'wit/contractChangesChanged';

export interface ContractScope {
  /** The package of one file; without it, every package of the workspace. */
  readonly textDocument?: TextDocumentIdentifier;
}

export interface ChooseBaseParams extends ContractScope {
  /** A revision, a folder or a file; without it, what the setting says. */
  readonly base?: string | null;
}

export interface ContractChanges {
  readonly packages: readonly PackageContract[];
  readonly uncompared: readonly Uncompared[];
}

export interface PackageContract {
  readonly name: string;
  readonly baseVersion: string | null;
  readonly version: string | null;
  /** The version that the changes need. */
  readonly required: string | null;
  readonly level: Level;
  /** Is the version already high enough? */
  readonly covered: boolean;
  readonly base: { readonly label: string; readonly commit: string | null; readonly note: string | null };
  /** Where the package declares its name. */
  readonly location: Location | null;
  /** `2 breaking · 3 additive`. */
  readonly verdict: string;
  /** The package has errors, and nothing new was compared. */
  readonly stale: boolean;
  readonly changes: readonly ContractChange[];
}

/** What happened to one item. Its parts, such as the parameters of a function, are reported together. */
export interface ContractChange {
  /** The code without `semver/`, of the most harmful part. */
  readonly kind: string;
  /** A function, a type, an interface, a world or one of its imports and exports, or the package. */
  readonly item: string;
  /** The interface, world, resource or package that has the item. */
  readonly owner: string;
  /** The page of the rule, below `docs/`. */
  readonly page: string;
  readonly level: Level;
  readonly importer: Side;
  readonly implementer: Side;
  readonly hazard: Hazard;
  readonly message: string;
  readonly severity: Severity;
  readonly suppressed: boolean;
  /** Who let it pass, and why. */
  readonly accepted: {
    readonly by: 'comment' | 'file';
    readonly reason: string;
    readonly owner: string | null;
    /** The base does not have it. */
    readonly isNew: boolean;
  } | null;
  /** Worlds, interfaces and packages of the workspace that break. */
  readonly breaks: { readonly importers: readonly string[]; readonly implementers: readonly string[] };
  readonly before: string | null;
  readonly after: string | null;
  readonly location: Location | null;
  /** In the old text. */
  readonly baseLocation: Location | null;
}

/** Why packages have nothing to be compared with, once for each reason. */
export interface Uncompared {
  readonly reason: string;
  readonly message: string;
  /** URIs of package directories. */
  readonly roots: readonly string[];
}

export interface ContractBase {
  readonly base: string;
  readonly kind: 'auto' | 'commit' | 'branch' | 'remote branch' | 'tag' | 'published version';
  /** Empty for a published version. */
  readonly commit: string;
  /** What `auto` is now. */
  readonly label?: string;
}
