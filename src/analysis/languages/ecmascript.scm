; What JavaScript and TypeScript have in common.
(function_declaration name: (identifier) @name body: (_) @body) @def.function
(generator_function_declaration name: (identifier) @name body: (_) @body) @def.function
(method_definition name: (_) @name body: (_) @body) @def.method
(variable_declarator name: (identifier) @name value: [(arrow_function body: (_) @body) (function_expression body: (_) @body) (generator_function body: (_) @body)]) @def.function
(variable_declarator name: (identifier) @name value: (class body: (_) @body)) @def.class
(assignment_expression left: (member_expression object: (_) @owner property: (property_identifier) @name) right: [(function_expression body: (_) @body) (arrow_function body: (_) @body)]) @def.function
(export_statement [(lexical_declaration (variable_declarator name: (identifier) @name value: (_)? @body) @def.constant) (variable_declaration (variable_declarator name: (identifier) @name value: (_)? @body) @def.constant)])
(export_statement (lexical_declaration (variable_declarator name: (object_pattern [
  (shorthand_property_identifier_pattern) @name @export @def.constant
  (object_assignment_pattern left: (shorthand_property_identifier_pattern) @name @export @def.constant)
  (pair_pattern value: (identifier) @name @export @def.constant)
]))))
(export_statement (lexical_declaration (variable_declarator name: (array_pattern (identifier) @name @export @def.constant))))

(import_statement source: (string (string_fragment) @import.source)) @import
(import_statement (import_clause (identifier) @import.default) source: (string (string_fragment) @import.source)) @import
(import_statement (import_clause (namespace_import (identifier) @import.namespace)) source: (string (string_fragment) @import.source)) @import
(import_statement (import_clause (named_imports (import_specifier name: (_) @import.name !alias))) source: (string (string_fragment) @import.source)) @import
(import_statement (import_clause (named_imports (import_specifier name: (_) @import.name alias: (_) @import.alias))) source: (string (string_fragment) @import.source)) @import
(export_statement source: (string (string_fragment) @import.source)) @import
(export_statement (namespace_export (identifier) @import.namespace) source: (string (string_fragment) @import.source)) @reexport
(export_statement (export_clause (export_specifier name: (_) @import.name !alias)) source: (string (string_fragment) @import.source)) @reexport
(export_statement (export_clause (export_specifier name: (_) @import.name alias: (_) @import.alias)) source: (string (string_fragment) @import.source)) @reexport
(export_statement "*" @import.star source: (string (string_fragment) @import.source)) @reexport
(call_expression function: (import) arguments: (arguments (string (string_fragment) @import.source))) @import
(variable_declarator name: (object_pattern (shorthand_property_identifier_pattern) @import.name) value: (await_expression (call_expression function: (import) arguments: (arguments (string (string_fragment) @import.source))))) @import
(call_expression function: (identifier) @_require arguments: (arguments (string (string_fragment) @import.source)) (#eq? @_require "require")) @import
(variable_declarator name: (identifier) @import.namespace value: (call_expression function: (identifier) @_require arguments: (arguments (string (string_fragment) @import.source))) (#eq? @_require "require")) @import
(variable_declarator name: (object_pattern (shorthand_property_identifier_pattern) @import.name) value: (call_expression function: (identifier) @_require arguments: (arguments (string (string_fragment) @import.source))) (#eq? @_require "require")) @import
(variable_declarator name: (object_pattern (pair_pattern key: (property_identifier) @import.name value: (identifier) @import.alias)) value: (call_expression function: (identifier) @_require arguments: (arguments (string (string_fragment) @import.source))) (#eq? @_require "require")) @import
(variable_declarator name: (identifier) @import.alias value: (member_expression object: (call_expression function: (identifier) @_require arguments: (arguments (string (string_fragment) @import.source))) property: (property_identifier) @import.name) (#eq? @_require "require")) @import
(export_statement !source (export_clause (export_specifier name: (identifier) @export)))
(export_statement value: (identifier) @export.default)

(call_expression function: (identifier) @name) @ref.call
(call_expression function: (member_expression object: (_) @recv property: [(property_identifier) (private_property_identifier)] @name)) @ref.call
(new_expression constructor: (identifier) @name) @ref.new
(identifier) @name @ref.read
[(shorthand_property_identifier) @name (member_expression object: (identifier) @recv property: (property_identifier) @name)] @ref.read
[(import_statement) (export_clause)] @silent.within
(new_expression constructor: (member_expression object: (identifier) @recv property: (property_identifier) @name)) @ref.new

(variable_declarator name: (identifier) @var value: (new_expression constructor: (identifier) @type)) @bind
(assignment_expression left: (identifier) @var right: (new_expression constructor: (identifier) @type)) @bind
(variable_declarator name: (identifier) @var value: [(call_expression function: (identifier) @callee) (await_expression (call_expression function: (identifier) @callee))]) @bind
(variable_declarator name: (identifier) @var value: [(call_expression function: (member_expression object: (_) @recv property: (property_identifier) @callee)) (await_expression (call_expression function: (member_expression object: (_) @recv property: (property_identifier) @callee)))]) @bind

(variable_declarator name: (identifier) @local)
(object_pattern (shorthand_property_identifier_pattern) @local)
(object_pattern (object_assignment_pattern left: (shorthand_property_identifier_pattern) @local))
(object_pattern (pair_pattern value: (identifier) @local))
(array_pattern (identifier) @local)
(rest_pattern (identifier) @local)
(arrow_function parameter: (identifier) @local)
(catch_clause parameter: (identifier) @local)
(for_in_statement left: (identifier) @local)
