; Environment variables: `os.environ['X']`, `os.environ.get('X', 'a')`, `os.getenv('X', 'a')`, and the same imported by name.
(subscript value: [(attribute object: (identifier) @_o attribute: (identifier) @_a) (identifier) @_a] subscript: (string (string_content) @env.name) (#eq? @_a "environ"))
(call function: (attribute object: [(attribute attribute: (identifier) @_a) (identifier) @_a] attribute: (identifier) @_g) arguments: (argument_list . (string (string_content) @env.name) . (_)? @env.default) (#eq? @_a "environ") (#any-of? @_g "get" "setdefault" "pop"))
(call function: [(attribute object: (identifier) @_o attribute: (identifier) @_f) (identifier) @_f] arguments: (argument_list . (string (string_content) @env.name) . (_)? @env.default) (#eq? @_f "getenv"))
(call function: (attribute object: [(attribute attribute: (identifier) @_a) (identifier) @_a] attribute: (identifier) @_g) arguments: (argument_list . (identifier) @env.constant . (_)? @env.default) (#eq? @_a "environ") (#any-of? @_g "get" "setdefault" "pop"))
(call function: [(attribute object: (identifier) @_o attribute: (identifier) @_f) (identifier) @_f] arguments: (argument_list . (identifier) @env.constant . (_)? @env.default) (#eq? @_f "getenv"))
(assignment left: (subscript value: [(attribute attribute: (identifier) @_a) (identifier) @_a] subscript: (string (string_content) @env.set)) (#eq? @_a "environ"))
(delete_statement (subscript value: [(attribute attribute: (identifier) @_a) (identifier) @_a] subscript: (string (string_content) @env.set)) (#eq? @_a "environ"))

(call function: [(identifier) @call.name (attribute object: (_) @call.recv attribute: (identifier) @call.name)] arguments: (argument_list . (string)) @call.args) @call
(decorator (call function: [(identifier) @annotation.name (attribute object: (_) @annotation.recv attribute: (identifier) @annotation.name)] arguments: (argument_list) @annotation.args)) @annotation
