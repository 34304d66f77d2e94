import type { Binding, ImportFact } from '../file-facts.js'
import type { CommandRule, Framework, RouteRule } from './framework.js'
import { frameworks } from './frameworks.js'
import type { CommandFact, LiteralArgument, LiteralCall, RouteFact } from './literal-facts.js'

/** What one file gives the rules. */
export interface FileEvidence {
  readonly language: string
  readonly text: string
  readonly imports: readonly ImportFact[]
  readonly bindings: readonly Binding[]
}

export interface Recognised {
  readonly routes: readonly RouteFact[]
  readonly commands: readonly CommandFact[]
}

/** Frameworks that a file uses, by what it imports or says. */
export function frameworksOf({ language, text, imports }: FileEvidence): readonly Framework[] {
  const sources = imports.map(({ source }) => source.replaceAll('::', '.').replaceAll('\\', '.'))
  return frameworks.filter((one) => one.languages.includes(language) && (one.imports !== undefined ? sources.some((source) => one.imports?.test(source) === true) : one.says?.test(text) === true))
}

/** Names of calls and annotations that any rule of these frameworks asks for. */
export function wantedNames(used: readonly Framework[]): ReadonlySet<string> {
  const rules = used.flatMap(({ routes = [], commands = [] }): readonly (RouteRule | CommandRule)[] => [...routes, ...commands])
  return new Set(rules.flatMap((rule) => [...Object.keys(rule.names), ...('prefixNames' in rule ? (rule.prefixNames ?? []) : [])]))
}

export function recogniseFrameworks(used: readonly Framework[], calls: readonly LiteralCall[], evidence: FileEvidence): Recognised {
  const made = makersOf(evidence.bindings)
  const routes = used.flatMap(({ label, routes: rules = [] }) => rules.flatMap((rule) => routesBy(label, rule, calls, made)))
  const commands = used.flatMap(({ label, commands: rules = [] }) => rules.flatMap((rule) => commandsBy(label, rule, calls)))
  return { routes: onePerPlace(routes), commands: withDescriptions(commands).sort((a, b) => a.startLine - b.startLine) }
}

/** Two rules may know one place (`starlette` under FastAPI): it is one route. */
function onePerPlace(routes: readonly RouteFact[]): RouteFact[] {
  const seen = new Set<string>()
  return routes
    .filter(({ startLine, path, method }) => {
      const key = `${startLine} ${path} ${method}`
      return !seen.has(key) && seen.add(key)
    })
    .sort((a, b) => a.startLine - b.startLine)
}

/** What each variable of the file is made of: `app` → `express`, `Hono`. */
function makersOf(bindings: readonly Binding[]): ReadonlyMap<string, ReadonlySet<string>> {
  const made = new Map<string, Set<string>>()
  for (const { variable, type } of bindings) made.set(variable, (made.get(variable) ?? new Set()).add(type.split('.').at(-1) ?? type))
  return made
}

function matches(rule: RouteRule | CommandRule, call: LiteralCall, made: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  if (call.isAnnotation !== (rule.by === 'annotation') || !Object.hasOwn(rule.names, call.name)) return false
  if (rule.receiver === undefined) return true
  const root = /^(?:await\s+)?(?:new\s+)?(?:this\.)?([\w$]*)/.exec(call.receiver)?.[1] ?? ''
  if (root === '' && call.receiver !== '') return false
  const makers = made.get(root)
  // A variable that is known to be made of something else is not the framework's, whatever it is called.
  return makers === undefined ? rule.receiver.test(root) : [...makers].some((maker) => rule.receiver?.test(maker) === true)
}

function routesBy(label: string, rule: RouteRule, calls: readonly LiteralCall[], made: ReadonlyMap<string, ReadonlySet<string>>): RouteFact[] {
  return calls.flatMap((call): RouteFact[] => {
    if (!matches(rule, call, made) || call.args.length < (rule.least ?? 0) || (call.isOnType === true && rule.prefixNames !== undefined)) return []
    const written = call.name === 'root' ? '/' : pathOf(rule, call)
    if (written === undefined || (rule.path !== undefined && !rule.path.test(written))) return []
    const pattern = /^([A-Z]+) (\/.*)$/.exec(written)
    const method = pattern?.[1] ?? methodsOf(rule, call) ?? rule.names[call.name] ?? 'any'
    const handler = rule.handler === 'last' ? handlerOf(call) : call.isAnnotation ? call.on : call.args.find(({ key }) => key === 'to')?.literal
    const prefix = rule.prefixNames === undefined ? '' : prefixOf(rule, call, calls)
    return [{ framework: label, method, path: joinPaths(prefix, pattern?.[2] ?? written), ...(handler === undefined ? {} : { handler }), startLine: call.startLine, endLine: call.endLine }]
  })
}

function pathOf(rule: RouteRule, call: LiteralCall): string | undefined {
  const named = call.args.find(({ key }) => key !== undefined && rule.keys?.includes(key) === true)
  const positional = call.args.filter(({ key }) => key === undefined)[rule.at ?? 0]
  const found = named ?? positional
  if (found === undefined) return rule.mayLackPath === true ? '' : undefined
  return found.literal ?? found.list?.[0] ?? (rule.mayLackPath === true && positional === undefined ? '' : undefined)
}

