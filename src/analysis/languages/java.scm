(package_declaration [(scoped_identifier) (identifier)] @package)
(class_declaration name: (identifier) @name body: (_) @body) @def.class
(interface_declaration name: (identifier) @name body: (_) @body) @def.interface
(annotation_type_declaration name: (identifier) @name body: (_) @body) @def.interface
(enum_declaration name: (identifier) @name body: (_) @body) @def.enum
(record_declaration name: (identifier) @name body: (_) @body) @def.class
(method_declaration name: (identifier) @name body: (_)? @body) @def.method
(annotation_type_element_declaration name: (identifier) @name) @def.method
(constructor_declaration name: (identifier) @name body: (_) @body) @def.method
(field_declaration (modifiers "static" "final") declarator: (variable_declarator name: (identifier) @name)) @def.constant
(method_declaration type: [(type_identifier) @returns (generic_type (type_identifier) @returns)] name: (identifier) @name)

(import_declaration (scoped_identifier) @import.source) @import
(import_declaration (scoped_identifier) @import.source (asterisk) @import.star) @import

(method_invocation !object name: (identifier) @name arguments: (_) @args) @ref.call
(method_invocation object: (_) @recv name: (identifier) @name arguments: (_) @args) @ref.call
(object_creation_expression type: (type_identifier) @name) @ref.new
(object_creation_expression type: (generic_type (type_identifier) @name)) @ref.new
(superclass (type_identifier) @name) @ref.extends
(superclass (generic_type (type_identifier) @name)) @ref.extends
(super_interfaces (type_list (type_identifier) @name)) @ref.implements
(super_interfaces (type_list (generic_type (type_identifier) @name))) @ref.implements
(extends_interfaces (type_list (type_identifier) @name)) @ref.extends
(extends_interfaces (type_list (generic_type (type_identifier) @name))) @ref.extends
(scoped_type_identifier (type_identifier) @recv (type_identifier) @name) @ref.type
(type_identifier) @name @ref.type
(marker_annotation name: (identifier) @name) @ref.type
(annotation name: (identifier) @name) @ref.type

(local_variable_declaration type: [(type_identifier) @type (generic_type (type_identifier) @type)] declarator: (variable_declarator name: (identifier) @var) (#not-eq? @type "var")) @bind
(local_variable_declaration declarator: (variable_declarator name: (identifier) @var value: (object_creation_expression type: [(type_identifier) @type (generic_type (type_identifier) @type)]))) @bind
(formal_parameter type: [(type_identifier) @type (generic_type (type_identifier) @type)] name: (identifier) @var) @bind
(resource type: [(type_identifier) @type (generic_type (type_identifier) @type)] name: (identifier) @var) @bind
(enhanced_for_statement type: [(type_identifier) @type (generic_type (type_identifier) @type)] name: (identifier) @var) @bind
(field_declaration type: [(type_identifier) @type (generic_type (type_identifier) @type)] declarator: (variable_declarator name: (identifier) @var)) @bind.field

(local_variable_declaration type: [(integral_type) (floating_point_type) (boolean_type) (array_type)] @type declarator: (variable_declarator name: (identifier) @var)) @bind
(formal_parameter type: [(integral_type) (floating_point_type) (boolean_type) (array_type)] @type name: (identifier) @var) @bind
(enhanced_for_statement type: [(integral_type) (floating_point_type) (boolean_type)] @type name: (identifier) @var) @bind

(formal_parameter name: (identifier) @local)
(variable_declarator name: (identifier) @local)
(resource name: (identifier) @local)
(enhanced_for_statement name: (identifier) @local)
(catch_formal_parameter name: (identifier) @local)
(lambda_expression parameters: (identifier) @local)
(inferred_parameters (identifier) @local)
