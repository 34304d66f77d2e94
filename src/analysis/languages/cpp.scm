((function_definition declarator: [(function_declarator declarator: [(identifier) (field_identifier) (operator_name) (destructor_name)] @name) (_ (function_declarator declarator: [(identifier) (field_identifier) (operator_name)] @name)) (pointer_declarator declarator: (pointer_declarator declarator: (function_declarator declarator: [(identifier) (field_identifier)] @name)))] body: (_) @body) @def.function (#not-any-of? @name "if" "else" "while" "for" "switch" "return" "case" "do" "defined" "TEST" "TEST_F" "TEST_P" "TYPED_TEST" "TYPED_TEST_P" "TEST_CASE" "SECTION" "BENCHMARK" "BENCHMARK_F"))
(function_definition declarator: [
  (function_declarator declarator: (qualified_identifier scope: [(namespace_identifier) @owner (template_type name: (type_identifier) @owner)] name: [(identifier) (operator_name) (destructor_name)] @name))
  (function_declarator declarator: (qualified_identifier name: (qualified_identifier scope: [(namespace_identifier) @owner (template_type name: (type_identifier) @owner)] name: [(identifier) (operator_name) (destructor_name)] @name)))
  (function_declarator declarator: (qualified_identifier name: (qualified_identifier name: (qualified_identifier scope: [(namespace_identifier) @owner (template_type name: (type_identifier) @owner)] name: [(identifier) (operator_name) (destructor_name)] @name))))
  (_ (function_declarator declarator: (qualified_identifier scope: [(namespace_identifier) @owner (template_type name: (type_identifier) @owner)] name: [(identifier) (operator_name)] @name)))
  (_ (function_declarator declarator: (qualified_identifier name: (qualified_identifier scope: [(namespace_identifier) @owner (template_type name: (type_identifier) @owner)] name: [(identifier) (operator_name)] @name))))
] body: (_) @body) @def.method
(class_specifier name: [(type_identifier) @name (template_type name: (type_identifier) @name)] body: (_) @body) @def.class
(struct_specifier name: [(type_identifier) @name (template_type name: (type_identifier) @name)] body: (_) @body) @def.struct
(union_specifier name: (type_identifier) @name body: (_) @body) @def.struct
(enum_specifier name: (type_identifier) @name body: (_) @body) @def.enum
(field_declaration_list (field_declaration declarator: [(function_declarator declarator: (field_identifier) @name) (_ (function_declarator declarator: (field_identifier) @name))]) @def.method)
(field_declaration_list (declaration declarator: (function_declarator declarator: [(identifier) (destructor_name)] @name)) @def.method)
(alias_declaration name: (type_identifier) @name type: (_) @body) @def.type
(concept_definition name: (identifier) @name) @def.type
(type_definition type: (struct_specifier body: (_) @body) declarator: (type_identifier) @name) @def.struct
(type_definition type: (enum_specifier body: (_) @body) declarator: (type_identifier) @name) @def.enum
(type_definition declarator: (type_identifier) @name) @def.type
(type_definition declarator: (pointer_declarator declarator: (type_identifier) @name)) @def.type
(type_definition declarator: (array_declarator declarator: (type_identifier) @name)) @def.type
(type_definition declarator: (function_declarator declarator: (type_identifier) @name)) @def.type
(type_definition declarator: (pointer_declarator declarator: (function_declarator declarator: (type_identifier) @name))) @def.type
(preproc_function_def name: (identifier) @name value: (_)? @body) @def.macro
(translation_unit (declaration (type_qualifier) @_constexpr declarator: (init_declarator declarator: (identifier) @name)) @def.constant (#any-of? @_constexpr "constexpr" "const"))
(declaration_list (declaration (type_qualifier) @_constexpr declarator: (init_declarator declarator: (identifier) @name)) @def.constant (#any-of? @_constexpr "constexpr" "const"))
(field_declaration_list (access_specifier) @access)
(function_definition type: (type_identifier) @returns declarator: [(function_declarator declarator: (_) @name) (_ (function_declarator declarator: (_) @name))])
(field_declaration type: (type_identifier) @returns declarator: [(function_declarator declarator: (_) @name) (_ (function_declarator declarator: (_) @name))])

(preproc_include path: (string_literal (string_content) @import.source)) @import
(preproc_include path: (system_lib_string) @import.source) @import

(call_expression function: (identifier) @name) @ref.call
(call_expression function: (qualified_identifier !scope name: (identifier) @name)) @ref.call
(call_expression function: (template_function name: (identifier) @name)) @ref.call
(call_expression function: (field_expression argument: (_) @recv field: (field_identifier) @name)) @ref.call
(call_expression function: (field_expression argument: (_) @recv field: (template_method name: (field_identifier) @name))) @ref.call
(call_expression function: (qualified_identifier scope: (_) @recv name: (identifier) @name)) @ref.call
(call_expression function: (qualified_identifier scope: (_) name: (qualified_identifier scope: (_) @recv name: (identifier) @name))) @ref.call
(new_expression type: (type_identifier) @name) @ref.new
(base_class_clause [(type_identifier) @name (template_type name: (type_identifier) @name) (qualified_identifier name: (type_identifier) @name)]) @ref.extends
(type_identifier) @name @ref.type

(declaration type: (type_identifier) @type declarator: [(identifier) @var (init_declarator declarator: [(identifier) @var (pointer_declarator declarator: (identifier) @var) (reference_declarator (identifier) @var)]) (pointer_declarator declarator: (identifier) @var)]) @bind
(declaration type: (qualified_identifier) @type declarator: [(identifier) @var (init_declarator declarator: [(identifier) @var (pointer_declarator declarator: (identifier) @var) (reference_declarator (identifier) @var)])]) @bind
(declaration type: (placeholder_type_specifier) declarator: (init_declarator declarator: [(identifier) @var (pointer_declarator declarator: (identifier) @var)] value: (new_expression type: (type_identifier) @type))) @bind
(declaration type: (placeholder_type_specifier) declarator: (init_declarator declarator: [(identifier) @var (reference_declarator (identifier) @var)] value: (call_expression function: (identifier) @callee))) @bind
(declaration type: (placeholder_type_specifier) declarator: (init_declarator declarator: [(identifier) @var (reference_declarator (identifier) @var)] value: (call_expression function: (field_expression argument: (_) @recv field: (field_identifier) @callee)))) @bind
(parameter_declaration type: (type_identifier) @type declarator: [(identifier) @var (pointer_declarator declarator: (identifier) @var) (reference_declarator (identifier) @var)]) @bind
(field_declaration type: (type_identifier) @type declarator: [(field_identifier) @var (pointer_declarator declarator: (field_identifier) @var) (reference_declarator (field_identifier) @var)]) @bind.field
((field_declaration type: (qualified_identifier name: (template_type name: (type_identifier) @_outer arguments: (template_argument_list . (type_descriptor type: (type_identifier) @type)))) declarator: (field_identifier) @var) @bind.field (#any-of? @_outer "unique_ptr" "shared_ptr"))

(parameter_declaration declarator: [(identifier) @local (pointer_declarator declarator: (identifier) @local) (reference_declarator (identifier) @local)])
(declaration declarator: (identifier) @local)
(init_declarator declarator: [(identifier) @local (pointer_declarator declarator: (identifier) @local) (reference_declarator (identifier) @local)])
(for_range_loop declarator: [(identifier) @local (reference_declarator (identifier) @local)])
