(package_declaration [(scoped_identifier) (identifier)] @package)
(class_declaration name: (identifier) @name body: (_) @body) @def.class
(interface_declaration name: (identifier) @name body: (_) @body) @def.interface
(annotation_type_declaration name: (identifier) @name body: (_) @body) @def.interface
(enum_declaration name: (identifier) @name body: (_) @body) @def.enum
(record_declaration name: (identifier) @name body: (_) @body) @def.class
(method_declaration name: (identifier) @name body: (_)? @body) @def.method
(constructor_declaration name: (identifier) @name body: (_) @body) @def.method
(field_declaration (modifiers "static" "final") declarator: (variable_declarator name: (identifier) @name)) @def.constant

(import_declaration (scoped_identifier) @import.source) @import
(import_declaration (scoped_identifier) @import.source (asterisk) @import.star) @import

(method_invocation !object name: (identifier) @name) @ref.call
(method_invocation object: (_) @recv name: (identifier) @name) @ref.call
(object_creation_expression type: (type_identifier) @name) @ref.new
(object_creation_expression type: (generic_type (type_identifier) @name)) @ref.new
(superclass (type_identifier) @name) @ref.extends
(superclass (generic_type (type_identifier) @name)) @ref.extends
(super_interfaces (type_list (type_identifier) @name)) @ref.implements
(super_interfaces (type_list (generic_type (type_identifier) @name))) @ref.implements
(extends_interfaces (type_list (type_identifier) @name)) @ref.extends
(type_identifier) @name @ref.type

(local_variable_declaration type: (type_identifier) @type declarator: (variable_declarator name: (identifier) @var)) @bind
(local_variable_declaration type: (generic_type (type_identifier) @type) declarator: (variable_declarator name: (identifier) @var)) @bind
(formal_parameter type: (type_identifier) @type name: (identifier) @var) @bind
(formal_parameter type: (generic_type (type_identifier) @type) name: (identifier) @var) @bind
(field_declaration type: (type_identifier) @type declarator: (variable_declarator name: (identifier) @var)) @bind.field
(field_declaration type: (generic_type (type_identifier) @type) declarator: (variable_declarator name: (identifier) @var)) @bind.field
