; Environment variables: `process.env.X`, `process.env['X']`, `const { X = 'a' } = process.env`, `import.meta.env.X`, `Deno.env.get('X')`.
(member_expression object: (member_expression object: (identifier) @_o property: (property_identifier) @_p) property: (property_identifier) @env.name (#any-of? @_o "process" "Bun") (#eq? @_p "env"))
(subscript_expression object: (member_expression object: (identifier) @_o property: (property_identifier) @_p) index: (string (string_fragment) @env.name) (#any-of? @_o "process" "Bun") (#eq? @_p "env"))
(member_expression object: (member_expression object: (meta_property) property: (property_identifier) @_p) property: (property_identifier) @env.name (#eq? @_p "env"))
(call_expression function: (member_expression object: (member_expression object: (identifier) @_o property: (property_identifier) @_p) property: (property_identifier) @_g) arguments: (arguments . (string (string_fragment) @env.name)) (#eq? @_o "Deno") (#eq? @_p "env") (#eq? @_g "get"))
(binary_expression left: (member_expression object: (member_expression object: [(identifier) (meta_property)] @_o property: (property_identifier) @_p) property: (property_identifier) @env.name) operator: ["??" "||"] right: (_) @env.default (#any-of? @_o "process" "Bun" "import.meta") (#eq? @_p "env"))
(binary_expression left: (subscript_expression object: (member_expression object: (identifier) @_o property: (property_identifier) @_p) index: (string (string_fragment) @env.name)) operator: ["??" "||"] right: (_) @env.default (#any-of? @_o "process" "Bun") (#eq? @_p "env"))
(variable_declarator name: (object_pattern (shorthand_property_identifier_pattern) @env.name) value: (member_expression object: (identifier) @_o property: (property_identifier) @_p) (#eq? @_o "process") (#eq? @_p "env"))
(variable_declarator name: (object_pattern (object_assignment_pattern left: (shorthand_property_identifier_pattern) @env.name right: (_) @env.default)) value: (member_expression object: (identifier) @_o property: (property_identifier) @_p) (#eq? @_o "process") (#eq? @_p "env"))
(variable_declarator name: (object_pattern (pair_pattern key: (property_identifier) @env.name)) value: (member_expression object: (identifier) @_o property: (property_identifier) @_p) (#eq? @_o "process") (#eq? @_p "env"))
(assignment_expression left: (member_expression object: (member_expression property: (property_identifier) @_p) property: (property_identifier) @env.set) (#eq? @_p "env"))
(assignment_expression left: (subscript_expression object: (member_expression property: (property_identifier) @_p) index: (string (string_fragment) @env.set)) (#eq? @_p "env"))

(call_expression function: [(identifier) @call.name (member_expression object: (_) @call.recv property: (property_identifier) @call.name)] arguments: (arguments . [(string) (template_string)]) @call.args) @call
(decorator (call_expression function: (identifier) @annotation.name arguments: (arguments) @annotation.args)) @annotation
