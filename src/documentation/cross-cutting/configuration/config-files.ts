import type { CodeMap } from '../../../analysis/code-map.js'
import { compareText } from '../../prose.js'

export interface ConfigFile {
  readonly path: string
  readonly configures: string
}

/** Files of tools by their usual names. */
const known: readonly (readonly [name: RegExp, configures: string])[] = [
  [/^tsconfig(?:\.[\w.-]+)?\.json$/, 'TypeScript compiler'],
  [/^jsconfig\.json$/, 'JavaScript in editors'],
  [/^(?:\.eslintrc(?:\.\w+)?|eslint\.config\.\w+)$/, 'ESLint'],
  [/^(?:\.prettierrc(?:\.\w+)?|prettier\.config\.\w+)$/, 'Prettier'],
  [/^biome\.jsonc?$/, 'Biome'],
  [/^(?:babel\.config\.\w+|\.babelrc)$/, 'Babel'],
  [/^vite\.config\.\w+$/, 'Vite'],
  [/^vitest\.(?:config|workspace)\.\w+$/, 'Vitest'],
  [/^jest\.config\.\w+$/, 'Jest'],
  [/^(?:playwright|cypress)\.config\.\w+$/, 'Browser tests'],
  [/^webpack\.config\.\w+$/, 'webpack'],
  [/^rollup\.config\.\w+$/, 'Rollup'],
  [/^(?:next|nuxt|astro|svelte|remix|angular)\.config\.\w+$|^angular\.json$/, 'Web framework'],
  [/^(?:tailwind|postcss)\.config\.\w+$/, 'Style sheets'],
  [/^typedoc\.(?:json|config\.\w+)$/, 'TypeDoc'],
  [/^(?:nx|turbo|lerna)\.json$|^pnpm-workspace\.yaml$/, 'Workspace of packages'],
  [/^\.npmrc$/, 'npm'],
  [/^\.nvmrc$|^\.node-version$/, 'Node.js version'],
  [/^\.python-version$/, 'Python version'],
  [/^\.ruby-version$/, 'Ruby version'],
  [/^rust-toolchain(?:\.toml)?$/, 'Rust version'],
  [/^\.tool-versions$|^\.?mise\.toml$/, 'Versions of tools'],
  [/^global\.json$/, '.NET SDK version'],
  [/^(?:tox|pytest|mypy|\.coveragerc)(?:\.ini)?$|^\.flake8$|^\.pylintrc$|^\.?ruff\.toml$/, 'Python tools'],
  [/^\.pre-commit-config\.yaml$/, 'Checks before a commit'],
  [/^\.golangci\.(?:ya?ml|toml)$/, 'golangci-lint'],
  [/^\.?rustfmt\.toml$|^\.?clippy\.toml$/, 'Rust tools'],
  [/^phpunit(?:\.xml)?(?:\.dist)?(?:\.xml)?$|^phpstan(?:\.\w+)*\.neon(?:\.dist)?$|^psalm\.xml(?:\.dist)?$|^\.php-cs-fixer(?:\.dist)?\.php$/, 'PHP tools'],
  [/^\.rubocop(?:_todo)?\.yml$/, 'RuboCop'],
  [/^\.rspec$/, 'RSpec'],
  [/^checkstyle(?:-\w+)?\.xml$/, 'Checkstyle'],
  [/^gradle\.properties$/, 'Gradle'],
  [/^Directory\.Build\.(?:props|targets)$/, 'MSBuild'],
  [/^\.editorconfig$/, 'Editors'],
  [/^\.clang-(?:format|tidy)$/, 'Clang tools'],
  [/^\.swiftlint\.ya?ml$/, 'SwiftLint'],
  [/^\.scalafmt\.conf$/, 'Scalafmt'],
  [/^application(?:-[\w-]+)?\.(?:properties|ya?ml)$/, 'Spring application'],
  [/^appsettings(?:\.\w+)?\.json$/, '.NET application'],
  [/^(?:dependabot\.ya?ml|renovate\.json5?|\.renovaterc(?:\.json)?)$/, 'Updates of dependencies'],
  [/^codecov\.ya?ml$|^\.codecov\.ya?ml$/, 'Codecov'],
  [/^\.goreleaser\.ya?ml$/, 'Releases by GoReleaser'],
  [/^(?:vercel|netlify|fly|wrangler|render)\.(?:json|toml|ya?ml)$|^app\.ya?ml$|^Procfile$/, 'Hosting'],
  [/^nginx(?:\.[\w-]+)?\.conf$/, 'nginx'],
  [/^redis\.conf$/, 'Redis'],
  [/^\.dockerignore$/, 'Docker'],
  [/^\.readthedocs\.ya?ml$|^mkdocs\.ya?ml$|^docusaurus\.config\.\w+$|^_config\.yml$/, 'Documentation site'],
]

/** Nearest to the top first. */
export function configFilesOf(code: CodeMap): readonly ConfigFile[] {
  const depth = (path: string) => path.split('/').length
  return code.files
    .flatMap(({ path, role }): ConfigFile[] => {
      const name = path.split('/').at(-1) ?? path
      const configures = role === 'test' || role === 'example' || role === 'vendored' ? undefined : known.find(([pattern]) => pattern.test(name))?.[1]
      return configures === undefined ? [] : [{ path, configures }]
    })
    .sort((a, b) => depth(a.path) - depth(b.path) || compareText(a.path, b.path))
}
