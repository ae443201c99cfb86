; Every node is captured by one pattern only, so that the order of the patterns does not matter: editors differ in which
; of several wins (`@spell` is no colour). The names are those of Neovim and Helix; Zed and the rest fall back to the
; part before the dot.

; Comments

[
  (line_comment)
  (block_comment)
] @spell @comment

[
  (doc_comment)
  (block_doc_comment)
] @spell @comment.documentation

; Packages, interfaces, worlds

(package_name
  namespace: (identifier) @module)

(package_name
  name: (identifier) @module)

(use_path
  namespace: (identifier) @module)

(use_path
  package: (identifier) @module)

(use_path
  name: (identifier) @module)

(toplevel_use_item
  alias: (identifier) @module)

(interface_item
  name: (identifier) @module)

(world_item
  name: (identifier) @module)

(import_item
  name: (identifier) @module
  [
    path: (use_path)
    type: (inline_interface)
  ])

(export_item
  name: (identifier) @module
  [
    path: (use_path)
    type: (inline_interface)
  ])

(include_name
  name: (identifier) @variable)

(include_name
  alias: (identifier) @variable)

; Functions

(import_item
  name: (identifier) @function
  type: (func_type))

(export_item
  name: (identifier) @function
  type: (func_type))

(func_item
  name: (identifier) @function)

(resource_method
  name: (identifier) @function.method)

(resource_constructor
  "constructor" @constructor)

(param
  name: (identifier) @variable.parameter)

; Types

(type_item
  name: (identifier) @type.definition)

(record_item
  name: (identifier) @type)

(flags_item
  name: (identifier) @type)

(variant_item
  name: (identifier) @type)

(enum_item
  name: (identifier) @type)

(resource_item
  name: (identifier) @type)

(use_name
  name: (identifier) @type)

(use_name
  alias: (identifier) @type)

(type_name) @type

(own_handle
  resource: (identifier) @type)

(borrow_handle
  resource: (identifier) @type)

[
  (primitive_type)
  (placeholder)
  "list"
  "map"
  "option"
  "result"
  "tuple"
  "future"
  "stream"
  "own"
  "borrow"
] @type.builtin

; Members

(record_field
  name: (identifier) @variable.member)

(flags_field
  name: (identifier) @variable.member)

(enum_case
  name: (identifier) @constant)

(variant_case
  name: (identifier) @constant)

; Attributes

(attribute
  "@" @punctuation.special
  name: (identifier) @attribute)

(attribute
  key: (identifier) @property)

(attribute
  value: (identifier) @constant)

; Literals

(version) @string.special

(integer) @number

(string) @string

; Keywords

[
  "package"
  "world"
  "interface"
  "type"
  "record"
  "flags"
  "variant"
  "enum"
  "resource"
] @keyword.type

[
  "use"
  "import"
  "export"
  "include"
  "as"
  "with"
] @keyword.import

"func" @keyword.function

; Names everywhere else.
(func_type
  [
    "get"
    "set"
  ] @keyword.function)

"async" @keyword.coroutine

"static" @keyword.modifier

; Punctuation

[
  ";"
  ":"
  ","
  "."
  "/"
] @punctuation.delimiter

(package_name
  "@" @punctuation.delimiter)

(use_path
  "@" @punctuation.delimiter)

[
  "{"
  "}"
  "("
  ")"
  "<"
  ">"
] @punctuation.bracket

[
  "="
  "->"
] @operator
