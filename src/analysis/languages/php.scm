(namespace_definition name: (_) @package)
(class_declaration name: (name) @name body: (_) @body) @def.class
(interface_declaration name: (name) @name body: (_) @body) @def.interface
(trait_declaration name: (name) @name body: (_) @body) @def.interface
(enum_declaration name: (name) @name body: (_) @body) @def.enum
(function_definition name: (name) @name body: (_) @body) @def.function
(method_declaration name: (name) @name body: (_)? @body) @def.method
(class_declaration body: (declaration_list (const_declaration (const_element (name) @name)) @def.constant))
(interface_declaration body: (declaration_list (const_declaration (const_element (name) @name)) @def.constant))
(program (const_declaration (const_element (name) @name)) @def.constant)
(method_declaration name: (name) @name return_type: [(named_type (name) @returns) (optional_type (named_type (name) @returns))])
(function_definition name: (name) @name return_type: [(named_type (name) @returns) (optional_type (named_type (name) @returns))])

(namespace_use_declaration) @import.tree @import
(function_call_expression function: (qualified_name prefix: (_)) @import.tree @import)
(require_once_expression (binary_expression right: (string (string_content) @import.source))) @import
(require_expression (binary_expression right: (string (string_content) @import.source))) @import
(include_once_expression (binary_expression right: (string (string_content) @import.source))) @import
(include_expression (binary_expression right: (string (string_content) @import.source))) @import
(require_once_expression (string (string_content) @import.source)) @import
(require_expression (string (string_content) @import.source)) @import

(function_call_expression function: (name) @name arguments: (_) @args) @ref.call
(function_call_expression function: (qualified_name . (name) @name) @tag arguments: (_) @args) @ref.call
(function_call_expression function: (qualified_name prefix: (_) (name) @name) arguments: (_) @args) @ref.call
(member_call_expression object: (_) @recv name: (name) @name arguments: (_) @args) @ref.call
(nullsafe_member_call_expression object: (_) @recv name: (name) @name arguments: (_) @args) @ref.call
(scoped_call_expression scope: (_) @recv name: (name) @name arguments: (_) @args) @ref.call
(object_creation_expression (name) @name) @ref.new
(base_clause (name) @name) @ref.extends
(class_interface_clause (name) @name) @ref.implements
(use_declaration (name) @name) @ref.implements
(named_type (name) @name) @ref.type
(class_constant_access_expression . (name) @name) @ref.type
(binary_expression operator: "instanceof" right: (name) @name) @ref.type
(scoped_call_expression scope: (name) @name) @ref.type
(attribute (name) @name) @ref.type

(simple_parameter type: [(named_type (name) @type) (optional_type (named_type (name) @type))] name: (variable_name) @var) @bind
(assignment_expression left: (variable_name) @var right: (object_creation_expression (name) @type)) @bind
(assignment_expression left: (variable_name) @var right: (member_call_expression object: (_) @recv name: (name) @callee)) @bind
(assignment_expression left: (variable_name) @var right: (scoped_call_expression scope: (_) @recv name: (name) @callee)) @bind
(assignment_expression left: (variable_name) @var right: (function_call_expression function: (name) @callee)) @bind
(property_declaration type: [(named_type (name) @type) (optional_type (named_type (name) @type))] (property_element name: (variable_name (name) @var))) @bind.field
(property_promotion_parameter type: [(named_type (name) @type) (optional_type (named_type (name) @type))] name: (variable_name (name) @var)) @bind.field
(property_promotion_parameter type: [(named_type (name) @type) (optional_type (named_type (name) @type))] name: (variable_name) @var) @bind
(assignment_expression left: (member_access_expression object: (variable_name (name) @_this) name: (name) @var) right: (object_creation_expression (name) @type) (#eq? @_this "this")) @bind.field

(simple_parameter name: (variable_name) @local)
(property_promotion_parameter name: (variable_name) @local)
(assignment_expression left: (variable_name) @local)
