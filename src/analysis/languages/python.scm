(function_definition name: (identifier) @name body: (block) @body) @def.function
(class_definition name: (identifier) @name body: (block) @body) @def.class
(module (expression_statement (assignment left: (identifier) @name right: (_) @body)) @def.constant)
; Branches open no scope: what they assign is the module's.
(module [
  (if_statement [
    (block (expression_statement (assignment left: (identifier) @name right: (_) @body)) @def.constant)
    (else_clause (block (expression_statement (assignment left: (identifier) @name right: (_) @body)) @def.constant))
    (elif_clause (block (expression_statement (assignment left: (identifier) @name right: (_) @body)) @def.constant))
  ])
  (try_statement [
    (block (expression_statement (assignment left: (identifier) @name right: (_) @body)) @def.constant)
    (except_clause (block (expression_statement (assignment left: (identifier) @name right: (_) @body)) @def.constant))
    (else_clause (block (expression_statement (assignment left: (identifier) @name right: (_) @body)) @def.constant))
  ])
])
(function_definition name: (identifier) @name return_type: (type [(identifier) @returns (attribute object: (identifier) attribute: (identifier)) @returns (binary_operator left: (identifier) @returns right: (none))]))

(import_statement name: (dotted_name) @import.source) @import
(import_statement name: (aliased_import name: (dotted_name) @import.source alias: (identifier) @import.namespace)) @import
(import_from_statement module_name: (_) @import.source name: (dotted_name) @import.name) @import
(import_from_statement module_name: (_) @import.source name: (aliased_import name: (dotted_name) @import.name alias: (identifier) @import.alias)) @import
(import_from_statement module_name: (_) @import.source (wildcard_import) @import.star) @import

(call function: (identifier) @name) @ref.call
(call function: (attribute object: (_) @recv attribute: (identifier) @name)) @ref.call
(class_definition superclasses: (argument_list (identifier) @name)) @ref.extends
(class_definition superclasses: (argument_list (attribute object: (_) @recv attribute: (identifier) @name))) @ref.extends
(class_definition superclasses: (argument_list (subscript value: (identifier) @name))) @ref.extends
(type (identifier) @name) @ref.type
(type (attribute object: (identifier) @recv attribute: (identifier) @name)) @ref.type
(type (generic_type (identifier) @name)) @ref.type
(type (binary_operator (identifier) @name)) @ref.type
(type (binary_operator (attribute object: (identifier) @recv attribute: (identifier) @name))) @ref.type
(type (binary_operator (binary_operator (identifier) @name))) @ref.type
(type (binary_operator (binary_operator (attribute object: (identifier) @recv attribute: (identifier) @name)))) @ref.type
(type (binary_operator (binary_operator (binary_operator (identifier) @name)))) @ref.type
(decorator (identifier) @name) @ref.call
(decorator (attribute object: (_) @recv attribute: (identifier) @name)) @ref.call
(except_clause (identifier) @name) @ref.type
(except_clause (as_pattern (identifier) @name)) @ref.type

(identifier) @name @ref.read
(attribute object: (identifier) @recv attribute: (identifier) @name) @ref.read
[(attribute attribute: (identifier) @silent) (keyword_argument name: (identifier) @silent) (function_definition name: (identifier) @silent) (class_definition name: (identifier) @silent)]
[(import_statement) (import_from_statement)] @silent.within

(assignment left: (identifier) @var right: (call function: (identifier) @callee)) @bind
(assignment left: (identifier) @var right: (call function: (attribute object: (_) @recv attribute: (identifier) @callee))) @bind
(assignment left: (identifier) @var type: (type (identifier) @type)) @bind
(typed_parameter (identifier) @var type: (type [(identifier) @type (attribute) @type (binary_operator left: (identifier) @type right: (none))])) @bind
(typed_default_parameter name: (identifier) @var type: (type [(identifier) @type (attribute) @type (binary_operator left: (identifier) @type right: (none))])) @bind
(as_pattern (call function: (identifier) @callee) alias: (as_pattern_target (identifier) @var)) @bind
(as_pattern (call function: (attribute object: (_) @recv attribute: (identifier) @callee)) alias: (as_pattern_target (identifier) @var)) @bind
(assignment left: (attribute object: (identifier) @_self attribute: (identifier) @var) right: (call function: (identifier) @callee) (#eq? @_self "self")) @bind.field
(assignment left: (attribute object: (identifier) @_self attribute: (identifier) @var) right: (call function: (attribute object: (_) @recv attribute: (identifier) @callee)) (#eq? @_self "self")) @bind.field
(assignment left: (attribute object: (identifier) @_self attribute: (identifier) @var) type: (type [(identifier) @type (attribute) @type]) (#eq? @_self "self")) @bind.field
(class_definition body: (block (expression_statement (assignment left: (identifier) @var type: (type [(identifier) @type (attribute) @type (binary_operator left: (identifier) @type right: (none))]))))) @bind.field

(parameters (identifier) @local)
(default_parameter name: (identifier) @local)
(typed_parameter (identifier) @local)
(typed_default_parameter name: (identifier) @local)
(list_splat_pattern (identifier) @local)
(dictionary_splat_pattern (identifier) @local)
(lambda_parameters (identifier) @local)
(assignment left: (identifier) @local)
(pattern_list (identifier) @local)
(tuple_pattern (identifier) @local)
(for_statement left: (identifier) @local)
(for_in_clause left: (identifier) @local)
(as_pattern_target (identifier) @local)
(named_expression name: (identifier) @local)
