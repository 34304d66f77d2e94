(package_clause (package_identifier) @package)
(function_declaration name: (identifier) @name body: (_)? @body) @def.function
(method_declaration receiver: (parameter_list (parameter_declaration type: [(type_identifier) @owner (pointer_type (type_identifier) @owner) (generic_type type: (type_identifier) @owner) (pointer_type (generic_type type: (type_identifier) @owner))])) name: (field_identifier) @name body: (_)? @body) @def.method
(type_declaration (type_spec name: (type_identifier) @name type: (struct_type (field_declaration_list) @body)) @def.struct)
(type_declaration (type_spec name: (type_identifier) @name type: (interface_type . (_)? @body)) @def.interface)
(type_declaration (type_spec name: (type_identifier) @name type: [(type_identifier) (qualified_type) (function_type) (map_type) (slice_type) (array_type) (pointer_type) (channel_type) (generic_type)]) @def.type)
(type_declaration (type_alias name: (type_identifier) @name) @def.type)
(interface_type (method_elem name: (field_identifier) @name) @def.method)
(source_file (const_declaration (const_spec name: (identifier) @name) @def.constant))
((source_file (var_declaration (var_spec name: (identifier) @name) @def.constant)) (#not-eq? @name "_"))
((source_file (var_declaration (var_spec_list (var_spec name: (identifier) @name) @def.constant))) (#not-eq? @name "_"))
([
  (function_declaration name: (_) @name result: [(type_identifier) @returns (qualified_type) @returns (pointer_type [(type_identifier) (qualified_type)] @returns) (parameter_list . (parameter_declaration type: [(type_identifier) @returns (qualified_type) @returns (pointer_type [(type_identifier) (qualified_type)] @returns)]))])
  (method_declaration name: (_) @name result: [(type_identifier) @returns (qualified_type) @returns (pointer_type [(type_identifier) (qualified_type)] @returns) (parameter_list . (parameter_declaration type: [(type_identifier) @returns (qualified_type) @returns (pointer_type [(type_identifier) (qualified_type)] @returns)]))])
  (method_elem name: (_) @name result: [(type_identifier) @returns (qualified_type) @returns (pointer_type [(type_identifier) (qualified_type)] @returns) (parameter_list . (parameter_declaration type: [(type_identifier) @returns (qualified_type) @returns (pointer_type [(type_identifier) (qualified_type)] @returns)]))])
])

(import_spec path: (interpreted_string_literal) @import.source !name) @import
(import_spec name: (package_identifier) @import.namespace path: (interpreted_string_literal) @import.source) @import
(import_spec name: (blank_identifier) path: (interpreted_string_literal) @import.source) @import
(import_spec name: (dot) @import.star path: (interpreted_string_literal) @import.source) @import

(call_expression function: (identifier) @name) @ref.call
(call_expression function: (selector_expression operand: (_) @recv field: (field_identifier) @name)) @ref.call
(composite_literal type: (type_identifier) @name) @ref.new
(composite_literal type: (qualified_type package: (package_identifier) @recv name: (type_identifier) @name)) @ref.new
(struct_type (field_declaration_list (field_declaration !name type: [(type_identifier) @name (generic_type type: (type_identifier) @name)]))) @ref.extends
(struct_type (field_declaration_list (field_declaration !name type: (qualified_type package: (package_identifier) @recv name: (type_identifier) @name)))) @ref.extends
(interface_type (type_elem (type_identifier) @name)) @ref.extends
(qualified_type package: (package_identifier) @recv name: (type_identifier) @name) @ref.type
(type_identifier) @name @ref.type

(parameter_declaration name: (identifier) @var type: [(type_identifier) @type (qualified_type) @type (pointer_type [(type_identifier) (qualified_type)] @type)]) @bind
(var_spec name: (identifier) @var type: [(type_identifier) @type (qualified_type) @type (pointer_type [(type_identifier) (qualified_type)] @type)]) @bind
(short_var_declaration left: (expression_list . (identifier) @var) right: (expression_list . [(composite_literal type: [(type_identifier) (qualified_type)] @type) (unary_expression operand: (composite_literal type: [(type_identifier) (qualified_type)] @type))])) @bind
(short_var_declaration left: (expression_list . (identifier) @var) right: (expression_list . (call_expression function: (identifier) @callee))) @bind
(short_var_declaration left: (expression_list . (identifier) @var) right: (expression_list . (call_expression function: (selector_expression operand: (_) @recv field: (field_identifier) @callee)))) @bind
(field_declaration name: (field_identifier) @var type: [(type_identifier) @type (qualified_type) @type (pointer_type [(type_identifier) (qualified_type)] @type)]) @bind.field

(parameter_declaration name: (identifier) @local)
(variadic_parameter_declaration name: (identifier) @local)
(short_var_declaration left: (expression_list (identifier) @local))
(range_clause left: (expression_list (identifier) @local))
(var_spec name: (identifier) @local)
