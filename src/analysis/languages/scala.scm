(package_clause name: (package_identifier) @package)
(class_definition name: (identifier) @name body: (_)? @body) @def.class
(object_definition name: (identifier) @name body: (_)? @body) @def.class
(trait_definition name: (identifier) @name body: (_)? @body) @def.interface
(enum_definition name: (identifier) @name body: (_) @body) @def.enum
(type_definition name: (type_identifier) @name) @def.type
(function_definition name: (_) @name body: (_)? @body) @def.function
(function_declaration name: (_) @name) @def.function
(template_body (val_definition pattern: (identifier) @name) @def.field)
(object_definition body: (template_body (val_definition pattern: (identifier) @name) @def.constant))
(compilation_unit (val_definition pattern: (identifier) @name) @def.constant)
(function_definition name: (_) @name return_type: [(type_identifier) @returns (generic_type type: (type_identifier) @returns)])
((function_definition name: (_) @name return_type: (generic_type type: (type_identifier) @_outer type_arguments: (type_arguments . (type_identifier) @returns .))) (#any-of? @_outer "Option" "Future" "IO" "Try"))

(import_declaration) @import.tree @import

(call_expression function: (identifier) @name arguments: [(arguments) @args (block) (case_block) (colon_argument)]) @ref.call
(call_expression function: (field_expression value: (_) @recv field: (identifier) @name) arguments: [(arguments) @args (block) (case_block) (colon_argument)]) @ref.call
(call_expression function: (generic_function function: (identifier) @name)) @ref.call
(call_expression function: (generic_function function: (field_expression value: (_) @recv field: (identifier) @name))) @ref.call
(instance_expression . [(type_identifier) @name (generic_type type: (type_identifier) @name)]) @ref.new
(extends_clause type: [(type_identifier) @name (generic_type type: (type_identifier) @name)]) @ref.extends
(type_identifier) @name @ref.type

(parameter name: (identifier) @var type: [(type_identifier) @type (generic_type type: (type_identifier) @type)]) @bind
(class_parameter name: (identifier) @var type: [(type_identifier) @type (generic_type type: (type_identifier) @type)]) @bind.field
(val_definition pattern: (identifier) @var type: [(type_identifier) @type (generic_type type: (type_identifier) @type)]) @bind
(val_definition pattern: (identifier) @var value: (instance_expression . [(type_identifier) @type (generic_type type: (type_identifier) @type)])) @bind
(val_definition pattern: (identifier) @var value: (call_expression function: (identifier) @callee)) @bind
(val_definition pattern: (identifier) @var value: (call_expression function: (field_expression value: (_) @recv field: (identifier) @callee))) @bind
(template_body (val_definition pattern: (identifier) @var type: [(type_identifier) @type (generic_type type: (type_identifier) @type)]) @bind.field)
(template_body (val_definition pattern: (identifier) @var value: (instance_expression . [(type_identifier) @type (generic_type type: (type_identifier) @type)])) @bind.field)

(parameter name: (identifier) @local)
(block (val_definition pattern: (identifier) @local))
(lambda_expression parameters: (identifier) @local)
(bindings (binding name: (identifier) @local))
