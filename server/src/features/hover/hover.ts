// What is known about the name, keyword or attribute under the cursor: the declaration, its documentation, facts, and where
// it comes from.

import { markdownBlock, markdownClosed, markdownCode, markdownLink, markdownText } from '../../base/escape.ts';
import type { Span } from '../../base/text.ts';
import { basename } from '../../base/uri.ts';
import { counted } from '../../base/words.ts';
import type { Entity, Gate, Include, World } from '../../model/package.ts';
import { tokenAt } from '../../syntax/cursor.ts';
import type { ItemTree } from '../../syntax/items.ts';
import { isAccessorWord, isKeyword, type Token } from '../../syntax/lexer.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import type { CustomCapabilities } from '../../world/capabilities.ts';
import { itemOf, nameOf, namesAt, originalOf, placeOf } from '../names/name-at.ts';
import { docsOf } from './docs.ts';
import { factsOf, includeFacts } from './facts.ts';
import { containerOf, declarationOf } from './render.ts';
import { ATTRIBUTE_WORDS, WORDS, type Word } from './words.ts';

export interface Hover {
  readonly span: Span;
  readonly text: string;
}

export type HoverFormat = 'markdown' | 'plaintext';

export interface HoverOptions {
  readonly format?: HoverFormat;
  readonly capabilities?: CustomCapabilities;
}

export function hover(snapshot: Snapshot, uri: string, offset: number, options: HoverOptions = {}): Hover | undefined {
  const { format = 'markdown' } = options;
  const names = namesAt(snapshot, uri, offset);
  const [name] = names;
  // `use i.{t}` both mentions and makes a name: what is mentioned says more.
  const ref = names.find((it) => it.role === 'reference') ?? name;
  if (ref !== undefined) {
    const include = includeAt(snapshot, uri, (it) => placeOf(snapshot, it.loc)?.span.start === ref.span.start);
    return { span: ref.span, text: entityText(snapshot, ref.target, include, options) };
  }
  const tree = snapshot.tree(uri);
  const token = tree === undefined ? undefined : tokenAt(tree, offset);
  if (tree === undefined || token === undefined) return undefined;
  const word = wordOf(tree, token);
  if (word === undefined) return undefined;
  const statement = token.kind === 'include' ? includeAround(snapshot, uri, token) : undefined;
  return { span: { start: token.start, end: token.end }, text: wordText(word, statement, format) };
}

/** What is known about an entity that is mentioned elsewhere than in WIT. */
export function hoverText(snapshot: Snapshot, entity: Entity, options: HoverOptions = {}): string {
  return entityText(snapshot, entity, undefined, options);
}

/** The parts of a hover, in their order. */
interface Part {
  readonly kind: 'code' | 'docs' | 'facts';
  readonly text: string;
}

function entityText(
  snapshot: Snapshot,
  target: Entity,
  include: Brought | undefined,
  { format = 'markdown', capabilities = {} }: HoverOptions,
): string {
  const entity = originalOf(target);
  const parts: Part[] = [{ kind: 'code', text: declarationOf(snapshot, entity) }];
  const docs = docsOf(snapshot, entity);
  if (docs !== undefined) parts.push({ kind: 'docs', text: docs });
  const facts = [...gateFacts(entity), ...factsOf(entity, capabilities)];
  if (nameOf(target) !== nameOf(entity)) facts.unshift(`Here under the name \`${nameOf(target)}\``);
  if (include !== undefined) facts.push(...includeFacts(include.world, include.include));
  if (entity.kind === 'package') facts.push(...versionFacts(snapshot, entity));
  const origin = originOf(snapshot, entity, format);
  if (origin !== undefined) facts.push(origin);
  if (facts.length > 0) parts.push({ kind: 'facts', text: lines(facts, format) });
  return joined(parts, format);
}

function wordText(word: Word, include: Brought | undefined, format: HoverFormat): string {
  const parts: Part[] = [
    { kind: 'code', text: word.title },
    { kind: 'docs', text: word.text },
  ];
  if (include !== undefined)
    parts.push({ kind: 'facts', text: lines(includeFacts(include.world, include.include), format) });
  parts.push({ kind: 'docs', text: format === 'markdown' ? `[Specification](${word.link})` : word.link });
  return joined(parts, format);
}

function lines(facts: readonly string[], format: HoverFormat): string {
  return facts.join(format === 'markdown' ? '  \n' : '\n');
}

function joined(parts: readonly Part[], format: HoverFormat): string {
  if (format === 'plaintext')
    return parts.map((it) => (it.kind === 'facts' ? it.text.replaceAll('`', '') : it.text)).join('\n\n');
  const texts: string[] = [];
  for (const it of parts) {
    if (it.kind === 'code') texts.push(markdownBlock('wit', it.text));
    else if (it.kind === 'facts') texts.push(`---\n\n${it.text}`);
    else texts.push(markdownClosed(it.text));
  }
  return texts.join('\n\n');
}

