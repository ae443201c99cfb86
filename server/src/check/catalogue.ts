// Every diagnostic there is: one row per code. The row, the rule, the page under `docs/diagnostics/`, the key in the
// setting `wit.diagnostics.levels` and the link in the editor are the same code; `test/catalogue.test.ts` holds them to it.

import type { Severity } from './severity.ts';

/**
 * Who refuses it. `syntax` and `resolve`: the reference's parser and its resolution. `encode`: the reference takes it and
 * refuses it at the next step, when the package is encoded and validated. `wac`: wac, of a composition. `lint`: nobody but us.
 */
export type RuleLevel = 'syntax' | 'resolve' | 'encode' | 'wac' | 'lint' | 'semver';

export interface Rule {
  readonly code: string;
  readonly severity: Severity;
  readonly level: RuleLevel;
  /** What is wrong, as a heading. */
  readonly title: string;
  readonly tags?: readonly ('unnecessary' | 'deprecated')[];
  /** Not reported unless a setting asks for it. */
  readonly off?: true;
}

/** The page about a code, below `docs/`. */
export function pageOf(code: string): string {
  // The pages of contract changes are a folder of their own.
  return code.startsWith('semver/') ? `${code}.md` : `diagnostics/${code}.md`;
}

type Row<C extends string> = Rule & { readonly code: C };

function syntax<N extends string>(name: N, title: string): Row<`syntax/${N}`> {
  return { code: `syntax/${name}`, severity: 'error', level: 'syntax', title };
}

function resolve<C extends string>(code: C, title: string): Row<C> {
  return { code, severity: 'error', level: 'resolve', title };
}

function encode<C extends string>(code: C, title: string): Row<C> {
  return { code, severity: 'error', level: 'encode', title };
}

function wac<N extends string>(name: N, title: string): Row<`wac/${N}`> {
  return { code: `wac/${name}`, severity: 'error', level: 'wac', title };
}

type Tag = 'unnecessary' | 'deprecated';

function lint<C extends string>(code: C, severity: Severity | 'off', title: string, ...tags: Tag[]): Row<C> {
  const off = severity === 'off';
  return {
    code,
    severity: off ? 'hint' : severity,
    level: 'lint',
    title,
    ...(off ? { off } : {}),
    ...(tags.length > 0 ? { tags } : {}),
  };
}

