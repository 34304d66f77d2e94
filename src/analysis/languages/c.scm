((function_definition declarator: (function_declarator declarator: (identifier) @name) body: (_) @body) @def.function (#not-any-of? @name "if" "else" "while" "for" "switch" "return" "case" "do" "defined"))
((function_definition declarator: (pointer_declarator declarator: (function_declarator declarator: (identifier) @name)) body: (_) @body) @def.function (#not-any-of? @name "if" "else" "while" "for" "switch" "return" "case" "do" "defined"))
((function_definition declarator: (pointer_declarator declarator: (pointer_declarator declarator: (function_declarator declarator: (identifier) @name))) body: (_) @body) @def.function (#not-any-of? @name "if" "else" "while" "for" "switch" "return" "case" "do" "defined"))
(struct_specifier name: (type_identifier) @name body: (_) @body) @def.struct
(union_specifier name: (type_identifier) @name body: (_) @body) @def.struct
(enum_specifier name: (type_identifier) @name body: (_) @body) @def.enum
(type_definition type: (struct_specifier body: (_) @body) declarator: (type_identifier) @name) @def.struct
(type_definition type: (union_specifier body: (_) @body) declarator: (type_identifier) @name) @def.struct
(type_definition type: (enum_specifier body: (_) @body) declarator: (type_identifier) @name) @def.enum
(type_definition declarator: (type_identifier) @name) @def.type
(type_definition declarator: (pointer_declarator declarator: (type_identifier) @name)) @def.type
(type_definition declarator: (array_declarator declarator: (type_identifier) @name)) @def.type
(type_definition declarator: (function_declarator declarator: (type_identifier) @name)) @def.type
(type_definition declarator: (pointer_declarator declarator: (function_declarator declarator: (type_identifier) @name))) @def.type
(type_definition declarator: (function_declarator declarator: (parenthesized_declarator (pointer_declarator declarator: (type_identifier) @name)))) @def.type
(preproc_function_def name: (identifier) @name value: (_)? @body) @def.macro

(preproc_include path: (string_literal (string_content) @import.source)) @import
(preproc_include path: (system_lib_string) @import.source) @import

(call_expression function: (identifier) @name) @ref.call
(struct_specifier "struct" @tag name: (type_identifier) @name) @ref.type
(union_specifier "union" @tag name: (type_identifier) @name) @ref.type
(enum_specifier "enum" @tag name: (type_identifier) @name) @ref.type
(type_identifier) @name @ref.type

(parameter_declaration declarator: (identifier) @local)
(parameter_declaration declarator: (pointer_declarator declarator: (identifier) @local))
(parameter_declaration declarator: (function_declarator declarator: (parenthesized_declarator (pointer_declarator declarator: (identifier) @local))))
(declaration declarator: (identifier) @local)
(init_declarator declarator: (identifier) @local)
(init_declarator declarator: (pointer_declarator declarator: (identifier) @local))
(init_declarator declarator: (function_declarator declarator: (parenthesized_declarator (pointer_declarator declarator: (identifier) @local))))
