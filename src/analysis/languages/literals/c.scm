; Environment variables: `getenv("X")`.
(call_expression function: (identifier) @_f arguments: (argument_list . (string_literal) @env.name) (#any-of? @_f "getenv" "secure_getenv"))
