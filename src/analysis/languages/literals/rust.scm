; Environment variables: `env::var("X")`, `std::env::var_os("X")`.
(call_expression function: (scoped_identifier path: (_) @_p name: (identifier) @_f) arguments: (arguments . (string_literal) @env.name) (#match? @_p "^(std::)?env$") (#any-of? @_f "var" "var_os"))

(call_expression function: (field_expression value: (_) @call.recv field: (field_identifier) @call.name) arguments: (arguments . (string_literal)) @call.args) @call
(attribute_item (attribute (identifier) @annotation.name arguments: (token_tree) @annotation.args)) @annotation
