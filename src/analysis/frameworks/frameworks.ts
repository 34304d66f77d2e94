import type { Framework } from './framework.js'

const ecmascript = ['typescript', 'javascript', 'vue', 'svelte'] as const
const verbs = { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE', options: 'OPTIONS', head: 'HEAD', all: 'any' } as const
const capitals = { GET: 'GET', POST: 'POST', PUT: 'PUT', PATCH: 'PATCH', DELETE: 'DELETE', OPTIONS: 'OPTIONS', HEAD: 'HEAD', Any: 'any' } as const
const titles = { Get: 'GET', Post: 'POST', Put: 'PUT', Patch: 'PATCH', Delete: 'DELETE', Options: 'OPTIONS', Head: 'HEAD', All: 'any' } as const
const absolute = /^(?:\/|\*)/

/** Every framework that is recognised. Only what is certain: a call of the right name on a receiver of the right kind, with a literal path. */
export const frameworks: readonly Framework[] = [
  {
    label: 'Express', languages: ecmascript, imports: /^express$/,
    routes: [{ by: 'call', names: verbs, path: absolute, least: 2, handler: 'last', receiver: /^(?:app|router|server|api|routes?|\w*Router|\w*App|express|Router|Express|Application)$/ }],
  },
  {
    label: 'Hono', languages: ecmascript, imports: /^(?:hono(?:\/.*)?|@hono\/zod-openapi|npm:hono.*|jsr:@hono\/hono.*)$/,
    routes: [{ by: 'call', names: verbs, path: absolute, least: 2, handler: 'last', receiver: /^(?:app|router|api|routes?|\w*App|\w*Router|Hono|OpenAPIHono)$/ }],
  },
  {
    label: 'Fastify', languages: ecmascript, imports: /^(?:fastify(?:-plugin|-type-provider-[\w-]+)?|@fastify\/[\w-]+)$/,
    routes: [{ by: 'call', names: verbs, path: absolute, least: 2, handler: 'last', receiver: /^(?:app|server|fastify|Fastify|instance|api|FastifyInstance)$/ }],
  },
  {
    label: 'Koa', languages: ecmascript, imports: /^(?:@koa\/router|koa-router)$/,
    routes: [{ by: 'call', names: { ...verbs, del: 'DELETE' }, path: absolute, least: 2, handler: 'last', receiver: /^(?:router|\w*Router|Router|KoaRouter)$/ }],
  },
  {
    label: 'NestJS', languages: ecmascript, imports: /^@nestjs\/common$/,
    routes: [{ by: 'annotation', names: titles, prefixNames: ['Controller'], mayLackPath: true, handler: 'none' }],
  },
  {
    label: 'Flask', languages: ['python'], imports: /^flask(?:\.|$)/,
    routes: [{ by: 'annotation', names: { route: 'GET', get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE' }, path: /^\//, methods: ['methods'], keys: ['rule'], handler: 'none' }],
  },
  {
    label: 'FastAPI', languages: ['python'], imports: /^(?:fastapi|starlette)(?:\.|$)/,
    routes: [{ by: 'annotation', names: { ...verbs, websocket: 'WebSocket', api_route: 'any' }, path: /^(?:\/|$)/, methods: ['methods'], keys: ['path'], handler: 'none' }],
  },
  {
    label: 'Django', languages: ['python'], imports: /^django\.(?:urls|conf\.urls)(?:\.|$)/,
    routes: [{ by: 'call', names: { path: 'any', re_path: 'any', url: 'any' }, receiver: /^$/, least: 2, handler: 'last' }],
  },
  {
    label: 'Gin', languages: ['go'], imports: /^github\.com\/gin-gonic\/gin$/,
    routes: [{ by: 'call', names: capitals, path: /^(?:\/|$)/, least: 2, handler: 'last' }],
  },
  {
    label: 'Echo', languages: ['go'], imports: /^github\.com\/labstack\/echo(?:\/v\d+)?$/,
    routes: [{ by: 'call', names: capitals, path: /^(?:\/|$)/, least: 2, handler: 'last' }],
  },
  {
    label: 'chi', languages: ['go'], imports: /^github\.com\/go-chi\/chi(?:\/v\d+)?$/,
    routes: [{ by: 'call', names: titles, path: /^\//, least: 2, handler: 'last' }],
  },
  {
    label: 'Fiber', languages: ['go'], imports: /^github\.com\/gofiber\/fiber(?:\/v\d+)?$/,
    routes: [{ by: 'call', names: titles, path: /^\//, least: 2, handler: 'last' }],
  },
  {
    label: 'net/http', languages: ['go'], imports: /^(?:net\/http|github\.com\/gorilla\/mux)$/,
    routes: [{ by: 'call', names: { HandleFunc: 'any', Handle: 'any' }, path: /^(?:[A-Z]+ )?\//, least: 2, handler: 'last' }],
  },
  {
    label: 'Spring', languages: ['java', 'kotlin'], imports: /^org\.springframework\.web\.bind\.annotation\b/,
    routes: [
      {
        by: 'annotation', mayLackPath: true, keys: ['value', 'path'], methods: ['method'], prefixNames: ['RequestMapping'], handler: 'none',
        names: { GetMapping: 'GET', PostMapping: 'POST', PutMapping: 'PUT', PatchMapping: 'PATCH', DeleteMapping: 'DELETE', RequestMapping: 'any' },
      },
    ],
  },
  {
    label: 'ASP.NET', languages: ['csharp'], imports: /^Microsoft\.AspNetCore\b/,
    routes: [
      { by: 'annotation', mayLackPath: true, prefixNames: ['Route'], handler: 'none', names: { HttpGet: 'GET', HttpPost: 'POST', HttpPut: 'PUT', HttpPatch: 'PATCH', HttpDelete: 'DELETE' } },
    ],
  },
  {
    label: 'ASP.NET', languages: ['csharp'], says: /\bWebApplication\b|\bIEndpointRouteBuilder\b/,
    routes: [{ by: 'call', path: /^(?:\/|$)/, least: 2, handler: 'last', names: { MapGet: 'GET', MapPost: 'POST', MapPut: 'PUT', MapPatch: 'PATCH', MapDelete: 'DELETE' } }],
  },
  {
    label: 'Laravel', languages: ['php'], says: /\bIlluminate\\Support\\Facades\\Route\b/,
    routes: [{ by: 'call', receiver: /^Route$/, least: 2, handler: 'last', names: { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE', any: 'any', resource: 'resource', apiResource: 'resource' } }],
  },
  {
    label: 'Symfony', languages: ['php'], says: /\bSymfony\\Component\\Routing\b/,
    routes: [{ by: 'annotation', names: { Route: 'any' }, keys: ['path'], methods: ['methods'], path: /^\//, prefixNames: ['Route'], handler: 'none' }],
  },
  {
    label: 'Rails', languages: ['ruby'], says: /\.routes\.draw\b/,
    routes: [
      { by: 'call', receiver: /^$/, handler: 'none', names: { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE', resources: 'resources', resource: 'resource', root: 'GET' } },
    ],
  },
  {
    label: 'Sinatra', languages: ['ruby'], says: /require ['"]sinatra|Sinatra::Base/,
    routes: [{ by: 'call', receiver: /^$/, path: /^\//, handler: 'none', names: { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE' } }],
  },
  {
    label: 'axum', languages: ['rust'], imports: /^axum\b/,
    routes: [{ by: 'call', names: { route: 'any' }, path: /^\//, least: 2, handler: 'last' }],
  },
  {
    label: 'Actix', languages: ['rust'], imports: /^actix_web\b/,
    routes: [{ by: 'annotation', names: { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE' }, path: /^\//, handler: 'none' }],
  },
  {
    label: 'Rocket', languages: ['rust'], imports: /^rocket\b/,
    routes: [{ by: 'annotation', names: { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE' }, path: /^\//, handler: 'none' }],
  },
  {
    label: 'Commander', languages: ecmascript, imports: /^(?:commander|@commander-js\/extra-typings)$/,
    commands: [
      { by: 'call', names: { command: 'command' }, purpose: { at: 1 } },
      { by: 'call', names: { option: 'option', requiredOption: 'option' }, purpose: { at: 1 }, follows: /\.command\(\s*['"`]([^'"`]+)/ },
      { by: 'call', names: { description: 'description' }, follows: /\.command\(\s*['"`]([^'"`]+)/ },
    ],
  },
  {
    label: 'yargs', languages: ecmascript, imports: /^yargs(?:\/.*)?$/,
    commands: [{ by: 'call', names: { command: 'command' }, purpose: { at: 1 } }, { by: 'call', names: { option: 'option' } }],
  },
  {
    label: 'argparse', languages: ['python'], imports: /^argparse$/,
    commands: [{ by: 'call', names: { add_parser: 'command' }, purpose: { key: 'help' } }, { by: 'call', names: { add_argument: 'option' }, purpose: { key: 'help' } }],
  },
  {
    label: 'Click', languages: ['python'], imports: /^click$/,
    commands: [
      { by: 'annotation', names: { command: 'command', group: 'command' }, nameKey: 'name', namedByFunction: true, purpose: { key: 'help' } },
      { by: 'annotation', names: { option: 'option', argument: 'option' }, purpose: { key: 'help' } },
    ],
  },
  {
    label: 'Typer', languages: ['python'], imports: /^typer$/,
    commands: [{ by: 'annotation', names: { command: 'command' }, nameKey: 'name', namedByFunction: true, purpose: { key: 'help' } }],
  },
  {
    label: 'Cobra', languages: ['go'], imports: /^github\.com\/spf13\/cobra$/,
    commands: [{ by: 'annotation', names: { Command: 'command' }, receiver: /^cobra$/, nameKey: 'Use', purpose: { key: 'Short' } }],
  },
  {
    label: 'clap', languages: ['rust'], imports: /^clap\b/,
    commands: [{ by: 'call', names: { subcommand: 'command' } }],
  },
]
