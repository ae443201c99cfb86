// Which contract changes are accepted, by whom and why: by a comment in the text, or by an entry of `.wit-ignore.json`.

import type { Span } from '../../base/text.ts';
import type { IgnoreEntry, IgnoreFile } from '../../contract/ignore-file.ts';
import { placeOf } from '../../contract/package-contracts.ts';
import type { Change } from '../../semver/changes.ts';
import type { PackageReport } from '../../semver/verdict.ts';
import type { ItemTree } from '../../syntax/items.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { endedEntries, ignoredBy } from './ignore.ts';
import { type ContractSuppression, contractSuppressions, type Moment, suppressionOf, whyEnded } from './suppress.ts';

/** Why a breaking change passes. */
export interface Acceptance {
  readonly by: 'comment' | 'file';
  readonly reason: string;
  readonly owner?: string;
  readonly until?: string;
  readonly expires?: string;
  /** The base does not have it: it came with the very change that it accepts. */
  readonly isNew: boolean;
  /** The comment or the entry. */
  readonly place: { readonly uri: string; readonly span: Span };
}

export interface AcceptanceOptions {
  readonly ignores?: IgnoreFile | undefined;
  /** The ignore file of the base. */
  readonly oldIgnores?: IgnoreFile | undefined;
  /** Only what the base has too counts. */
  readonly trusted?: boolean | undefined;
  /** Whose acceptance counts, when a policy says so. */
  readonly owners?: readonly string[] | undefined;
  /** The day, as in `2026-12-31`. */
  readonly today: string;
}

/** Something that was meant to accept a change and does not. */
export interface AcceptanceProblem {
  readonly uri: string;
  readonly span: Span;
  readonly message: string;
}

export interface ComparedSnapshots {
  readonly before: Snapshot | undefined;
  readonly after: Snapshot;
}

export class Acceptances {
  /** The comments that accept something: file and offset. */
  readonly used = new Set<string>();
  readonly usedEntries = new Set<IgnoreEntry>();
  /** By the text that they are in: both versions may have the same name for a file. */
  readonly #comments = new Map<ItemTree, readonly ContractSuppression[]>();
  readonly #report: PackageReport;
  readonly #versions: ComparedSnapshots;
  readonly #options: AcceptanceOptions;
  readonly #moment: Moment;
  readonly #old: ReadonlySet<string>;

  constructor(report: PackageReport, versions: ComparedSnapshots, options: AcceptanceOptions) {
    this.#report = report;
    this.#versions = versions;
    this.#options = options;
    this.#moment = { base: report.reference ?? report.before?.stable.id.version, today: options.today };
    this.#old = new Set(options.oldIgnores?.entries.map((it) => it.written));
  }

  of(change: Change): Acceptance | undefined {
    return this.#byEntry(change) ?? this.#byComment(change);
  }

  #byEntry(change: Change): Acceptance | undefined {
    const { ignores, trusted } = this.#options;
    const entries =
      ignores?.entries.filter((it) => this.#mayAccept(it) && (trusted !== true || this.#old.has(it.written))) ?? [];
    const entry = ignoredBy(entries, this.#report, change, this.#moment);
    if (ignores === undefined || entry === undefined) return undefined;
    this.usedEntries.add(entry);
    const place = { uri: ignores.uri, span: entry.span };
    return { by: 'file', ...termsOf(entry), isNew: !this.#old.has(entry.written), place };
  }

  #mayAccept({ owner }: { readonly owner?: string }): boolean {
    const { owners } = this.#options;
    return owners === undefined || (owner !== undefined && owners.includes(owner));
  }

  #byComment(change: Change): Acceptance | undefined {
    const { after, before } = this.#versions;
    const { loc, baseLoc, kind, word } = change;
    const span = loc === undefined ? undefined : placeOf(after, loc, word);
    if (loc === undefined || span === undefined) return undefined;
    const by = this.#comment(after, loc.uri, [span], kind);
    if (by === undefined || !this.#mayAccept(by)) return undefined;
    const old = baseLoc === undefined || before === undefined ? undefined : placeOf(before, baseLoc);
    const isNew =
      before === undefined ||
      baseLoc === undefined ||
      old === undefined ||
      this.#comment(before, baseLoc.uri, withHeads(before.tree(baseLoc.uri), old), kind) === undefined;
    if (isNew && this.#options.trusted === true) return undefined;
    this.used.add(`${loc.uri} ${by.span.start}`);
    return { by: 'comment', ...termsOf(by), isNew, place: { uri: loc.uri, span: by.span } };
  }

  #comment(snapshot: Snapshot, uri: string, spans: readonly Span[], kind: string): ContractSuppression | undefined {
    return suppressionOf(this.#commentsOf(snapshot, uri), `semver/${kind}`, spans, this.#moment);
  }

  #commentsOf(snapshot: Snapshot, uri: string): readonly ContractSuppression[] {
    const tree = snapshot.tree(uri);
    if (tree === undefined) return [];
    const known = this.#comments.get(tree) ?? contractSuppressions(tree);
    this.#comments.set(tree, known);
    return known;
  }

  #whyNotTheirs(it: { readonly owner?: string }): string | undefined {
    if (this.#mayAccept(it)) return undefined;
    const owners = this.#options.owners?.map((one) => `\`${one}\``).join(', ') ?? '';
    return `the policy lets only ${owners} accept breaking changes, as its \`owner\``;
  }

  /** Comments and entries of this package that are not understood, or have ended. */
  problems(): readonly AcceptanceProblem[] {
    const { ignores } = this.#options;
    const files = this.#report.after?.stable.files ?? [];
    const comments = files.flatMap((uri) =>
      this.#commentsOf(this.#versions.after, uri).flatMap(({ span, problem, ...it }) => {
        const why = problem ?? whyEnded(it, this.#moment) ?? this.#whyNotTheirs(it);
        return why === undefined ? [] : [{ uri, span, message: `this comment silences nothing: ${why}` }];
      }),
    );
    if (ignores === undefined) return comments;
    const ended = endedEntries(ignores, this.#report, this.#moment).map(({ entry, why }) => ({
      uri: ignores.uri,
      span: entry.span,
      message: `the entry for ${entry.item ?? entry.package ?? 'a path'} (${entry.reason}) accepts nothing: ${why}`,
    }));
    const foreign = ignores.entries.flatMap((entry) => {
      const why = this.#mayAccept(entry) ? undefined : this.#whyNotTheirs(entry);
      const message = `the entry for ${entry.item ?? entry.package ?? 'a path'} (${entry.reason}) accepts nothing: ${why}`;
      return why === undefined ? [] : [{ uri: ignores.uri, span: entry.span, message }];
    });
    const unread = ignores.problems.map(({ message, span }) => ({ uri: ignores.uri, span, message }));
    return [...unread, ...ended, ...foreign, ...comments];
  }
}

function termsOf({ reason, owner, until, expires }: Omit<Acceptance, 'by' | 'isNew' | 'place'>) {
  return {
    reason,
    ...(owner === undefined ? {} : { owner }),
    ...(until === undefined ? {} : { until }),
    ...(expires === undefined ? {} : { expires }),
  };
}

/** A span, and the heads of what it is in: comments inside a container are for what is gone from it. */
function withHeads(tree: ItemTree | undefined, span: Span): Span[] {
  const around = tree?.order.filter((it) => it.start <= span.start && span.end <= it.end) ?? [];
  return [span, ...around.map((it) => ({ start: it.start, end: it.start + it.length }))];
}