function gateOf(entity: Entity): { readonly gate: Gate; readonly active: boolean } | undefined {
  if (entity.kind === 'func') return entity.func;
  if (entity.kind === 'extern') return entity.item;
  return entity.kind === 'interface' || entity.kind === 'world' || entity.kind === 'type' ? entity : undefined;
}

function gateFacts(entity: Entity): string[] {
  const gated = gateOf(entity);
  if (gated === undefined) return [];
  const { gate, active } = gated;
  const facts: string[] = [];
  if (!active) facts.push(`Not there: the feature \`${gate.unstable ?? ''}\` is not active`);
  if (gate.deprecated !== undefined) facts.push(`Deprecated since ${gate.deprecated}`);
  return facts;
}

/** Every version of a package that some package of the workspace can see. */
function versionFacts(snapshot: Snapshot, entity: Extract<Entity, { kind: 'package' }>): string[] {
  const name = nameOf(entity);
  const versions = new Set<string>();
  for (const root of snapshot.rootsSeenFrom(entity.loc?.uri ?? '')) {
    for (const key of snapshot.semantics.environment(root).known()) {
      if (key === name || key.startsWith(`${name}@`)) versions.add(key.slice(name.length + 1) || 'none');
    }
  }
  const facts = versions.size === 0 ? [] : [`Known versions: ${[...versions].sort().join(', ')}`];
  const { package: found } = entity;
  if (found === undefined) return [...facts, ...(versions.has(entity.id.version ?? 'none') ? [] : ['Not found'])];
  const files = found.files.length;
  return [
    ...facts,
    `${counted(found.interfaces.size, 'interface')}, ${counted(found.worlds.size, 'world')} in ${counted(files, 'file')}`,
  ];
}

/** Package, version and file. */
function originOf(snapshot: Snapshot, entity: Entity, format: HoverFormat): string | undefined {
  const loc = entity.kind === 'feature' ? undefined : (entity.loc ?? itemOf(entity));
  const place = loc === undefined ? undefined : placeOf(snapshot, loc);
  const container = containerOf(entity);
  const inside = container === '' ? '' : container.split(' · ').map(markdownCode).join(' · ');
  const at = snapshot.lines(place?.uri ?? '');
  if (place === undefined || at === undefined) return inside === '' ? undefined : inside;
  const line = at.position(place.span.start).line + 1;
  const shown = `${basename(place.uri)}:${line}`;
  const link =
    format === 'markdown' ? markdownLink(markdownText(shown), `${snapshot.spelling(place.uri)}#L${line}`) : shown;
  const vendored = snapshot.semantics.environmentOf(place.uri)?.isVendored(place.uri) === true ? ' (vendored)' : '';
  return `${inside === '' ? '' : `${inside} — `}${link}${vendored}`;
}

function wordOf(tree: ItemTree, token: Token): Word | undefined {
  const text = tree.text.slice(token.start, token.end);
  const attribute = attributeOf(tree, token);
  if (attribute !== undefined) return ATTRIBUTE_WORDS.get(attribute);
  if (isAccessorWord(text))
    return /^\s*\(/.test(tree.text.slice(token.end, token.end + 200)) ? WORDS.get(text) : undefined;
  // The kind of a string literal is `string`, too.
  return isKeyword(token.kind) && text === token.kind ? WORDS.get(text) : undefined;
}

/** The attribute that a word names, or whose `version` or `feature` it is. */
function attributeOf(tree: ItemTree, token: Token): string | undefined {
  const before = tree.text.slice(Math.max(0, token.start - 200), token.start);
  const text = tree.text.slice(token.start, token.end).replace(/^%/, '');
  if (/@\s*$/.test(before)) return text;
  return /^(version|feature)$/.test(text) ? /@\s*%?([a-z-]+)\s*\(\s*$/.exec(before)?.[1] : undefined;
}

interface Brought {
  readonly world: World;
  readonly include: Include;
}

function includeAt(snapshot: Snapshot, uri: string, is: (it: Include) => boolean): Brought | undefined {
  for (const it of snapshot.semantics.packagesOf(uri)) {
    for (const world of it.worlds.values()) {
      const include = world.loc.uri === uri ? world.includes.find(is) : undefined;
      if (include !== undefined) return { world, include };
    }
  }
  return undefined;
}

function includeAround(snapshot: Snapshot, uri: string, token: Token): Brought | undefined {
  return includeAt(snapshot, uri, (it) => {
    const span = placeOf(snapshot, it.statement)?.span;
    return span !== undefined && span.start <= token.start && token.end <= span.end;
  });
}
