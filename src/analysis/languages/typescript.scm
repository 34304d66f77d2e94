(class_declaration name: (type_identifier) @name body: (_) @body) @def.class
(abstract_class_declaration name: (type_identifier) @name body: (_) @body) @def.class
(interface_declaration name: (type_identifier) @name body: (_) @body) @def.interface
(enum_declaration name: (identifier) @name body: (_) @body) @def.enum
(type_alias_declaration name: (type_identifier) @name value: (_) @body) @def.type
(internal_module name: (identifier) @name body: (_) @body) @def.module
(function_signature name: (identifier) @name) @def.function
(abstract_method_signature name: (_) @name) @def.method
(interface_body (method_signature name: (_) @name) @def.method)
(class_body (method_signature name: (_) @name) @def.method)
(type_alias_declaration value: (object_type (method_signature name: (_) @name) @def.method))
(export_statement (ambient_declaration [(lexical_declaration (variable_declarator name: (identifier) @name) @def.constant) (variable_declaration (variable_declarator name: (identifier) @name) @def.constant)]))
(public_field_definition name: (_) @name value: [(arrow_function body: (_) @body) (function_expression body: (_) @body)]) @def.method
(program (lexical_declaration (variable_declarator name: (identifier) @name value: (_) @body) @def.constant))
(export_statement "=" (identifier) @export.default)

([
  (function_declaration name: (_) @name return_type: (type_annotation [(type_identifier) @returns (generic_type name: (type_identifier) @_promise type_arguments: (type_arguments (type_identifier) @returns))]))
  (function_signature name: (_) @name return_type: (type_annotation [(type_identifier) @returns (generic_type name: (type_identifier) @_promise type_arguments: (type_arguments (type_identifier) @returns))]))
  (method_definition name: (_) @name return_type: (type_annotation [(type_identifier) @returns (generic_type name: (type_identifier) @_promise type_arguments: (type_arguments (type_identifier) @returns))]))
  (method_signature name: (_) @name return_type: (type_annotation [(type_identifier) @returns (generic_type name: (type_identifier) @_promise type_arguments: (type_arguments (type_identifier) @returns))]))
  (abstract_method_signature name: (_) @name return_type: (type_annotation [(type_identifier) @returns (generic_type name: (type_identifier) @_promise type_arguments: (type_arguments (type_identifier) @returns))]))
  (variable_declarator name: (_) @name value: (arrow_function return_type: (type_annotation [(type_identifier) @returns (generic_type name: (type_identifier) @_promise type_arguments: (type_arguments (type_identifier) @returns))])))
] (#eq? @_promise "Promise"))
([
  (function_declaration name: (_) @name return_type: (type_annotation (generic_type name: (type_identifier) @returns)))
  (method_definition name: (_) @name return_type: (type_annotation (generic_type name: (type_identifier) @returns)))
  (method_signature name: (_) @name return_type: (type_annotation (generic_type name: (type_identifier) @returns)))
] (#not-any-of? @returns "Promise" "Array" "ReadonlyArray" "Readonly" "Partial"))

(class_heritage (extends_clause value: (identifier) @name)) @ref.extends
(class_heritage (extends_clause value: (member_expression object: (identifier) @recv property: (property_identifier) @name))) @ref.extends
(extends_type_clause type: (type_identifier) @name) @ref.extends
(extends_type_clause type: (generic_type name: (type_identifier) @name)) @ref.extends
(implements_clause (type_identifier) @name) @ref.implements
(implements_clause (generic_type name: (type_identifier) @name)) @ref.implements
(nested_type_identifier module: (identifier) @recv name: (type_identifier) @name) @ref.type
((type_identifier) @name @ref.type (#not-eq? @name "bigint"))

(required_parameter pattern: (identifier) @var type: (type_annotation [(type_identifier) @type (generic_type name: (type_identifier) @type)])) @bind
(optional_parameter pattern: (identifier) @var type: (type_annotation [(type_identifier) @type (generic_type name: (type_identifier) @type)])) @bind
(variable_declarator name: (identifier) @var type: (type_annotation [(type_identifier) @type (generic_type name: (type_identifier) @type)])) @bind
(public_field_definition name: [(property_identifier) (private_property_identifier)] @var type: (type_annotation [(type_identifier) @type (generic_type name: (type_identifier) @type)])) @bind.field
(public_field_definition name: [(property_identifier) (private_property_identifier)] @var value: (new_expression constructor: (identifier) @type)) @bind.field
(property_signature name: (property_identifier) @var type: (type_annotation [(type_identifier) @type (generic_type name: (type_identifier) @type)])) @bind.field
(required_parameter (accessibility_modifier) pattern: (identifier) @var type: (type_annotation [(type_identifier) @type (generic_type name: (type_identifier) @type)])) @bind.field
(required_parameter "readonly" pattern: (identifier) @var type: (type_annotation [(type_identifier) @type (generic_type name: (type_identifier) @type)])) @bind.field
(assignment_expression left: (member_expression object: (this) property: (property_identifier) @var) right: (new_expression constructor: (identifier) @type)) @bind.field

(_ type_parameters: (type_parameters (type_parameter name: (type_identifier) @local.type))) @scope
(infer_type (type_identifier) @local.type)
(object_type (index_signature (mapped_type_clause name: (type_identifier) @local.type))) @scope

(required_parameter pattern: (identifier) @local)
(optional_parameter pattern: (identifier) @local)
