; Environment variables: `ENV['X']`, `ENV['X'] || 'a'`, `ENV.fetch('X', 'a')`.
(element_reference object: (constant) @_o . (string) @env.name (#eq? @_o "ENV"))
(call receiver: (constant) @_o method: (identifier) @_m arguments: (argument_list . (string) @env.name . (_)? @env.default) (#eq? @_o "ENV") (#eq? @_m "fetch"))
(binary left: (element_reference object: (constant) @_o . (string) @env.name) operator: "||" right: (_) @env.default (#eq? @_o "ENV"))
(assignment left: (element_reference object: (constant) @_o . (string) @env.set) (#eq? @_o "ENV"))

(call !receiver method: (identifier) @call.name arguments: (argument_list) @call.args) @call
