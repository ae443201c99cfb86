; Definitions with their documentation, and what refers to them: for symbol pickers and code search.

(
  (doc_comment)* @doc
  .
  (package_decl
    name: (package_name) @name) @definition.module
  (#strip! @doc "^///[ \t]?")
  (#select-adjacent! @doc @definition.module))

(
  (doc_comment)* @doc
  .
  (nested_package_definition
    name: (package_name) @name) @definition.module
  (#strip! @doc "^///[ \t]?")
  (#select-adjacent! @doc @definition.module))

(
  (doc_comment)* @doc
  .
  (interface_item
    name: (identifier) @name) @definition.interface
  (#strip! @doc "^///[ \t]?")
  (#select-adjacent! @doc @definition.interface))

(
  (doc_comment)* @doc
  .
  (world_item
    name: (identifier) @name) @definition.module
  (#strip! @doc "^///[ \t]?")
  (#select-adjacent! @doc @definition.module))

(
  (doc_comment)* @doc
  .
  (type_item
    name: (identifier) @name) @definition.type
  (#strip! @doc "^///[ \t]?")
  (#select-adjacent! @doc @definition.type))

(
  (doc_comment)* @doc
  .
  (record_item
    name: (identifier) @name) @definition.struct
  (#strip! @doc "^///[ \t]?")
  (#select-adjacent! @doc @definition.struct))

(
  (doc_comment)* @doc
  .
  (flags_item
    name: (identifier) @name) @definition.type
  (#strip! @doc "^///[ \t]?")
  (#select-adjacent! @doc @definition.type))

(
  (doc_comment)* @doc
  .
  (variant_item
    name: (identifier) @name) @definition.type
  (#strip! @doc "^///[ \t]?")
  (#select-adjacent! @doc @definition.type))

(
  (doc_comment)* @doc
  .
  (enum_item
    name: (identifier) @name) @definition.type
  (#strip! @doc "^///[ \t]?")
  (#select-adjacent! @doc @definition.type))

(
  (doc_comment)* @doc
  .
  (resource_item
    name: (identifier) @name) @definition.class
  (#strip! @doc "^///[ \t]?")
  (#select-adjacent! @doc @definition.class))

(
  (doc_comment)* @doc
  .
  (resource_method
    name: (identifier) @name) @definition.method
  (#strip! @doc "^///[ \t]?")
  (#select-adjacent! @doc @definition.method))

(
  (doc_comment)* @doc
  .
  (func_item
    name: (identifier) @name) @definition.function
  (#strip! @doc "^///[ \t]?")
  (#select-adjacent! @doc @definition.function))

(
  (doc_comment)* @doc
  .
  (import_item
    name: (identifier) @name
    type: (func_type)) @definition.function
  (#strip! @doc "^///[ \t]?")
  (#select-adjacent! @doc @definition.function))

(
  (doc_comment)* @doc
  .
  (export_item
    name: (identifier) @name
    type: (func_type)) @definition.function
  (#strip! @doc "^///[ \t]?")
  (#select-adjacent! @doc @definition.function))

(
  (doc_comment)* @doc
  .
  (import_item
    name: (identifier) @name
    type: (inline_interface)) @definition.interface
  (#strip! @doc "^///[ \t]?")
  (#select-adjacent! @doc @definition.interface))

(
  (doc_comment)* @doc
  .
  (export_item
    name: (identifier) @name
    type: (inline_interface)) @definition.interface
  (#strip! @doc "^///[ \t]?")
  (#select-adjacent! @doc @definition.interface))

; References

(type_name
  (identifier) @name) @reference.type

(own_handle
  resource: (identifier) @name) @reference.class

(borrow_handle
  resource: (identifier) @name) @reference.class

(use_name
  name: (identifier) @name) @reference.type

(use_item
  path: (use_path
    name: (identifier) @name)) @reference.interface

(toplevel_use_item
  path: (use_path
    name: (identifier) @name)) @reference.interface

(import_item
  path: (use_path
    name: (identifier) @name)) @reference.interface

(export_item
  path: (use_path
    name: (identifier) @name)) @reference.interface

(include_item
  path: (use_path
    name: (identifier) @name)) @reference.module
