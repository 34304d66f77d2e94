(package_header (identifier) @package)
((class_declaration "class" (type_identifier) @name [(class_body) (enum_class_body)]? @body) @def.class)
((class_declaration "interface" (type_identifier) @name (class_body)? @body) @def.interface)
((class_declaration "enum" (type_identifier) @name (enum_class_body)? @body) @def.enum)
(object_declaration (type_identifier) @name (class_body)? @body) @def.class
(function_declaration [(user_type (type_identifier) @owner) (nullable_type (user_type (type_identifier) @owner))] . (simple_identifier) @name . (function_value_parameters) (function_body)? @body) @def.function
(function_declaration (simple_identifier) @name . (function_value_parameters) (function_body)? @body) @def.function
(type_alias (type_identifier) @name) @def.type
(source_file (property_declaration (variable_declaration (simple_identifier) @name)) @def.constant)
(class_body (property_declaration (variable_declaration (simple_identifier) @name)) @def.field)
(companion_object (class_body (property_declaration (variable_declaration (simple_identifier) @name)) @def.constant))
(function_declaration (simple_identifier) @name (function_value_parameters) . [(user_type (type_identifier) @returns) (nullable_type (user_type (type_identifier) @returns))])

(import_header) @import.tree @import

(call_expression . (simple_identifier) @name [(call_suffix . (value_arguments) @args .) (call_suffix [(annotated_lambda) (type_arguments)])]) @ref.call
(call_expression . (navigation_expression (_) @recv (navigation_suffix (simple_identifier) @name)) [(call_suffix . (value_arguments) @args .) (call_suffix [(annotated_lambda) (type_arguments)])]) @ref.call
(delegation_specifier [(user_type (type_identifier) @name) (constructor_invocation (user_type (type_identifier) @name))]) @ref.extends
(user_type (type_identifier) @name) @ref.type

(parameter (simple_identifier) @var [(user_type (type_identifier) @type) (nullable_type (user_type (type_identifier) @type))]) @bind
(class_parameter (simple_identifier) @var [(user_type (type_identifier) @type) (nullable_type (user_type (type_identifier) @type))]) @bind.field
(property_declaration (variable_declaration (simple_identifier) @var [(user_type (type_identifier) @type) (nullable_type (user_type (type_identifier) @type))])) @bind
(property_declaration (variable_declaration (simple_identifier) @var) (call_expression . (simple_identifier) @callee)) @bind
(property_declaration (variable_declaration (simple_identifier) @var) (call_expression . (navigation_expression (_) @recv (navigation_suffix (simple_identifier) @callee)))) @bind
(class_body (property_declaration (variable_declaration (simple_identifier) @var [(user_type (type_identifier) @type) (nullable_type (user_type (type_identifier) @type))]))) @bind.field
(class_body (property_declaration (variable_declaration (simple_identifier) @var) (call_expression . (simple_identifier) @callee))) @bind.field

(parameter (simple_identifier) @local)
(statements (property_declaration (variable_declaration (simple_identifier) @local)))
(lambda_parameters (variable_declaration (simple_identifier) @local))
(for_statement (variable_declaration (simple_identifier) @local))
(catch_block (simple_identifier) @local)
