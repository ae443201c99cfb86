(package_decl
  "package" @context
  name: (package_name) @name) @item

(nested_package_definition
  "package" @context
  name: (package_name) @name) @item

(interface_item
  "interface" @context
  name: (identifier) @name) @item

(world_item
  "world" @context
  name: (identifier) @name) @item

(import_item
  "import" @context
  name: (identifier) @name) @item

(import_item
  "import" @context
  !name
  path: (use_path) @name) @item

(export_item
  "export" @context
  name: (identifier) @name) @item

(export_item
  "export" @context
  !name
  path: (use_path) @name) @item

(include_item
  "include" @context
  path: (use_path) @name) @item

(type_item
  "type" @context
  name: (identifier) @name) @item

(record_item
  "record" @context
  name: (identifier) @name) @item

(flags_item
  "flags" @context
  name: (identifier) @name) @item

(variant_item
  "variant" @context
  name: (identifier) @name) @item

(enum_item
  "enum" @context
  name: (identifier) @name) @item

(resource_item
  "resource" @context
  name: (identifier) @name) @item

(resource_constructor
  "constructor" @name) @item

(resource_method
  name: (identifier) @name) @item

(func_item
  name: (identifier) @name) @item

(record_field
  name: (identifier) @name) @item

(flags_field
  name: (identifier) @name) @item

(variant_case
  name: (identifier) @name) @item

(enum_case
  name: (identifier) @name) @item
