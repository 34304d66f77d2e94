(module name: [(constant) @name (scope_resolution name: (constant) @name)] body: (_)? @body) @def.module
(class name: [(constant) @name (scope_resolution name: (constant) @name)] body: (_)? @body) @def.class
(method name: (_) @name body: (_)? @body) @def.function
(singleton_method name: (_) @name body: (_)? @body) @def.function
(assignment left: (constant) @name right: (_) @body) @def.constant
(assignment left: (constant) @name right: (call receiver: (constant) @_struct method: (identifier) @_new) @body (#any-of? @_struct "Struct" "Data") (#any-of? @_new "new" "define")) @def.class

(call !receiver method: (identifier) @_require arguments: (argument_list (string (string_content) @import.source)) (#eq? @_require "require")) @import
(call !receiver method: (identifier) @_relative arguments: (argument_list (string (string_content) @import.tree)) (#eq? @_relative "require_relative")) @import

(call !receiver method: (identifier) @name arguments: (argument_list) @args) @ref.call
(call receiver: (_) @recv method: (identifier) @name) @ref.call
(body_statement (identifier) @name) @ref.call
(call receiver: [(constant) @name (scope_resolution name: (constant) @name)] method: (identifier) @_new (#eq? @_new "new")) @ref.new
(superclass [(constant) @name (scope_resolution name: (constant) @name)]) @ref.extends
(call !receiver method: (identifier) @_include arguments: (argument_list [(constant) @name (scope_resolution name: (constant) @name)]) (#any-of? @_include "include" "extend" "prepend")) @ref.implements
(constant) @name @ref.type

(assignment left: (identifier) @var right: (call receiver: [(constant) (scope_resolution)] @type method: (identifier) @_new (#eq? @_new "new"))) @bind
(assignment left: (instance_variable) @var right: (call receiver: [(constant) (scope_resolution)] @type method: (identifier) @_new (#eq? @_new "new"))) @bind.field
(operator_assignment left: (instance_variable) @var right: (call receiver: [(constant) (scope_resolution)] @type method: (identifier) @_new (#eq? @_new "new"))) @bind.field

(method_parameters (identifier) @local)
(method_parameters (_ name: (identifier) @local))
(block_parameters (identifier) @local)
(assignment left: (identifier) @local)
(left_assignment_list (identifier) @local)
((identifier) @access (#any-of? @access "private" "protected" "public"))
