/**
 * @file WIT (WebAssembly Interface Types), the contract language of the Component Model.
 *
 * The rules follow the reference parser (wit-parser of wasm-tools). What the reference parses and refuses later (an
 * empty record, `tuple<>`, an unknown attribute, a second package line) parses here too, so that a tool can refuse it
 * with a sentence. Node names are the nonterminals of the specification's grammar (`WIT.md`).
 * @license Apache-2.0 WITH LLVM-exception
 */

/// <reference types="tree-sitter-cli/dsl" />
// @ts-check

/**
 * Words that are never an identifier unless written with `%`; a new keyword goes here and into a rule. `from` is one too, but
 * no rule uses it, which tree-sitter does not allow: readers of the tree refuse it.
 */
const KEYWORDS = [
  'use', 'type', 'func', 'u8', 'u16', 'u32', 'u64', 's8', 's16', 's32', 's64', 'f32', 'f64', 'char', 'resource', 'own',
  'borrow', 'record', 'flags', 'variant', 'enum', 'bool', 'string', 'option', 'result', 'future', 'stream',
  'error-context', 'list', 'map', '_', 'as', 'static', 'interface', 'tuple', 'world', 'import', 'export',
  'package', 'constructor', 'include', 'with', 'async',
];

/** `rule, rule, rule,` with an optional last comma; may be empty. */
const list = (rule) => optional(seq(rule, repeat(seq(',', rule)), optional(',')));

/** Attributes stand before the keyword of an item. */
const attributes = ($) => repeat($.attribute);

/**
 * The part of an item in front of its body. A rule of its own, hidden, because tree-sitter puts in a missing token only
 * where that completes a rule: so `record { … }` loses its name and nothing else.
 */
const head = ($, word) => seq(attributes($), word, field('name', $.identifier));

