; Environment variables: `Environment.GetEnvironmentVariable("X")`.
(invocation_expression function: (member_access_expression expression: (_) @_o name: (identifier) @_f) arguments: (argument_list . (argument (string_literal) @env.name)) (#match? @_o "^(System[.])?Environment$") (#eq? @_f "GetEnvironmentVariable"))

(invocation_expression function: (member_access_expression expression: (_) @call.recv name: (identifier) @call.name) arguments: (argument_list . (argument (string_literal))) @call.args) @call
(attribute name: (identifier) @annotation.name (attribute_argument_list)? @annotation.args) @annotation
