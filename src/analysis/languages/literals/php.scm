; Environment variables: `getenv('X')`, `$_ENV['X']`, Laravel's `env('X', 'a')`.
(function_call_expression function: (name) @_f arguments: (arguments . (argument (_) @env.name) . (argument (_) @env.default)?) (#any-of? @_f "getenv" "env"))
(subscript_expression (variable_name (name) @_v) (_) @env.name (#eq? @_v "_ENV"))
(assignment_expression left: (subscript_expression (variable_name (name) @_v) (_) @env.set) (#eq? @_v "_ENV"))

(scoped_call_expression scope: (_) @call.recv name: (name) @call.name arguments: (arguments) @call.args) @call
(member_call_expression object: (_) @call.recv name: (name) @call.name arguments: (arguments) @call.args) @call
(attribute (name) @annotation.name parameters: (arguments) @annotation.args) @annotation
