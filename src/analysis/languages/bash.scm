(function_definition name: (word) @name body: (_) @body) @def.function
(program (declaration_command "readonly" (variable_assignment name: (variable_name) @name)) @def.constant)

(command name: (command_name (word) @_source @import.star) argument: [(word) (string) (raw_string) (concatenation)] @import.source (#any-of? @_source "." "source")) @import

(command name: (command_name (word) @name)) @ref.call