function methodsOf(rule: RouteRule, { args }: LiteralCall): string | undefined {
  const found = args.find(({ key }) => key !== undefined && rule.methods?.includes(key) === true)
  if (found === undefined) return undefined
  const listed = found.list ?? (found.literal === undefined ? [] : [found.literal])
  const names = listed.length > 0 ? listed : [...found.text.matchAll(/\b(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b/g)].map((match) => match[1] ?? '')
  return names.length === 0 ? undefined : [...new Set(names.map((name) => name.toUpperCase()))].join(', ')
}

/** The last annotation on a type above. */
function prefixOf(rule: RouteRule, call: LiteralCall, calls: readonly LiteralCall[]): string {
  const above = calls.filter((one) => one.isAnnotation && one.isOnType === true && rule.prefixNames?.includes(one.name) === true && one.startLine < call.startLine)
  const last = above.at(-1)
  return last === undefined ? '' : (pathOf({ ...rule, mayLackPath: true }, last) ?? '')
}

function joinPaths(prefix: string, path: string): string {
  if (prefix === '') return path === '' ? '/' : path
  const joined = `${prefix.replace(/\/$/, '')}/${path.replace(/^\//, '')}`.replace(/(.)\/$/, '$1')
  return joined.startsWith('/') ? joined : `/${joined}`
}

/** The last argument, where it is a name: `listUsers`, `users.list`, `UserView.as_view()`, `[UserController::class, 'index']`. */
function handlerOf({ args }: LiteralCall): string | undefined {
  const last = args.filter(({ key }) => key === undefined).at(-1)
  if (last === undefined || last.literal !== undefined) return undefined
  const controller = /^\[\s*([\w\\]+)::class\s*,\s*['"](\w+)['"]\s*\]$/.exec(last.text)
  if (controller !== null) return `${controller[1] ?? ''}.${controller[2] ?? ''}`
  const routing = /^(?:get|post|put|patch|delete|any)\(\s*([\w:]+)\s*\)$/.exec(last.text)?.[1]
  const name = routing ?? last.text.replace(/\.as_view\(\)$/, '')
  return /^[\w$]+(?:(?:\.|::)[\w$]+)*$/.test(name) && !/^(?:true|false|null|nil|None)$/.test(name) ? name : undefined
}

/** `.command('serve').description('Answers HTTP')` says what the command does; an option on the same function as a command is its. */
function withDescriptions(all: readonly FoundCommand[]): CommandFact[] {
  const said = new Map(all.flatMap((one) => (one.kind === 'description' && one.of !== undefined ? [[one.of, one.name] as const] : [])))
  const commandAt = new Map(all.flatMap(({ kind, name, onLine }) => (kind === 'command' && onLine !== undefined ? [[onLine, name] as const] : [])))
  return all.flatMap((one): CommandFact[] => {
    const { kind, onLine, ...fact } = one
    if (kind === 'description') return []
    const purpose = one.purpose ?? (kind === 'command' ? said.get(one.name) : undefined)
    const of = one.of ?? (kind === 'option' && onLine !== undefined ? commandAt.get(onLine) : undefined)
    return [{ ...fact, kind, ...(of === undefined ? {} : { of }), ...(purpose === undefined ? {} : { purpose }) }]
  })
}

/** `onLine`: where the function stands that this is written on. */
type FoundCommand = Omit<CommandFact, 'kind'> & { readonly kind: CommandFact['kind'] | 'description'; readonly onLine?: number }

function commandsBy(label: string, rule: CommandRule, calls: readonly LiteralCall[]): FoundCommand[] {
  return calls.flatMap((call): FoundCommand[] => {
    if (!matches(rule, call, new Map())) return []
    const written = rule.names[call.name]
    const kind = written === 'option' || written === 'description' ? written : 'command'
    const of = rule.follows === undefined ? undefined : lastOf(call.receiver, rule.follows)
    const literals = call.args.filter(({ key, literal }) => key === undefined && literal !== undefined)
    const name = nameOf(rule, kind, call, literals)
    if (name === undefined || name === '') return []
    const { purpose } = rule
    const said = purpose?.key === undefined ? (purpose?.at === undefined ? undefined : call.args.filter(({ key }) => key === undefined)[purpose.at]?.literal) : call.args.find(({ key }) => key === purpose.key)?.literal
    const told = said === undefined || said === '' ? (kind === 'command' && rule.namedByFunction === true ? call.onDoc : undefined) : said
    return [{ framework: label, kind, name, ...(call.onLine === undefined ? {} : { onLine: call.onLine }), ...(of === undefined ? {} : { of }), ...(told === undefined ? {} : { purpose: told }), startLine: call.startLine, endLine: call.endLine }]
  })
}

function lastOf(text: string, pattern: RegExp): string | undefined {
  return [...text.matchAll(new RegExp(pattern.source, 'g'))].at(-1)?.[1]
}

function nameOf(rule: CommandRule, kind: FoundCommand['kind'], call: LiteralCall, literals: readonly LiteralArgument[]): string | undefined {
  const named = rule.nameKey === undefined ? undefined : call.args.find(({ key }) => key === rule.nameKey)?.literal
  if (named !== undefined) return named
  const flags = kind === 'option' && rule.purpose?.at === undefined ? literals.map(({ literal }) => literal).join(', ') : literals[0]?.literal
  if (flags !== undefined && flags !== '') return flags
  return rule.namedByFunction === true ? call.on?.replaceAll('_', '-') : undefined
}
