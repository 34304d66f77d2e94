import type { Language } from '../language.js'
import { resolveRuby } from '../link/resolve-ruby.js'

export const ruby: Language = {
  id: 'ruby',
  label: 'Ruby',
  grammars: { '.rb': 'ruby', '.rake': 'ruby', '.gemspec': 'ruby' },
  docs: 'block',
  joinedBy: { type: '::', method: '#' },
  wrappers: [],
  scopes: ['program', 'method', 'singleton_method', 'block', 'do_block', 'lambda'],
  impliesSelf: true,
  inheritsImplemented: true,
  openModules: true,
  selfNames: ['self', 'super'],
  sharedScope: 'repository',
  parseImport: (text) => [{ source: `./${text}` }],
  isPublic: ({ name, access }) => access !== 'private' && !name.startsWith('_'),
  isTest: (path) => /(^|\/)(tests?|specs?|features)\//.test(path) || /_(test|spec)\.rb$/.test(path),
  resolveImport: resolveRuby,
}
