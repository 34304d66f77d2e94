(function_declaration name: (identifier) @name body: (_) @body) @def.function
(generator_function_declaration name: (identifier) @name body: (_) @body) @def.function
(class_declaration name: (type_identifier) @name body: (_) @body) @def.class
(abstract_class_declaration name: (type_identifier) @name body: (_) @body) @def.class
(interface_declaration name: (type_identifier) @name body: (_) @body) @def.interface
(enum_declaration name: (identifier) @name body: (_) @body) @def.enum
(type_alias_declaration name: (type_identifier) @name value: (_) @body) @def.type
(internal_module name: (identifier) @name body: (_) @body) @def.module
(method_definition name: (_) @name body: (_) @body) @def.method
(abstract_method_signature name: (_) @name) @def.method
(interface_body (method_signature name: (_) @name) @def.method)
(public_field_definition name: (_) @name value: [(arrow_function body: (_) @body) (function_expression body: (_) @body)]) @def.method
(variable_declarator name: (identifier) @name value: [(arrow_function body: (_) @body) (function_expression body: (_) @body)]) @def.function
(program (lexical_declaration (variable_declarator name: (identifier) @name value: (_) @body) @def.constant))
(program (export_statement (lexical_declaration (variable_declarator name: (identifier) @name value: (_) @body) @def.constant)))

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
(export_statement !source (export_clause (export_specifier name: (identifier) @export)))
(export_statement value: (identifier) @export)

(call_expression function: (identifier) @name) @ref.call
(call_expression function: (member_expression object: (_) @recv property: (property_identifier) @name)) @ref.call
(new_expression constructor: (identifier) @name) @ref.new
(new_expression constructor: (member_expression object: (identifier) @recv property: (property_identifier) @name)) @ref.new
(extends_clause value: (identifier) @name) @ref.extends
(extends_type_clause type: (type_identifier) @name) @ref.extends
(implements_clause (type_identifier) @name) @ref.implements
(type_identifier) @name @ref.type

(required_parameter pattern: (identifier) @var type: (type_annotation (type_identifier) @type)) @bind
(optional_parameter pattern: (identifier) @var type: (type_annotation (type_identifier) @type)) @bind
(variable_declarator name: (identifier) @var type: (type_annotation (type_identifier) @type)) @bind
(variable_declarator name: (identifier) @var value: (new_expression constructor: (identifier) @type)) @bind
(public_field_definition name: (property_identifier) @var type: (type_annotation (type_identifier) @type)) @bind.field
(public_field_definition name: (property_identifier) @var value: (new_expression constructor: (identifier) @type)) @bind.field
(required_parameter (accessibility_modifier) pattern: (identifier) @var type: (type_annotation (type_identifier) @type)) @bind.field
(required_parameter pattern: (identifier) @local)
(optional_parameter pattern: (identifier) @local)
