import type { Language } from '../language.js'
import { projectImports, resolveNamespace } from '../link/resolve-namespace.js'

export const csharp: Language = {
  id: 'csharp',
  label: 'C#',
  grammars: { '.cs': 'c_sharp' },
  docs: 'block',
  wrappers: [],
  conditions: ['preproc_if', 'preproc_elif'],
  scopes: ['compilation_unit', 'block', 'method_declaration', 'constructor_declaration', 'local_function_statement', 'lambda_expression', 'anonymous_method_expression', 'for_statement', 'foreach_statement', 'using_statement', 'catch_clause', 'accessor_declaration'],
  impliesSelf: true,
  nestedPackages: true,
  ownPackageFirst: true,
  arities: true,
  partialTypes: true,
  extensionMethods: true,
  implicitImports: projectImports,
  onlyMembers: true,
  inheritsImplemented: true,
  selfNames: ['this', 'base'],
  overloads: true,
  sharedScope: 'package',
  importedAs: (source) => ({ name: source.slice(source.lastIndexOf('.') + 1) }),
  // Members of interfaces are public without saying so.
  isPublic: ({ signature, parentKind }) => /\b(public|protected)\b/.test(signature) || (parentKind === 'interface' && !/\bprivate\b/.test(signature)),
  isTest: (path) => /(^|\/)[^/]*(\.|_)?(tests?|specs?|benchmarks?)\//i.test(path) || /(Tests?|Specs?)\.cs$/.test(path),
  resolveImport: resolveNamespace,
}
