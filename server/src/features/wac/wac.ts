// Compositions in `.wac` files, as an editor shows them: what is wrong, what a name means, where it leads.

import type { Span } from '../../base/text.ts';
import { dirname, joinUri } from '../../base/uri.ts';
import type { Diagnostic } from '../../check/diagnostic.ts';
import type { PackageId } from '../../model/names.ts';
import type { Entity } from '../../model/package.ts';
import type { WacComposition, WacRef, WacTarget } from '../../wac/composition.ts';
import { readWac } from '../../wac/reader.ts';
import { composeWac } from '../../wac/resolve.ts';
import type { WacFile } from '../../wac/syntax.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import type { CustomCapabilities } from '../../world/capabilities.ts';
import type { Port } from '../../world/parts.ts';
import { hoverText } from '../hover/hover.ts';
import { definitionOf, type Target } from '../names/definition.ts';
import { wacPackages } from '../worlds/compose.ts';

/** A `.wac` file at one moment. */
export interface WacDocument {
  readonly uri: string;
  readonly text: string;
  readonly file: WacFile;
  readonly beside: Beside;
}

/** What lies in `deps/` beside a composition. */
export interface Beside {
  /** Components with code, whose worlds are not read. */
  readonly unread: readonly PackageId[];
  /** The packages that were loaded, by the place where they were looked for. */
  readonly places: ReadonlyMap<string, string>;
  /** Packages that lie there, mentioned or not. */
  readonly present: readonly PackageId[];
}

export function wacDocument(uri: string, text: string, beside: Beside): WacDocument {
  return { uri, text, file: readWac(text), beside };
}

export function composed(snapshot: Snapshot, document: WacDocument): WacComposition {
  return composeWac(document.file, packagesFor(snapshot, document));
}

/** The packages that the names of a composition are looked for in. */
export function packagesFor(snapshot: Snapshot, { uri, beside }: WacDocument): ReturnType<typeof wacPackages> {
  return wacPackages([snapshot], { near: joinUri(dirname(uri), 'deps'), ...beside });
}

/** What is wrong, as severe as somebody has set it. */
export function wacFindings(snapshot: Snapshot, document: WacDocument): readonly Diagnostic[] {
  const { levels } = snapshot.settings(document.uri);
  return composed(snapshot, document).problems.flatMap(({ code, message, span }): Diagnostic[] => {
    const severity = levels[code] ?? 'error';
    return severity === 'off' ? [] : [{ code, severity, message, span, related: [], fixes: [] }];
  });
}

export function wacDefinition(
  snapshot: Snapshot,
  document: WacDocument,
  offset: number,
): readonly Pick<Target, 'uri' | 'span'>[] {
  const ref = refAt(snapshot, document, offset);
  if (ref === undefined) return [];
  const { target } = ref;
  if (target.kind === 'local') return [{ uri: document.uri, span: target.name.span }];
  const found = definitionOf(snapshot, document.uri, entityOf(target));
  return found === undefined ? [] : [found];
}

export function wacHover(
  snapshot: Snapshot,
  document: WacDocument,
  offset: number,
  capabilities: CustomCapabilities = {},
): { readonly span: Span; readonly text: string } | undefined {
  const ref = refAt(snapshot, document, offset);
  if (ref === undefined) return undefined;
  const { span, target } = ref;
  if (target.kind !== 'local') return { span, text: hoverText(snapshot, entityOf(target), { capabilities }) };
  const value =
    target.value === undefined ? undefined : document.text.slice(target.value.span.start, target.value.span.end);
  const text = value === undefined ? `import ${target.name.text}` : `let ${target.name.text} = ${value}`;
  return { span, text: `\`\`\`wac\n${text}\n\`\`\`` };
}

function refAt(snapshot: Snapshot, document: WacDocument, offset: number): WacRef | undefined {
  const touching = composed(snapshot, document).refs.filter(({ span }) => span.start <= offset && offset <= span.end);
  // An argument that is only a name mentions both what is given and what gets it.
  return touching.find((it) => it.target.kind !== 'local') ?? touching[0];
}

function entityOf(target: Exclude<WacTarget, { kind: 'local' }>): Entity {
  switch (target.kind) {
    case 'world':
      return target.world;
    case 'interface':
      return target.interface;
    case 'func':
      return { kind: 'func', func: target.func, owner: target.owner, loc: target.func.loc };
    case 'port':
      return entityOfPort(target.port);
  }
}

function entityOfPort({ part, item: { item } }: Port): Entity {
  if (item.kind === 'func') return { kind: 'func', func: item.func, owner: part.world, loc: item.func.loc };
  if (item.kind === 'type') return item.type;
  return item.interface ?? part.world;
}