const ROWS = [
  syntax('expected', 'Something else is expected here'),
  syntax('merge-conflict', 'An unresolved merge conflict'),
  syntax('other-language', 'Syntax of another language'),
  syntax('missing-semicolon', 'A statement lacks its `;`'),
  syntax('unclosed-delimiter', 'A bracket is never closed'),
  syntax('unmatched-delimiter', 'A bracket closes nothing'),
  syntax('unterminated-comment', 'A block comment is never closed'),
  syntax('unterminated-string', 'A string is never closed'),
  syntax('unexpected-character', 'A character that WIT does not know'),
  syntax('control-character', 'A control character'),
  syntax('bidirectional-character', 'A character that changes the direction of text'),
  syntax('discouraged-character', 'A character that Unicode discourages'),
  syntax('invalid-encoding', 'The file is not UTF-8'),
  syntax('invalid-identifier', 'A name that is not in kebab case'),
  syntax('reserved-word', 'A reserved word used as a name'),
  syntax('invalid-version', 'A version that is not a version'),
  syntax('invalid-list-length', 'A list length that is too large'),
  syntax('invalid-string', 'A string with a character or escape that it cannot hold'),
  syntax('unknown-attribute', 'An attribute that does not exist'),
  syntax('attribute-argument', 'An attribute with the wrong argument'),
  syntax('misplaced-attribute', 'An attribute where none may stand'),
  syntax('misplaced-package', 'A `package` line that is not the first of its file'),
  syntax('nested-declaration', 'An interface, world or package inside another'),
  syntax('nesting-too-deep', 'Types or packages nested too deeply'),
  syntax('old-default-world', '`default world` of old'),
  syntax('old-expected', '`expected<…>` of old'),
  syntax('old-named-results', 'Named results of old'),
  syntax('old-path', 'A path of old, with dots'),
  syntax('old-static', '`static` before the name, as of old'),
  syntax('old-union', '`union` of old'),
  syntax('old-use', '`use … from` of old'),
  syntax('reader-failed', 'A file that could not be read because of an internal error'),

  resolve('package/unreadable-file', 'A file that cannot be read'),
  resolve('package/name-mismatch', 'Files of one directory that name different packages'),
  resolve('package/missing-declaration', 'No file says which package this is'),
  resolve('package/multiple-docs', 'Two files of a package document it'),
  resolve('package/nested-too-deep', 'A package nested in a nested package'),
  resolve('package/duplicate', 'A package that is defined twice'),
  resolve('package/not-a-package', 'A binary that is no WIT package'),
  resolve('package/not-found', 'A package that is not there'),
  resolve('package/dependency-cycle', 'Packages that depend on each other'),
  resolve('package/self-reference', 'A package that refers to itself by its full name'),
  resolve('name/duplicate-item', 'Two interfaces or worlds of one name'),
  resolve('name/duplicate', 'A name that is defined twice'),
  resolve('name/unknown-interface', 'An interface or world that is not there'),
  resolve('name/unknown-type', 'A type that is not there'),
  resolve('name/item-cycle', 'Interfaces or worlds that depend on each other'),
  resolve('name/not-an-interface', 'A world where an interface is needed'),
  resolve('name/not-a-world', 'An interface where a world is needed'),
  resolve('name/not-in-package', 'A package without that interface or world'),
  resolve('name/not-in-interface', 'An interface without that type'),
  resolve('name/function-not-type', 'A function where a type is needed'),
  resolve('world/duplicate-interface', 'An interface imported or exported twice'),
  resolve('world/conflicting-item', 'Two imports or exports of one name'),
  resolve('world/include-conflict', 'An include that brings a name twice'),
  resolve('world/include-unknown-name', 'A renaming of something that is not included'),
  resolve('world/include-stability', 'An include with other feature gates'),
  resolve('world/case-conflict', 'Imports or exports that differ in case or hyphens only'),
  resolve('world/export-import-conflict', 'An interface needed both as import and as export'),
  resolve('name/case-conflict', 'Names that differ in case or hyphens only'),
  resolve('type/no-members', 'A record, flags or tuple without members'),
  resolve('type/too-many-flags', 'More than 32 flags'),
  resolve('type/duplicate-member', 'Two members of one name'),
  resolve('type/cycle', 'A type that contains itself'),
  resolve('type/not-a-resource', 'A handle of something that is no resource'),
  resolve('type/map-key', 'A map with a key that cannot be one'),
  resolve('type/empty', 'A variant or enum without cases'),
  resolve('type/getter-parameters', 'A getter with parameters'),
  resolve('type/getter-result', 'A getter that returns nothing'),
  encode('type/getter-without-value', 'A getter whose result has no ok type'),
  resolve('type/setter-parameters', 'A setter without exactly one parameter'),
  resolve('type/setter-result', 'A setter that returns a value'),
  resolve('type/setter-without-getter', 'A setter without a getter'),
  encode('type/accessor-mismatch', 'A setter that takes another type than its getter returns'),
  resolve('type/constructor-result', 'A constructor that returns something else'),
  resolve('type/borrow-in-result', 'A function that returns a borrowed handle'),
  resolve('type/duplicate-param', 'A parameter that is defined twice'),
  resolve('type/duplicate-function', 'A function of a resource that is defined twice'),
  resolve('gate/duplicate', 'An attribute that stands twice'),
  resolve('gate/since-and-unstable', '`@since` and `@unstable` on one item'),
  resolve('gate/deprecated-alone', '`@deprecated` without `@since`'),
  resolve('gate/needs-version', '`@since` in a package without a version'),
  resolve('gate/unreleased', '`@since` with a version that is yet to come'),
  resolve('gate/inactive', 'A reference to something that a feature gate takes away'),

  encode('type/too-many-members', 'More members than a type can have'),
  encode('type/list-length', 'A fixed length that a list cannot have'),
  encode('type/stream-char', '`stream<char>`, which is not there yet'),
  encode('type/map-value', 'A map whose values hold a handle'),
  encode('type/borrow-in-payload', 'A stream or future that carries a borrowed handle'),
  encode('type/too-large', 'A type that is too large'),
  encode('package/uppercase', 'A package name with capital letters'),

  wac('syntax', 'Something else is expected in a composition'),
  wac('unknown-package', 'A package or interface that a composition cannot find'),
  wac('no-world', 'A package that is no component'),
  wac('missing-argument', 'An import that nothing is given for'),
  wac('unknown-argument', 'An argument for an import that is not there'),
  wac('duplicate-argument', 'An import that is given twice'),
  wac('argument-type', 'An argument of another type'),
  wac('nothing-spread', '`...` of a component that gives nothing'),
  wac('unknown-name', 'A name that is not there yet'),
  wac('unknown-export', 'An export that is not there'),
  wac('not-exportable', 'A component that is exported as a whole'),
  wac('duplicate-name', 'A name that is given twice'),
  wac('duplicate-export', 'Two exports of one name'),

  lint('package/resolved-from-workspace', 'information', 'A package that the toolchain would not find'),
  lint('name/overridden-by-use', 'warning', 'A definition that a later `use` replaces'),
  lint('lint/unused-use', 'hint', 'A `use` that nothing mentions', 'unnecessary'),
  lint('lint/unused-type', 'off', 'A type that nothing mentions', 'unnecessary'),
  lint('lint/unused-interface', 'off', 'An interface that nothing mentions', 'unnecessary'),
  lint('lint/unused-suppression', 'information', 'A `wit-ignore` that silences nothing', 'unnecessary'),
  lint('lint/invalid-suppression', 'error', 'A `wit-ignore` that is not understood or has expired'),
  lint('lint/shadowed-name', 'warning', 'A name that hides another'),
  lint('lint/deprecated', 'hint', 'A mention of something deprecated', 'deprecated'),
  lint('lint/missing-since', 'information', 'An item without `@since` among items that have it'),
  lint('lint/missing-docs', 'off', 'An item without documentation'),
  lint('lint/comment-as-docs', 'off', 'A note that becomes documentation'),
  lint('lint/empty-block-comment', 'error', 'A comment that crashes the toolchain'),
  lint('lint/docs-comment-end', 'warning', '`*/` in documentation'),
  lint('lint/redundant-percent', 'hint', 'A `%` that is not needed', 'unnecessary'),
  lint('lint/lost-rename', 'warning', 'A renaming that has no effect'),
  lint('lint/not-yet-everywhere', 'off', 'Something that tools in common use refuse'),
  lint('lint/label-import', 'information', 'An import that looks like one of a package'),
  lint('lint/unversioned-dependency', 'information', 'A dependency without a version'),
  lint('lint/dependency-versions', 'warning', 'Two versions of one dependency'),
];

/** A code that has a row: nothing else can be reported. */
export type Code = (typeof ROWS)[number]['code'];

export const CATALOGUE: readonly Row<Code>[] = ROWS;

const BY_CODE: ReadonlyMap<string, Rule> = new Map(CATALOGUE.map((rule) => [rule.code, rule]));

export function ruleOf(code: string): Rule | undefined {
  return BY_CODE.get(code);
}
