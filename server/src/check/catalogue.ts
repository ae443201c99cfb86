// Every diagnostic there is: one row per code. The row, the rule, the page under `docs/diagnostics/`, the key in the
// setting `wit.diagnostics.levels` and the link in the editor are the same code; `test/catalogue.test.ts` holds them to it.

import type { Level } from './settings.ts';
import type { Severity } from './severity.ts';

/**
 * Who refuses it. `syntax` and `resolve`: the reference's parser and its resolution. `encode`: the reference takes it and
 * refuses it at the next step, when the package is encoded and validated. `wac`: wac, of a composition. `lint`: nobody but us.
 * `registry`: what is published, asked for by a command.
 */
export type RuleLevel = 'syntax' | 'resolve' | 'encode' | 'wac' | 'lint' | 'semver' | 'registry';

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

function registry<C extends string>(code: C, severity: Severity, title: string): Row<C> {
  return { code, severity, level: 'registry', title };
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
  syntax('expected', 'Unexpected token'),
  syntax('merge-conflict', 'Unresolved merge conflict'),
  syntax('other-language', 'Syntax of another language'),
  syntax('missing-semicolon', 'Missing `;`'),
  syntax('unclosed-delimiter', 'Unclosed bracket'),
  syntax('unmatched-delimiter', 'Unmatched closing bracket'),
  syntax('unterminated-comment', 'Unterminated block comment'),
  syntax('unterminated-string', 'Unterminated string'),
  syntax('unexpected-character', 'Unexpected character'),
  syntax('control-character', 'Control character'),
  syntax('bidirectional-character', 'Bidirectional control character'),
  syntax('discouraged-character', 'Discouraged Unicode character'),
  syntax('invalid-encoding', 'File is not UTF-8'),
  syntax('invalid-identifier', 'Name is not kebab-case'),
  syntax('reserved-word', 'Reserved word used as a name'),
  syntax('invalid-version', 'Invalid version'),
  syntax('invalid-list-length', 'List length out of range'),
  syntax('invalid-string', 'Invalid character or escape in a string'),
  syntax('unknown-attribute', 'Unknown attribute'),
  syntax('attribute-argument', 'Wrong attribute argument'),
  syntax('misplaced-attribute', 'Attribute not allowed here'),
  syntax('misplaced-package', '`package` is not the first statement'),
  syntax('nested-declaration', 'Declaration nested in another declaration'),
  syntax('nesting-too-deep', 'Types or packages nested too deeply'),
  syntax('old-default-world', 'Old syntax: `default world`'),
  syntax('old-expected', 'Old syntax: `expected<…>`'),
  syntax('old-named-results', 'Old syntax: named results'),
  syntax('old-path', 'Old syntax: dots in a path'),
  syntax('old-static', 'Old syntax: `static` before the name'),
  syntax('old-union', 'Old syntax: `union`'),
  syntax('old-use', 'Old syntax: `use … from`'),
  syntax('too-large', 'File too large'),
  syntax('reader-failed', 'File could not be read: internal error'),

  resolve('package/unreadable-file', 'Unreadable file'),
  resolve('package/not-locked', '`deps/` differs from the lock file'),
  resolve('package/not-checked', 'File not checked: internal error'),
  resolve('package/name-mismatch', 'Files of one directory declare different packages'),
  resolve('package/missing-declaration', 'Missing `package` declaration'),
  resolve('package/multiple-docs', 'Package documented in two files'),
  resolve('package/nested-too-deep', 'Package nested in a nested package'),
  resolve('package/duplicate', 'Duplicate package'),
  resolve('package/not-a-package', 'Binary is not a WIT package'),
  resolve('package/not-found', 'Package not found'),
  resolve('package/dependency-cycle', 'Package dependency cycle'),
  resolve('package/self-reference', 'Package refers to itself by its full name'),
  resolve('name/duplicate-item', 'Duplicate interface or world'),
  resolve('name/duplicate', 'Duplicate name'),
  resolve('name/unknown-interface', 'Unknown interface or world'),
  resolve('name/unknown-type', 'Unknown type'),
  resolve('name/item-cycle', 'Interface or world dependency cycle'),
  resolve('name/not-an-interface', 'World used as an interface'),
  resolve('name/not-a-world', 'Interface used as a world'),
  resolve('name/package-only', 'Package where an interface or world is needed'),
  resolve('name/not-in-package', 'Package has no such interface or world'),
  resolve('name/not-in-interface', 'Interface has no such type'),
  resolve('name/function-not-type', 'Function used as a type'),
  resolve('world/duplicate-interface', 'Duplicate import or export of an interface'),
  resolve('world/conflicting-item', 'Duplicate import or export name'),
  resolve('world/include-conflict', 'Name conflict from an `include`'),
  resolve('world/include-unknown-name', 'Unknown name in `with`'),
  resolve('world/include-stability', '`include` with different feature gates'),
  resolve('world/case-conflict', 'Imports or exports that differ only in case or hyphens'),
  resolve('world/export-import-conflict', 'Interface needed both as import and as export'),
  resolve('name/case-conflict', 'Names that differ only in case or hyphens'),
  resolve('type/no-members', 'Record, flags or tuple without members'),
  resolve('type/too-many-flags', 'More than 32 flags'),
  resolve('type/duplicate-member', 'Duplicate member'),
  resolve('type/cycle', 'Recursive type'),
  resolve('type/not-a-resource', 'Handle to a type that is not a resource'),
  resolve('type/map-key', 'Invalid map key'),
  resolve('type/empty', 'Variant or enum without cases'),
  resolve('type/getter-parameters', 'Getter with parameters'),
  resolve('type/getter-result', 'Getter without a result'),
  encode('type/getter-without-value', 'Getter whose result has no ok type'),
  resolve('type/setter-parameters', 'Setter without exactly one parameter'),
  resolve('type/setter-result', 'Setter that returns a value'),
  resolve('type/setter-without-getter', 'Setter without a getter'),
  encode('type/accessor-mismatch', 'Setter that takes another type than its getter returns'),
  resolve('type/constructor-result', 'Invalid constructor result'),
  resolve('type/borrow-in-result', 'Borrowed handle in a result'),
  resolve('type/duplicate-param', 'Duplicate parameter'),
  resolve('type/duplicate-function', 'Duplicate function in a resource'),
  resolve('gate/duplicate', 'Duplicate attribute'),
  resolve('gate/since-and-unstable', '`@since` and `@unstable` on one item'),
  resolve('gate/deprecated-alone', '`@deprecated` without `@since`'),
  resolve('gate/needs-version', '`@since` in a package without a version'),
  resolve('gate/unreleased', '`@since` with a future version'),
  encode('gate/inactive-getter', 'Setter whose getter is behind an inactive feature'),
  resolve('gate/inactive', 'Reference to an item behind an inactive feature'),

  encode('type/too-many-members', 'Too many members'),
  encode('type/list-length', 'Invalid list length'),
  encode('type/stream-char', '`stream<char>` is not supported yet'),
  encode('type/map-value', 'Map whose values hold a handle'),
  encode('type/borrow-in-payload', 'Borrowed handle in a stream or future'),
  encode('type/too-large', 'Type is too large'),
  encode('package/case-conflict', 'Interfaces or worlds that differ only in case or hyphens'),
  encode('package/uppercase', 'Package name with capital letters'),

  wac('syntax', 'Unexpected token in a composition'),
  wac('unknown-package', 'Package or interface of a composition not found'),
  wac('no-world', 'Package without a world to instantiate'),
  wac('missing-argument', 'Missing argument'),
  wac('unknown-argument', 'Unknown argument'),
  wac('duplicate-argument', 'Duplicate argument'),
  wac('argument-type', 'Argument of the wrong type'),
  wac('nothing-spread', '`...` adds nothing'),
  wac('unknown-name', 'Unknown name in a composition'),
  wac('unknown-export', 'Unknown export'),
  wac('not-exportable', 'Missing export name'),
  wac('duplicate-name', 'Duplicate name in a composition'),
  wac('duplicate-export', 'Duplicate export'),
  wac('duplicate-import', 'Duplicate import'),
  wac('invalid-name', 'Invalid import or export name'),
  wac('target', 'Target world not satisfied'),

  lint('policy/capability', 'error', 'Capability denied by the policy'),
  lint('policy/interface', 'error', 'Interface denied by the policy'),
  lint('policy/function', 'error', 'Function denied by the policy'),
  lint('policy/target', 'error', 'World outside of the target that the policy asks for'),
  lint('policy/dependency', 'error', 'Dependency denied by the policy'),
  lint('policy/deprecation', 'error', 'Item removed too soon after it was deprecated'),
  lint('policy/docs', 'error', 'Missing documentation that the policy asks for'),
  lint('policy/since', 'error', 'Missing `@since` that the policy asks for'),

  lint('project/not-json', 'error', 'Project file is not JSON'),
  lint('project/unknown-key', 'error', 'Unknown key in the project file'),
  lint('project/invalid-value', 'error', 'Invalid value in the project file'),
  lint('project/extends', 'error', 'Extended project file not found'),

  lint('package/resolved-from-workspace', 'information', 'Package found only in the workspace'),
  lint('name/overridden-by-use', 'warning', 'Definition replaced by a later `use`'),
  lint('lint/unused-use', 'hint', 'Unused `use`', 'unnecessary'),
  lint('lint/unused-type', 'off', 'Unused type', 'unnecessary'),
  lint('lint/unused-interface', 'off', 'Unused interface', 'unnecessary'),
  lint('lint/unused-suppression', 'information', 'Unused `wit-ignore`', 'unnecessary'),
  lint('lint/invalid-suppression', 'error', '`wit-ignore` that is not understood or has expired'),
  lint('lint/shadowed-name', 'warning', 'Shadowed name'),
  lint('lint/deprecated', 'hint', 'Use of a deprecated item', 'deprecated'),
  lint('lint/missing-since', 'information', 'Missing `@since`'),
  lint('lint/missing-docs', 'off', 'Missing documentation'),
  lint('lint/comment-as-docs', 'off', 'Comment read as documentation'),
  lint('lint/empty-block-comment', 'error', 'Empty block comment as documentation'),
  lint('lint/docs-comment-end', 'warning', '`*/` in documentation'),
  lint('lint/dead-doc-link', 'warning', 'Link in documentation that leads nowhere'),
  lint('lint/redundant-percent', 'hint', 'Redundant `%`', 'unnecessary'),
  lint('lint/lost-rename', 'warning', 'Renaming without effect'),
  lint('lint/not-yet-everywhere', 'off', 'Something that tools in common use refuse'),
  lint('lint/label-import', 'information', 'Import that looks like a package import'),
  lint('lint/unversioned-dependency', 'information', 'Dependency without a version'),
  lint('lint/dependency-versions', 'warning', 'Two versions of one dependency'),
  registry('publish/no-version', 'error', 'Package without a version cannot be published'),
  registry('publish/build-metadata', 'error', 'Version with build metadata cannot be published'),
  registry('publish/version-taken', 'error', 'Version is published already'),
  registry('publish/version-behind', 'warning', 'Version below a published one of its track'),
  registry('publish/breaks-next', 'error', 'Next published version would break this one'),
  registry('publish/component-breaks', 'error', 'Version of a component too low for its changes'),
  registry('publish/refused-by-wkg', 'warning', 'Refused by `wkg publish`'),
  registry('publish/no-metadata', 'warning', 'Missing metadata of a published package'),
  registry('publish/dependency', 'error', 'Dependency that is not published'),
  registry('published/newer-version', 'information', 'Newer version of a dependency'),
  registry('published/unknown-version', 'error', 'Version of a dependency that is not published'),
  registry('published/breaks-consumer', 'error', 'Consumer that would break'),
];

/** A code that has a row: nothing else can be reported. */
export type Code = (typeof ROWS)[number]['code'];

/** Codes about a publication that is to come. */
export type PublishCode = Extract<Code, `publish/${string}`>;

export const CATALOGUE: readonly Row<Code>[] = ROWS;

const BY_CODE: ReadonlyMap<string, Rule> = new Map(CATALOGUE.map((rule) => [rule.code, rule]));

/** The level of a code where it is not the severity of its row. */
export function levelOf(code: string, levels: Readonly<Record<string, Level>>): Level | undefined {
  return levels[code] ?? (ruleOf(code)?.off === true ? 'off' : undefined);
}

export function ruleOf(code: string): Rule | undefined {
  return BY_CODE.get(code);
}
