(class_declaration name: (identifier) @name body: (_) @body) @def.class
(class_body (field_definition property: (_) @name value: [(arrow_function body: (_) @body) (function_expression body: (_) @body)]) @def.method)
(program (lexical_declaration (variable_declarator name: (identifier) @name value: [(object) (array) (string) (number) (new_expression) (template_string) (regex)] @body) @def.constant))

(assignment_expression left: (member_expression object: (identifier) @_module property: (property_identifier) @_exports) right: (identifier) @export.default (#eq? @_module "module") (#eq? @_exports "exports"))
(assignment_expression left: (member_expression object: (identifier) @_module property: (property_identifier) @_exports) right: (object (shorthand_property_identifier) @export) (#eq? @_module "module") (#eq? @_exports "exports"))
(assignment_expression left: (member_expression object: (identifier) @_module property: (property_identifier) @_exports) right: (object (pair value: (identifier) @export)) (#eq? @_module "module") (#eq? @_exports "exports"))
(assignment_expression left: (member_expression object: (_) @_exports) right: (identifier) @export (#any-of? @_exports "exports" "module.exports"))

(class_heritage (identifier) @name) @ref.extends
(class_heritage (member_expression object: (identifier) @recv property: (property_identifier) @name)) @ref.extends

(assignment_expression left: (member_expression object: (this) property: (property_identifier) @var) right: (new_expression constructor: (identifier) @type)) @bind.field
(class_body (field_definition property: (property_identifier) @var value: (new_expression constructor: (identifier) @type))) @bind.field

(formal_parameters (identifier) @local)
(formal_parameters (assignment_pattern left: (identifier) @local))
