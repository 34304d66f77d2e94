; Environment variables: `System.getenv("X")`.
(call_expression . (navigation_expression (simple_identifier) @_o (navigation_suffix (simple_identifier) @_f)) (call_suffix (value_arguments . (value_argument (string_literal) @env.name))) (#eq? @_o "System") (#eq? @_f "getenv"))

(annotation (constructor_invocation (user_type (type_identifier) @annotation.name) (value_arguments) @annotation.args)) @annotation