export default grammar({
  name: 'wit',

  word: ($) => $.identifier,
  reserved: { global: () => KEYWORDS },
  // In the order of scanner.c. The words that begin an item are there too, so that they are known in every state: a new
  // one should be added in both places.
  externals: ($) => [
    $.block_comment, $.block_doc_comment, $._skipped_block, $._interface, 'interface',
    'package', 'use', 'world', 'import', 'export', 'include', 'type', 'record', 'flags', 'variant', 'enum', 'resource',
  ],
  extras: ($) => [/[ \t\r\n\uFEFF]/, $.line_comment, $.doc_comment, $.block_comment, $.block_doc_comment],
  supertypes: ($) => [$.toplevel_item, $.interface_member, $.world_member, $.typedef_item, $.ty],

  rules: {
    source_file: ($) => repeat($.toplevel_item),

    toplevel_item: ($) =>
      choice($.package_decl, $.nested_package_definition, $.toplevel_use_item, $.interface_item, $.world_item),

    // Packages

    package_decl: ($) => seq(attributes($), 'package', field('name', $.package_name), ';'),

    nested_package_definition: ($) =>
      seq(attributes($), 'package', field('name', $.package_name), field('body', $.package_body)),

    package_body: ($) => seq('{', repeat($.toplevel_item), '}'),

    package_name: ($) =>
      seq(
        field('namespace', $.identifier),
        ':',
        field('name', $.identifier),
        optional(seq('@', field('version', $.version))),
      ),

    toplevel_use_item: ($) =>
      seq(attributes($), 'use', field('path', $.use_path), optional(seq('as', field('alias', $.identifier))), ';'),

    /** `name`, or `namespace:package/name@1.2.3`. */
    use_path: ($) =>
      choice(
        field('name', choice($.identifier, alias($._accessor_word, $.identifier))),
        seq(
          field('namespace', choice($.identifier, alias($._accessor_word, $.identifier))),
          ':',
          field('package', $.identifier),
          '/',
          field('name', $.identifier),
          optional(seq('@', field('version', $.version))),
        ),
      ),

    /**
     * Words only before the `(` of an accessor, and names everywhere else; a path is the one place where both may follow
     * (`import p: get;`).
     */
    _accessor_word: () => choice('get', 'set'),

    // Worlds

    world_item: ($) => seq($._world_head, field('body', $.world_body)),

    _world_head: ($) => head($, 'world'),

    world_body: ($) => seq('{', repeat($.world_member), '}'),

    world_member: ($) => choice($.import_item, $.export_item, $.include_item, $.use_item, $.typedef_item),

    import_item: ($) => seq(attributes($), 'import', $._extern),

    export_item: ($) => seq(attributes($), 'export', $._extern),

    _extern: ($) =>
      choice(
        seq(field('path', $.use_path), ';'),
        seq(field('name', $.identifier), ':', field('path', $.use_path), ';'),
        seq(field('name', $.identifier), ':', field('type', $.func_type), ';'),
        seq(field('name', $.identifier), ':', field('type', $.inline_interface)),
      ),

    inline_interface: ($) => seq('interface', field('body', $.interface_body)),

    include_item: ($) =>
      seq(attributes($), 'include', field('path', $.use_path), choice(';', seq('with', field('names', $.include_names)))),

    include_names: ($) => seq('{', list($.include_name), '}'),

    include_name: ($) => seq(field('name', $.identifier), 'as', field('alias', $.identifier)),

    // Interfaces

    interface_item: ($) => seq($._interface_head, field('body', $.interface_body)),

    _interface_head: ($) => head($, alias($._interface, 'interface')),

    interface_body: ($) => seq('{', repeat($.interface_member), '}'),

    interface_member: ($) => choice($.use_item, $.typedef_item, $.func_item),

    use_item: ($) => seq(attributes($), 'use', field('path', $.use_path), '.', field('names', $.use_names), ';'),

    use_names: ($) => seq('{', list($.use_name), '}'),

    use_name: ($) => seq(field('name', $.identifier), optional(seq('as', field('alias', $.identifier)))),

    func_item: ($) => seq(attributes($), field('name', $.identifier), ':', field('type', $.func_type), ';'),

    /** A function, or the getter or setter of a property. */
    func_type: ($) =>
      seq(
        choice(seq(optional('async'), 'func'), 'get', 'set'),
        field('params', $.param_list),
        optional(seq('->', field('result', $.ty))),
      ),

    param_list: ($) => seq('(', list($.param), ')'),

    param: ($) => seq(field('name', $.identifier), ':', field('type', $.ty)),

    // Type definitions

    typedef_item: ($) =>
      choice($.type_item, $.record_item, $.flags_item, $.variant_item, $.enum_item, $.resource_item),

    type_item: ($) => seq($._type_head, '=', field('type', $.ty), ';'),

    _type_head: ($) => head($, 'type'),

    record_item: ($) => seq($._record_head, field('body', $.record_body)),

    _record_head: ($) => head($, 'record'),

    record_body: ($) => seq('{', list($.record_field), '}'),

    record_field: ($) => seq(field('name', $.identifier), ':', field('type', $.ty)),

    flags_item: ($) => seq($._flags_head, field('body', $.flags_body)),

    _flags_head: ($) => head($, 'flags'),

    flags_body: ($) => seq('{', list($.flags_field), '}'),

    flags_field: ($) => field('name', $.identifier),

    variant_item: ($) => seq($._variant_head, field('body', $.variant_body)),

    _variant_head: ($) => head($, 'variant'),

    variant_body: ($) => seq('{', list($.variant_case), '}'),

    variant_case: ($) => seq(field('name', $.identifier), optional(seq('(', field('type', $.ty), ')'))),

    enum_item: ($) => seq($._enum_head, field('body', $.enum_body)),

    _enum_head: ($) => head($, 'enum'),

    enum_body: ($) => seq('{', list($.enum_case), '}'),

    enum_case: ($) => field('name', $.identifier),

    resource_item: ($) => seq($._resource_head, choice(';', field('body', $.resource_body))),

    _resource_head: ($) => head($, 'resource'),

    resource_body: ($) => seq('{', repeat(choice($.resource_constructor, $.resource_method)), '}'),

    resource_constructor: ($) =>
      seq(
        attributes($),
        'constructor',
        field('params', $.param_list),
        optional(seq('->', field('result', $.ty))),
        ';',
      ),

    /** A method, or with `static` a static function. */
    resource_method: ($) =>
      seq(attributes($), field('name', $.identifier), ':', optional('static'), field('type', $.func_type), ';'),

    // Types

    ty: ($) =>
      choice(
        $.primitive_type,
        $.list_type,
        $.map_type,
        $.option_type,
        $.result_type,
        $.tuple_type,
        $.future_type,
        $.stream_type,
        $.own_handle,
        $.borrow_handle,
        $.type_name,
      ),

    primitive_type: () =>
      choice(
        'bool', 'u8', 'u16', 'u32', 'u64', 's8', 's16', 's32', 's64', 'f32', 'f64', 'char', 'string', 'error-context',
      ),

    list_type: ($) =>
      seq('list', '<', field('element', $.ty), optional(seq(',', field('length', $.integer))), '>'),

    map_type: ($) => seq('map', '<', field('key', $.ty), ',', field('value', $.ty), '>'),

    option_type: ($) => seq('option', '<', field('type', $.ty), '>'),

    result_type: ($) =>
      seq(
        'result',
        optional(
          seq(
            '<',
            choice(
              seq(field('ok', $.ty), optional(seq(',', field('err', $.ty)))),
              seq(field('ok', $.placeholder), ',', field('err', $.ty)),
            ),
            '>',
          ),
        ),
      ),

    placeholder: () => '_',

    tuple_type: ($) => seq('tuple', '<', list($.ty), '>'),

    future_type: ($) => seq('future', optional(seq('<', field('type', $.ty), '>'))),

    stream_type: ($) => seq('stream', optional(seq('<', field('type', $.ty), '>'))),

    own_handle: ($) => seq('own', '<', field('resource', $.identifier), '>'),

    borrow_handle: ($) => seq('borrow', '<', field('resource', $.identifier), '>'),

    type_name: ($) => $.identifier,

    // Attributes: `@since(version = 1.0.0)`, `@unstable(feature = f)`, `@deprecated(version = 1.0.0)`,
    // `@external-id("…")`. One shape for all, so that an unknown one is refused by name.

    attribute: ($) =>
      seq(
        '@',
        field('name', $.identifier),
        '(',
        choice(
          seq(field('key', $.identifier), '=', field('value', choice($.version, $.identifier))),
          field('value', $.string),
        ),
        ')',
      ),

    // Tokens

    /** Any word. Kebab case is checked later, where a sentence can explain it. */
    identifier: () => /%?[_\p{XID_Start}][\-\p{XID_Continue}]*/u,

    version: () =>
      token(
        seq(
          /[0-9]+\.[0-9]+\.[0-9]+/,
          optional(seq('-', optional(/[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*/))),
          optional(seq('+', optional(/[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*/))),
        ),
      ),

    integer: () => /[0-9]+/,

    string: () => token(seq('"', repeat(choice(/[^"\\\n]/, /\\[^\n]/)), '"')),

    /** Three slashes exactly, to the end of the line and with it: several in a row are one Markdown text. */
    doc_comment: () => /\/\/\/([^\/\n][^\n]*)?\n?/,

    line_comment: () => /\/\/[^\n]*/,
  },
});
