import type { Language } from '../language.js'
import { resolveC } from '../link/resolve-others.js'

const isHeader = (path: string): boolean => /\.(h|hh|hpp|hxx|inl|ipp)$/.test(path)

/** A repository's `.h` files are C++ when most of its other files are. */
export const cpp: Language = {
  id: 'cpp',
  label: 'C++',
  grammars: { '.cc': 'cpp', '.cpp': 'cpp', '.cxx': 'cpp', '.hh': 'cpp', '.hpp': 'cpp', '.hxx': 'cpp', '.ipp': 'cpp', '.inl': 'cpp' },
  docs: 'block',
  joinedBy: { type: '::', method: '::' },
  wrappers: ['template_declaration'],
  conditions: ['preproc_ifdef', 'preproc_if', 'preproc_elif', 'preproc_elifdef'],
  scopes: ['translation_unit', 'compound_statement', 'function_definition', 'lambda_expression', 'preproc_function_def', 'for_statement', 'for_range_loop', 'catch_clause'],
  impliesSelf: true,
  extendsTypes: true,
  selfNames: ['this'],
  sharedScope: 'linker',
  isPublic: ({ path, signature, parentKind, access }) =>
    parentKind === undefined || parentKind === 'module' ? isHeader(path) || !/\bstatic\b/.test(signature) : access === 'public' || (parentKind !== 'class' && access === undefined),
  isTest: (path) => /(^|\/)(tests?|testing|unittests?|benchmarks?)\//i.test(path) || /(_|-|\.)?(unit)?tests?\.(cc|cpp|cxx|h|hpp)$/i.test(path),
  resolveImport: resolveC,
}
