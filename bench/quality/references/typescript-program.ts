import { existsSync, lstatSync, mkdirSync, symlinkSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import ts from 'typescript'

/** The compiler's view of a checkout: every TypeScript file in one program, each import resolved as the nearest tsconfig.json says. */
export class TypeScriptProgram {
  readonly program: ts.Program
  readonly checker: ts.TypeChecker
  readonly #folder: string
  readonly #options = new Map<string, ts.CompilerOptions>()
  readonly #resolved = new Map<string, ts.ResolvedModuleFull | undefined>()

  constructor(folder: string, paths: readonly string[], packages: ReadonlyMap<string, string>) {
    this.#folder = folder
    linkWorkspaces(folder, packages)
    const options: ts.CompilerOptions = { ...fallback, noEmit: true }
    const host = ts.createCompilerHost(options)
    host.resolveModuleNameLiterals = (literals, containing) => literals.map(({ text }) => ({ resolvedModule: this.resolve(containing, text) }))
    this.program = ts.createProgram({ rootNames: paths.map((path) => join(folder, path)), options, host })
    this.checker = this.program.getTypeChecker()
  }

  path(file: ts.SourceFile): string {
    return relative(this.#folder, file.fileName)
  }

  source(path: string): ts.SourceFile | undefined {
    return this.program.getSourceFile(join(this.#folder, path))
  }

  resolve(containing: string, specifier: string): ts.ResolvedModuleFull | undefined {
    const key = `${containing}\n${specifier}`
    if (!this.#resolved.has(key)) this.#resolved.set(key, ts.resolveModuleName(specifier, containing, this.#optionsFor(dirname(containing)), ts.sys).resolvedModule)
    return this.#resolved.get(key)
  }

  #optionsFor(folder: string): ts.CompilerOptions {
    const known = this.#options.get(folder)
    if (known !== undefined) return known
    const config = join(folder, 'tsconfig.json')
    const outer = folder === this.#folder || !folder.startsWith(this.#folder) ? fallback : undefined
    const options = existsSync(config) ? readOptions(config) : (outer ?? this.#optionsFor(dirname(folder)))
    this.#options.set(folder, options)
    return options
  }
}

/** How modules are found by tools of today, where a repository says nothing else. */
const fallback: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  jsx: ts.JsxEmit.Preserve,
  allowJs: true,
  strict: true,
  resolveJsonModule: true,
  allowImportingTsExtensions: true,
  experimentalDecorators: true,
  types: [],
}

/** Only what decides where a module is. A base that is not installed is left out, as the compiler does. */
function readOptions(config: string): ts.CompilerOptions {
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(config, ts.sys.readFile).config ?? {}, ts.sys, dirname(config))
  const { baseUrl, paths, pathsBasePath, moduleResolution, module, customConditions, rootDirs } = options
  const modern = moduleResolution === undefined || moduleResolution < ts.ModuleResolutionKind.Node16
  return {
    ...fallback,
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(paths === undefined ? {} : { paths, pathsBasePath }),
    ...(rootDirs === undefined ? {} : { rootDirs }),
    ...(customConditions === undefined ? {} : { customConditions }),
    ...(modern ? {} : { moduleResolution, module }),
  }
}

/** What installing a workspace does for its own packages; others stay unknown. */
function linkWorkspaces(folder: string, packages: ReadonlyMap<string, string>): void {
  for (const [name, path] of packages) {
    const link = join(folder, 'node_modules', name)
    if (path === '' || lstatSync(link, { throwIfNoEntry: false }) !== undefined) continue
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(resolve(folder, path), link)
  }
}
