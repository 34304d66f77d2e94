(function_definition name: (identifier) @name body: (block) @body) @def.function
(class_definition name: (identifier) @name body: (block) @body) @def.class
(module (expression_statement (assignment left: (identifier) @name right: (_) @body)) @def.constant)

(import_statement name: (dotted_name) @import.source) @import
(import_statement name: (aliased_import name: (dotted_name) @import.source alias: (identifier) @import.namespace)) @import
(import_from_statement module_name: (_) @import.source name: (dotted_name) @import.name) @import
(import_from_statement module_name: (_) @import.source name: (aliased_import name: (dotted_name) @import.name alias: (identifier) @import.alias)) @import
(import_from_statement module_name: (_) @import.source (wildcard_import) @import.star) @import

(call function: (identifier) @name) @ref.call
(call function: (attribute object: (_) @recv attribute: (identifier) @name)) @ref.call
(class_definition superclasses: (argument_list (identifier) @name)) @ref.extends
(class_definition superclasses: (argument_list (attribute object: (_) @recv attribute: (identifier) @name))) @ref.extends
(type (identifier) @name) @ref.type
(type (attribute object: (identifier) @recv attribute: (identifier) @name)) @ref.type
(decorator (identifier) @name) @ref.call

(assignment left: (identifier) @var right: (call function: (identifier) @type)) @bind
(assignment left: (identifier) @var type: (type (identifier) @type)) @bind
(typed_parameter (identifier) @var type: (type (identifier) @type)) @bind
(typed_default_parameter name: (identifier) @var type: (type (identifier) @type)) @bind
(assignment left: (attribute object: (identifier) @_self attribute: (identifier) @var) right: (call function: (identifier) @type) (#eq? @_self "self")) @bind.field
(assignment left: (attribute object: (identifier) @_self attribute: (identifier) @var) type: (type (identifier) @type) (#eq? @_self "self")) @bind.field
(parameters (identifier) @local)
(default_parameter name: (identifier) @local)
(typed_parameter (identifier) @local)
