(file_scoped_namespace_declaration name: (_) @package)
(compilation_unit (namespace_declaration name: (_) @package))
(class_declaration name: (identifier) @name body: (_)? @body) @def.class
(interface_declaration name: (identifier) @name body: (_)? @body) @def.interface
(struct_declaration name: (identifier) @name body: (_)? @body) @def.struct
(record_declaration name: (identifier) @name body: (_)? @body) @def.class
(enum_declaration name: (identifier) @name body: (_)? @body) @def.enum
(delegate_declaration name: (identifier) @name) @def.type
(method_declaration name: (identifier) @name body: (_)? @body) @def.method
(constructor_declaration name: (identifier) @name body: (_) @body) @def.method
(destructor_declaration name: (identifier) @name body: (_) @body) @def.method
(local_function_statement name: (identifier) @name body: (_) @body) @def.function
(property_declaration name: (identifier) @name) @def.field
(event_declaration name: (identifier) @name) @def.field
(event_field_declaration (variable_declaration (variable_declarator name: (identifier) @name))) @def.field
(field_declaration (modifier) @_const (variable_declaration (variable_declarator name: (identifier) @name)) (#eq? @_const "const")) @def.constant
(method_declaration returns: [(identifier) @returns (nullable_type (identifier) @returns)] name: (identifier) @name)
((method_declaration returns: (generic_name (identifier) @returns) name: (identifier) @name) (#not-any-of? @returns "Task" "ValueTask"))
(method_declaration type_parameters: (type_parameter_list (type_parameter name: (identifier) @local.type))) @scope
((method_declaration returns: (generic_name (identifier) @_outer (type_argument_list . [(identifier) @returns (generic_name (identifier) @returns) (nullable_type (identifier) @returns)])) name: (identifier) @name) (#any-of? @_outer "Task" "ValueTask"))

(using_directive !name [(identifier) (qualified_name)] @import.source) @import.star @import
(using_directive name: (identifier) @import.namespace (qualified_name) @import.source) @import

(invocation_expression function: (identifier) @name arguments: (_) @args) @ref.call
(invocation_expression function: (generic_name (identifier) @name) arguments: (_) @args) @ref.call
(invocation_expression function: (member_access_expression expression: (_) @recv name: (identifier) @name) arguments: (_) @args) @ref.call
(invocation_expression function: (member_access_expression expression: (_) @recv name: (generic_name (identifier) @name)) arguments: (_) @args) @ref.call
(invocation_expression function: (conditional_access_expression condition: (_) @recv (member_binding_expression name: [(identifier) @name (generic_name (identifier) @name)])) arguments: (_) @args) @ref.call
(invocation_expression function: (member_access_expression ["this" "base"] @recv name: [(identifier) @name (generic_name (identifier) @name)]) arguments: (_) @args) @ref.call
(object_creation_expression type: (identifier) @name) @ref.new
(object_creation_expression type: (generic_name (identifier) @name)) @ref.new
(object_creation_expression type: (qualified_name name: (identifier) @name)) @ref.new
(class_declaration (base_list [(identifier) @name (generic_name (identifier) @name) (qualified_name name: (identifier) @name)])) @ref.extends
(record_declaration (base_list [(identifier) @name (generic_name (identifier) @name) (qualified_name name: (identifier) @name)])) @ref.extends
(struct_declaration (base_list [(identifier) @name (generic_name (identifier) @name)])) @ref.implements
(interface_declaration (base_list [(identifier) @name (generic_name (identifier) @name)])) @ref.extends
(_ type: [(identifier) @name (generic_name (identifier) @name) (qualified_name name: [(identifier) @name (generic_name (identifier) @name)]) (nullable_type [(identifier) @name (generic_name (identifier) @name)]) (array_type type: [(identifier) @name (generic_name (identifier) @name)])]) @ref.type
(_ returns: [(identifier) @name (generic_name (identifier) @name) (nullable_type [(identifier) @name (generic_name (identifier) @name)]) (array_type type: [(identifier) @name (generic_name (identifier) @name)])]) @ref.type
(type_argument_list [(identifier) @name (generic_name (identifier) @name) (nullable_type [(identifier) @name (generic_name (identifier) @name)]) (array_type type: (identifier) @name)]) @ref.type
(type_parameter_constraint type: [(identifier) @name (generic_name (identifier) @name)]) @ref.type
(attribute name: (identifier) @name) @ref.type
(member_access_expression expression: (identifier) @name name: [(identifier) @member (generic_name (identifier) @member)] (#match? @name "^[A-Z]")) @ref.type
(member_access_expression expression: (generic_name (identifier) @name)) @ref.type

(variable_declaration type: [(identifier) @type (generic_name (identifier) @type) (nullable_type (identifier) @type)] (variable_declarator name: (identifier) @var)) @bind
(variable_declaration type: (implicit_type) (variable_declarator name: (identifier) @var (object_creation_expression type: [(identifier) @type (generic_name (identifier) @type)]))) @bind
(variable_declaration type: (implicit_type) (variable_declarator name: (identifier) @var [(invocation_expression function: [(identifier) @callee (generic_name (identifier) @callee)]) (await_expression (invocation_expression function: [(identifier) @callee (generic_name (identifier) @callee)]))])) @bind
(variable_declaration type: (implicit_type) (variable_declarator name: (identifier) @var [(invocation_expression function: (member_access_expression expression: (_) @recv name: [(identifier) @callee (generic_name (identifier) @callee)])) (await_expression (invocation_expression function: (member_access_expression expression: (_) @recv name: [(identifier) @callee (generic_name (identifier) @callee)])))])) @bind
(parameter type: [(identifier) @type (generic_name (identifier) @type) (nullable_type (identifier) @type)] name: (identifier) @var) @bind
(foreach_statement type: (identifier) @type left: (identifier) @var) @bind
(field_declaration (variable_declaration type: [(identifier) @type (generic_name (identifier) @type) (nullable_type (identifier) @type)] (variable_declarator name: (identifier) @var))) @bind.field
(property_declaration type: [(identifier) @type (generic_name (identifier) @type) (nullable_type (identifier) @type)] name: (identifier) @var) @bind.field

(parameter name: (identifier) @local)
(local_declaration_statement (variable_declaration (variable_declarator name: (identifier) @local)))
(foreach_statement left: (identifier) @local)
(catch_declaration name: (identifier) @local)
(declaration_pattern name: (identifier) @local)
(declaration_expression name: (identifier) @local)
