; Environment variables: `getenv("X")`, `std::getenv("X")`.
(call_expression function: [(identifier) @_f (qualified_identifier name: (identifier) @_f)] arguments: (argument_list . (string_literal) @env.name) (#any-of? @_f "getenv" "secure_getenv"))
