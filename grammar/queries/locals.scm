; A name is defined in the body that its item stands in; types are used by name inside that body only.

[
  (source_file)
  (package_body)
  (interface_body)
  (world_body)
  (resource_body)
  (record_body)
  (flags_body)
  (variant_body)
  (enum_body)
  (func_type)
] @local.scope

; Definitions

(interface_item
  name: (identifier) @local.definition.namespace)

(world_item
  name: (identifier) @local.definition.namespace)

(toplevel_use_item
  alias: (identifier) @local.definition.import)

(toplevel_use_item
  path: (use_path
    name: (identifier) @local.definition.import)
  !alias)

(type_item
  name: (identifier) @local.definition.type)

(record_item
  name: (identifier) @local.definition.type)

(flags_item
  name: (identifier) @local.definition.type)

(variant_item
  name: (identifier) @local.definition.type)

(enum_item
  name: (identifier) @local.definition.enum)

(resource_item
  name: (identifier) @local.definition.type)

(use_name
  alias: (identifier) @local.definition.import)

(use_name
  name: (identifier) @local.definition.import
  !alias)

(func_item
  name: (identifier) @local.definition.function)

(resource_method
  name: (identifier) @local.definition.method)

(import_item
  name: (identifier) @local.definition.function
  type: (func_type))

(export_item
  name: (identifier) @local.definition.function
  type: (func_type))

(import_item
  name: (identifier) @local.definition.namespace
  [
    path: (use_path)
    type: (inline_interface)
  ])

(export_item
  name: (identifier) @local.definition.namespace
  [
    path: (use_path)
    type: (inline_interface)
  ])

(param
  name: (identifier) @local.definition.parameter)

(record_field
  name: (identifier) @local.definition.field)

(flags_field
  name: (identifier) @local.definition.field)

(variant_case
  name: (identifier) @local.definition.constant)

(enum_case
  name: (identifier) @local.definition.constant)

; References

(type_name
  (identifier) @local.reference)

(own_handle
  resource: (identifier) @local.reference)

(borrow_handle
  resource: (identifier) @local.reference)

(use_item
  path: (use_path
    !namespace
    name: (identifier) @local.reference))

(include_item
  path: (use_path
    !namespace
    name: (identifier) @local.reference))

(import_item
  path: (use_path
    !namespace
    name: (identifier) @local.reference))

(export_item
  path: (use_path
    !namespace
    name: (identifier) @local.reference))
