// Compositions in `.wac` files, as an editor shows them: what is wrong, what a name means, where it leads.

import { markdownBlock, markdownCode } from '../../base/escape.ts';
import { memo } from '../../base/memo.ts';
import { LineIndex, type Span } from '../../base/text.ts';
import { dirname, joinUri } from '../../base/uri.ts';
import type { Diagnostic, RelatedPlace } from '../../check/diagnostic.ts';
import type { PackageId } from '../../model/names.ts';
import type { Entity } from '../../model/package.ts';
import type { WacComposition, WacRef, WacTarget } from '../../wac/composition.ts';
import { readWac } from '../../wac/reader.ts';
import { composeWac } from '../../wac/resolve.ts';
import type { WacFile, WacName, WacProblem } from '../../wac/syntax.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import type { CustomCapabilities } from '../../world/capabilities.ts';
import type { Part, Port } from '../../world/parts.ts';
import { worldPath } from '../../world/reasons.ts';
import { hoverText } from '../hover/hover.ts';
import { definitionOf, type Target } from '../names/definition.ts';
import { placeOf } from '../names/name-at.ts';
import { wacPackages } from '../worlds/compose.ts';
import { portType } from './ports.ts';

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
  /** Core modules, which only become components. */
  readonly modules?: readonly PackageId[];
  /** The packages that were loaded, by the place where they were looked for. */
  readonly places: ReadonlyMap<string, string>;
  /** Packages that a project file names by their places: URIs by `ns:name@version`. */
  readonly given?: ReadonlyMap<string, string>;
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

/** The diagnostics, with the severities of the settings. */
export function wacFindings(snapshot: Snapshot, document: WacDocument): readonly Diagnostic[] {
  return composed(snapshot, document).problems.flatMap((it) => problemDiagnostic(snapshot, document, it) ?? []);
}

/** The snapshot does not have the text. */
const linesOf = memo(({ text }: WacDocument): LineIndex => new LineIndex(text));

/** Undefined for a problem that is switched off. */
export function problemDiagnostic(
  snapshot: Snapshot,
  document: WacDocument,
  { code, message, span, related: places = [] }: WacProblem,
): Diagnostic | undefined {
  const severity = snapshot.settings(document.uri).levels[code] ?? 'error';
  if (severity === 'off') return undefined;
  const related = places.flatMap(({ place, message }): RelatedPlace[] => {
    const found =
      'node' in place ? placeOf(snapshot, place) : { uri: document.uri, span: place, lines: linesOf(document) };
    return found === undefined ? [] : [{ ...found, message }];
  });
  return { code, severity, message, span, related, fixes: [] };
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
  return { span, text: localHover(snapshot, document, target.name, capabilities) };
}

/** The statement, and what the name stands for: an instance with its exports, a function, an interface. */
function localHover(
  snapshot: Snapshot,
  document: WacDocument,
  { text: name, span }: WacName,
  capabilities: CustomCapabilities,
): string {
  const { file, text } = document;
  const statement = file.statements.find((it) => it.span.start <= span.start && span.end <= it.span.end);
  const code = statement === undefined ? name : text.slice(statement.span.start, statement.span.end);
  const parts = [markdownBlock('wac', code)];
  const isWhole = statement?.kind !== 'type' || statement.decl.name.span.start === span.start;
  const value = isWhole ? composed(snapshot, document).values.get(name) : undefined;
  if (value?.kind === 'instance') parts.push(instanceText(value.part));
  if (value?.kind === 'port') parts.push(hoverText(snapshot, entityOfPort(value.port), { capabilities }));
  return parts.join('\n\n');
}

function instanceText({ world }: Part): string {
  const lines = [...world.exports.values()].map((item) => {
    const port: Port = { part: { name: world.name, world }, direction: 'export', item };
    const type = portType(port);
    return `- ${markdownCode(item.key)}${type === item.key ? '' : `: ${markdownCode(type)}`}`;
  });
  const what = `An instance of the world ${markdownCode(worldPath(world))}`;
  return lines.length === 0 ? `${what}, which exports nothing` : `${what}, which exports:\n\n${lines.join('\n')}`;
}

/** What the name at an offset means. */
export function refAt(snapshot: Snapshot, document: WacDocument, offset: number): WacRef | undefined {
  const touching = composed(snapshot, document).refs.filter(({ span }) => span.start <= offset && offset <= span.end);
  // An argument that is only a name mentions both what is given and what gets it.
  return touching.find((it) => it.target.kind !== 'local') ?? touching[0];
}

/** What a name of WIT stands for. */
export function entityOf(target: Exclude<WacTarget, { kind: 'local' }>): Entity {
  switch (target.kind) {
    case 'world':
      return target.world;
    case 'interface':
      return target.interface;
    case 'type':
      return target.type;
    case 'func':
      return { kind: 'func', func: target.func, owner: target.owner, loc: target.func.loc };
    case 'port':
      return entityOfPort(target.port);
  }
}

/** What stands behind an import or export. */
export function entityOfPort({ part, item: { item } }: Port): Entity {
  if (item.kind === 'func') return { kind: 'func', func: item.func, owner: part.world, loc: item.func.loc };
  if (item.kind === 'type') return item.type;
  return item.interface ?? part.world;
}
