; For nvim-treesitter (`@indent.begin`, `@indent.branch`, `@indent.end`) and Helix (`@indent`, `@outdent`); both ignore
; the captures of the other. Zed has a file of its own.

[
  (package_body)
  (interface_body)
  (world_body)
  (record_body)
  (flags_body)
  (variant_body)
  (enum_body)
  (resource_body)
  (use_names)
  (include_names)
  (param_list)
  (list_type)
  (map_type)
  (option_type)
  (result_type)
  (tuple_type)
  (future_type)
  (stream_type)
] @indent.begin @indent

[
  "}"
  ")"
  ">"
] @indent.branch @indent.end @outdent

[
  (line_comment)
  (doc_comment)
  (block_comment)
  (block_doc_comment)
] @indent.ignore
