(class_declaration "class" name: (type_identifier) @name body: (_) @body) @def.class
(class_declaration "actor" name: (type_identifier) @name body: (_) @body) @def.class
(class_declaration "struct" name: (type_identifier) @name body: (_) @body) @def.struct
(class_declaration "enum" name: (type_identifier) @name body: (_) @body) @def.enum
(protocol_declaration name: (type_identifier) @name body: (_) @body) @def.interface
(function_declaration name: (simple_identifier) @name body: (_)? @body) @def.function
(class_declaration "extension" name: (user_type (type_identifier) @owner) body: (_ (function_declaration name: (simple_identifier) @name body: (_)? @body) @def.method))
(protocol_function_declaration name: (simple_identifier) @name) @def.method
(init_declaration "init" @name body: (_)? @body) @def.method
(typealias_declaration name: (type_identifier) @name) @def.type
(source_file (property_declaration name: (pattern bound_identifier: (simple_identifier) @name)) @def.constant)
(class_body (property_declaration name: (pattern bound_identifier: (simple_identifier) @name)) @def.field)
(function_declaration name: (simple_identifier) @name (user_type (type_identifier) @returns))

(import_declaration (identifier) @import.source) @import

(call_expression . (simple_identifier) @name (call_suffix)) @ref.call
(call_expression . (navigation_expression target: (_) @recv suffix: (navigation_suffix suffix: (simple_identifier) @name)) (call_suffix)) @ref.call
(class_declaration (inheritance_specifier inherits_from: (user_type (type_identifier) @name))) @ref.extends
(protocol_declaration (inheritance_specifier inherits_from: (user_type (type_identifier) @name))) @ref.extends
(user_type (type_identifier) @name) @ref.type

(parameter (simple_identifier) @var . (user_type (type_identifier) @type)) @bind
(property_declaration name: (pattern bound_identifier: (simple_identifier) @var) (type_annotation (user_type (type_identifier) @type))) @bind
(property_declaration name: (pattern bound_identifier: (simple_identifier) @var) value: (call_expression . (simple_identifier) @callee)) @bind
(property_declaration name: (pattern bound_identifier: (simple_identifier) @var) value: (call_expression . (navigation_expression target: (_) @recv suffix: (navigation_suffix suffix: (simple_identifier) @callee)))) @bind
(class_body (property_declaration name: (pattern bound_identifier: (simple_identifier) @var) (type_annotation (user_type (type_identifier) @type)))) @bind.field
(class_body (property_declaration name: (pattern bound_identifier: (simple_identifier) @var) value: (call_expression . (simple_identifier) @callee))) @bind.field

(parameter (simple_identifier) @local)
(statements (property_declaration name: (pattern bound_identifier: (simple_identifier) @local)))
(lambda_parameter name: (simple_identifier) @local)
(for_statement item: (pattern bound_identifier: (simple_identifier) @local))
