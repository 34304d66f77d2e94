(function_declaration name: (identifier) @name body: (_) @body) @def.function
(generator_function_declaration name: (identifier) @name body: (_) @body) @def.function
(class_declaration name: (identifier) @name body: (_) @body) @def.class
(method_definition name: (_) @name body: (_) @body) @def.method
(class_body (field_definition property: (_) @name value: [(arrow_function body: (_) @body) (function_expression body: (_) @body)]) @def.method)
(variable_declarator name: (identifier) @name value: [(arrow_function body: (_) @body) (function_expression body: (_) @body)]) @def.function
(variable_declarator name: (identifier) @name value: (class body: (_) @body)) @def.class
(program (lexical_declaration (variable_declarator name: (identifier) @name value: [(object) (array) (string) (number) (new_expression) (template_string) (regex)] @body) @def.constant))
(program (export_statement (lexical_declaration (variable_declarator name: (identifier) @name value: (_) @body) @def.constant)))
(assignment_expression left: (member_expression object: (_) @owner property: (property_identifier) @name) right: [(function_expression body: (_) @body) (arrow_function body: (_) @body)]) @def.function

(import_statement source: (string (string_fragment) @import.source)) @import
(import_statement (import_clause (identifier) @import.default) source: (string (string_fragment) @import.source)) @import
(import_statement (import_clause (namespace_import (identifier) @import.namespace)) source: (string (string_fragment) @import.source)) @import
(import_statement (import_clause (named_imports (import_specifier name: (_) @import.name !alias))) source: (string (string_fragment) @import.source)) @import
(import_statement (import_clause (named_imports (import_specifier name: (_) @import.name alias: (_) @import.alias))) source: (string (string_fragment) @import.source)) @import
(export_statement source: (string (string_fragment) @import.source)) @import
(export_statement (export_clause (export_specifier name: (_) @import.name !alias)) source: (string (string_fragment) @import.source)) @reexport
(export_statement (export_clause (export_specifier name: (_) @import.name alias: (_) @import.alias)) source: (string (string_fragment) @import.source)) @reexport
(export_statement "*" @import.star source: (string (string_fragment) @import.source)) @reexport
(call_expression function: (import) arguments: (arguments (string (string_fragment) @import.source))) @import
(call_expression function: (identifier) @_require arguments: (arguments (string (string_fragment) @import.source)) (#eq? @_require "require")) @import
(variable_declarator name: (identifier) @import.namespace value: (call_expression function: (identifier) @_require arguments: (arguments (string (string_fragment) @import.source))) (#eq? @_require "require")) @import
(variable_declarator name: (object_pattern (shorthand_property_identifier_pattern) @import.name) value: (call_expression function: (identifier) @_require arguments: (arguments (string (string_fragment) @import.source))) (#eq? @_require "require")) @import
(variable_declarator name: (object_pattern (pair_pattern key: (property_identifier) @import.name value: (identifier) @import.alias)) value: (call_expression function: (identifier) @_require arguments: (arguments (string (string_fragment) @import.source))) (#eq? @_require "require")) @import
(export_statement !source (export_clause (export_specifier name: (identifier) @export)))
(export_statement value: (identifier) @export)
(assignment_expression left: (member_expression object: (identifier) @_module property: (property_identifier) @_exports) right: (identifier) @export (#eq? @_module "module") (#eq? @_exports "exports"))
(assignment_expression left: (member_expression object: (identifier) @_module property: (property_identifier) @_exports) right: (object (shorthand_property_identifier) @export) (#eq? @_module "module") (#eq? @_exports "exports"))
(assignment_expression left: (member_expression object: (identifier) @_module property: (property_identifier) @_exports) right: (object (pair value: (identifier) @export)) (#eq? @_module "module") (#eq? @_exports "exports"))
(assignment_expression left: (member_expression object: (_) @_exports) right: (identifier) @export (#any-of? @_exports "exports" "module.exports"))

(call_expression function: (identifier) @name) @ref.call
(call_expression function: (member_expression object: (_) @recv property: (property_identifier) @name)) @ref.call
(new_expression constructor: (identifier) @name) @ref.new
(new_expression constructor: (member_expression object: (identifier) @recv property: (property_identifier) @name)) @ref.new
(class_heritage (identifier) @name) @ref.extends
(jsx_opening_element name: (identifier) @name) @ref.call
(jsx_self_closing_element name: (identifier) @name) @ref.call

(variable_declarator name: (identifier) @var value: (new_expression constructor: (identifier) @type)) @bind
(assignment_expression left: (member_expression object: (this) property: (property_identifier) @var) right: (new_expression constructor: (identifier) @type)) @bind.field
(formal_parameters (identifier) @local)
(arrow_function parameter: (identifier) @local)
