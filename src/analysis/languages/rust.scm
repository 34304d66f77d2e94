(function_item name: (identifier) @name body: (_) @body) @def.function
(function_signature_item name: (identifier) @name) @def.method
(impl_item type: [(type_identifier) @owner (generic_type type: (type_identifier) @owner)] body: (declaration_list (function_item name: (identifier) @name body: (_) @body) @def.method))
(impl_item type: [(type_identifier) @owner (generic_type type: (type_identifier) @owner)] body: (declaration_list (const_item name: (identifier) @name) @def.constant))
(impl_item type: [(type_identifier) @owner (generic_type type: (type_identifier) @owner)] body: (declaration_list (type_item name: (type_identifier) @name type: (_) @body) @def.type))
(struct_item name: (type_identifier) @name body: (_)? @body) @def.struct
(union_item name: (type_identifier) @name body: (_) @body) @def.struct
(enum_item name: (type_identifier) @name body: (_) @body) @def.enum
(trait_item name: (type_identifier) @name body: (_) @body) @def.interface
(trait_item body: (declaration_list (associated_type name: (type_identifier) @name) @def.type))
(type_item name: (type_identifier) @name type: (_) @body) @def.type
(source_file (const_item name: (identifier) @name) @def.constant)
(source_file (static_item name: (identifier) @name) @def.constant)
(mod_item (declaration_list (const_item name: (identifier) @name) @def.constant))
(macro_definition name: (identifier) @name) @def.macro
(mod_item name: (identifier) @name body: (_) @body) @def.module
(function_item name: (identifier) @name return_type: [(type_identifier) @returns (reference_type type: (type_identifier) @returns) (generic_type type: (type_identifier) @returns) (scoped_type_identifier) @returns])
((function_item name: (identifier) @name return_type: (generic_type type: (type_identifier) @_outer type_arguments: (type_arguments . [(type_identifier) @returns (generic_type type: (type_identifier) @returns)]))) (#any-of? @_outer "Result" "Option" "Box" "Arc" "Rc"))

(use_declaration) @import.tree @import
(extern_crate_declaration) @import.tree @import
(mod_item !body) @import.tree @import
((scoped_identifier path: (_) @import.tree) @import (#match? @import.tree "^(crate|self|super)::"))
((scoped_type_identifier path: (_) @import.tree) @import (#match? @import.tree "^(crate|self|super)::"))

(call_expression function: (identifier) @name) @ref.call
(call_expression function: (scoped_identifier path: (_) @recv name: (identifier) @name)) @ref.call
(call_expression function: (field_expression value: (_) @recv field: (field_identifier) @name)) @ref.call
(call_expression function: (generic_function function: (identifier) @name)) @ref.call
(call_expression function: (generic_function function: (scoped_identifier path: (_) @recv name: (identifier) @name))) @ref.call
(call_expression function: (generic_function function: (field_expression value: (_) @recv field: (field_identifier) @name))) @ref.call
(macro_invocation macro: (identifier) @name) @ref.call
(struct_expression name: (type_identifier) @name) @ref.new
(struct_expression name: (scoped_type_identifier path: (_) @recv name: (type_identifier) @name)) @ref.new
(impl_item trait: [(type_identifier) @name (generic_type type: (type_identifier) @name)] type: [(type_identifier) @owner (generic_type type: (type_identifier) @owner)]) @ref.implements
(impl_item trait: (scoped_type_identifier path: (_) @recv name: (type_identifier) @name) type: [(type_identifier) @owner (generic_type type: (type_identifier) @owner)]) @ref.implements
(trait_item bounds: (trait_bounds (type_identifier) @name)) @ref.extends
(scoped_type_identifier path: (_) @recv name: (type_identifier) @name) @ref.type
(type_identifier) @name @ref.type
(scoped_identifier path: (identifier) @name (#match? @name "^[A-Z]")) @ref.type

(let_declaration pattern: (identifier) @var type: [(type_identifier) @type (scoped_type_identifier) @type (generic_type type: (type_identifier) @type) (reference_type type: (type_identifier) @type)]) @bind
(let_declaration pattern: [(identifier) @var (mut_pattern (identifier) @var)] value: (call_expression function: (scoped_identifier path: (_) @recv name: (identifier) @callee))) @bind
(let_declaration pattern: [(identifier) @var (mut_pattern (identifier) @var)] value: (try_expression (call_expression function: (scoped_identifier path: (_) @recv name: (identifier) @callee)))) @bind
(let_declaration pattern: [(identifier) @var (mut_pattern (identifier) @var)] value: (call_expression function: (identifier) @callee)) @bind
(let_declaration pattern: [(identifier) @var (mut_pattern (identifier) @var)] value: (try_expression (call_expression function: (identifier) @callee))) @bind
(let_declaration pattern: [(identifier) @var (mut_pattern (identifier) @var)] value: (call_expression function: (field_expression value: (_) @recv field: (field_identifier) @callee))) @bind
(let_declaration pattern: [(identifier) @var (mut_pattern (identifier) @var)] value: (try_expression (call_expression function: (field_expression value: (_) @recv field: (field_identifier) @callee)))) @bind
(let_declaration pattern: [(identifier) @var (mut_pattern (identifier) @var)] value: (struct_expression name: [(type_identifier) (scoped_type_identifier)] @type)) @bind
(parameter pattern: [(identifier) @var (mut_pattern (identifier) @var)] type: [(type_identifier) @type (scoped_type_identifier) @type (generic_type type: (type_identifier) @type) (reference_type type: [(type_identifier) @type (scoped_type_identifier) @type (generic_type type: (type_identifier) @type) (dynamic_type trait: (type_identifier) @type)])]) @bind
((field_declaration name: (field_identifier) @var type: [(type_identifier) @type (scoped_type_identifier) @type (generic_type type: (type_identifier) @type) (reference_type type: (type_identifier) @type)]) @bind.field (#not-any-of? @type "Box" "Arc" "Rc" "Option" "RefCell" "Mutex"))
((field_declaration name: (field_identifier) @var type: (generic_type type: (type_identifier) @_outer type_arguments: (type_arguments . [(type_identifier) @type (dynamic_type trait: (type_identifier) @type)]))) @bind.field (#any-of? @_outer "Box" "Arc" "Rc"))

(parameter pattern: (identifier) @local)
(let_declaration pattern: (identifier) @local)
(mut_pattern (identifier) @local)
(closure_parameters (identifier) @local)
(for_expression pattern: (identifier) @local)
(tuple_pattern (identifier) @local)
(tuple_struct_pattern (identifier) @local)
(ref_pattern (identifier) @local)
(captured_pattern (identifier) @local)
