; Two names for each object: `outer` and `inner` for nvim-treesitter-textobjects, `around` and `inside` for Helix and Zed.

; Functions

[
  (func_item)
  (resource_method)
  (resource_constructor)
] @function.outer @function.around

(func_item
  type: (func_type) @function.inner @function.inside)

(resource_method
  type: (func_type) @function.inner @function.inside)

(resource_constructor
  params: (param_list) @function.inner @function.inside)

(import_item
  type: (func_type) @function.inner @function.inside) @function.outer @function.around

(export_item
  type: (func_type) @function.inner @function.inside) @function.outer @function.around

; Everything that has members

(interface_item
  body: (interface_body
    .
    "{"
    _+ @class.inner @class.inside
    "}")) @class.outer @class.around

(world_item
  body: (world_body
    .
    "{"
    _+ @class.inner @class.inside
    "}")) @class.outer @class.around

(nested_package_definition
  body: (package_body
    .
    "{"
    _+ @class.inner @class.inside
    "}")) @class.outer @class.around

(record_item
  body: (record_body
    .
    "{"
    _+ @class.inner @class.inside
    "}")) @class.outer @class.around

(flags_item
  body: (flags_body
    .
    "{"
    _+ @class.inner @class.inside
    "}")) @class.outer @class.around

(variant_item
  body: (variant_body
    .
    "{"
    _+ @class.inner @class.inside
    "}")) @class.outer @class.around

(enum_item
  body: (enum_body
    .
    "{"
    _+ @class.inner @class.inside
    "}")) @class.outer @class.around

(resource_item
  body: (resource_body
    .
    "{"
    _+ @class.inner @class.inside
    "}")) @class.outer @class.around

; Parameters, with the comma that goes with one

(param) @parameter.inner @parameter.inside

(param_list
  (param) @parameter.outer @parameter.around
  .
  ","? @parameter.outer @parameter.around)

; Entries of lists

(record_body
  (record_field) @entry.inside @entry.around
  .
  ","? @entry.around)

(flags_body
  (flags_field) @entry.inside @entry.around
  .
  ","? @entry.around)

(variant_body
  (variant_case) @entry.inside @entry.around
  .
  ","? @entry.around)

(enum_body
  (enum_case) @entry.inside @entry.around
  .
  ","? @entry.around)

(use_names
  (use_name) @entry.inside @entry.around
  .
  ","? @entry.around)

(include_names
  (include_name) @entry.inside @entry.around
  .
  ","? @entry.around)

; Attributes, literals, comments

(attribute) @attribute.outer

(attribute
  value: (_) @attribute.inner)

(integer) @number.inner

[
  (line_comment)
  (doc_comment)
  (block_comment)
  (block_doc_comment)
] @comment.inside

[
  (line_comment)+
  (doc_comment)+
] @comment.outer @comment.around

[
  (block_comment)
  (block_doc_comment)
] @comment.outer @comment.around
