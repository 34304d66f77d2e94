; Environment variables: `os.Getenv("X")`, `os.LookupEnv("X")`.
(call_expression function: (selector_expression operand: (identifier) @_o field: (field_identifier) @_f) arguments: (argument_list . (interpreted_string_literal) @env.name) (#eq? @_o "os") (#any-of? @_f "Getenv" "LookupEnv"))

(call_expression function: (selector_expression operand: (identifier) @_o field: (field_identifier) @_f) arguments: (argument_list . (identifier) @env.constant) (#eq? @_o "os") (#any-of? @_f "Getenv" "LookupEnv"))

(call_expression function: (selector_expression operand: (_) @call.recv field: (field_identifier) @call.name) arguments: (argument_list . [(interpreted_string_literal) (raw_string_literal)]) @call.args) @call
(composite_literal type: (qualified_type package: (package_identifier) @annotation.recv name: (type_identifier) @annotation.name) body: (literal_value) @annotation.args) @annotation
