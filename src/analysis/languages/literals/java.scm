; Environment variables: `System.getenv("X")`.
(method_invocation object: (identifier) @_o name: (identifier) @_f arguments: (argument_list . (string_literal) @env.name) (#eq? @_o "System") (#eq? @_f "getenv"))

(annotation name: (identifier) @annotation.name arguments: (annotation_argument_list) @annotation.args) @annotation
(marker_annotation name: (identifier) @annotation.name) @annotation
