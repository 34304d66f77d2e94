import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { LabAnswer } from './lab-answers.js'

/** Content of a file, or where a symbolic link points. */
export type FixtureFile = string | Buffer | { readonly symlink: string }
export type FixtureFiles = Readonly<Record<string, FixtureFile>>

const identity = {
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.org',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.org',
  GIT_AUTHOR_DATE: '2026-01-02T03:04:05Z',
  GIT_COMMITTER_DATE: '2026-01-02T03:04:05Z',
}

export interface GitServerOptions {
  /** As servers were before 2018: refs only, and only the commits that refs are at. */
  readonly oldProtocol?: boolean
  readonly address?: '127.0.0.1' | '::1'
}

/** Makes repositories and serves them over real smart HTTP on loopback. */
export class GitServer {
  readonly folder: string
  /** Paths that were asked for. */
  readonly requests: string[] = []
  /** What those requests carried. */
  readonly headers: IncomingHttpHeaders[] = []
  readonly #options: GitServerOptions
  readonly #server: Server
  readonly #backends = new Set<ChildProcess>()
  /** Answers in place of git when the path begins so. */
  readonly #lab = new Map<string, LabAnswer>()
  /** Called when a request begins so, before it is answered. */
  readonly #watched = new Map<string, (request: IncomingMessage) => void>()

  private constructor(options: GitServerOptions) {
    this.#options = options
    this.folder = mkdtempSync(join(tmpdir(), 'codewiki-git-'))
    this.#server = createServer((request, response) => this.#answer(request, response))
  }

  static async start(options: GitServerOptions = {}): Promise<GitServer> {
    const server = new GitServer(options)
    await new Promise<void>((resolve) => server.#server.listen(0, options.address ?? '127.0.0.1', resolve))
    return server
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  url(path: string): string {
    const { address = '127.0.0.1' } = this.#options
    return `http://${address.includes(':') ? `[${address}]` : address}:${this.port}/${path}`
  }

  /** Requests whose path begins so. */
  hits(path: string): number {
    return this.requests.filter((asked) => asked.startsWith(`/${path}`)).length
  }

  /** Runs git in a repository that `create` made. */
  git(path: string, ...args: string[]): string {
    return git(join(this.folder, path), ...args)
  }

  /** Writes an object as it is, also one that git itself would refuse to make; returns its id. */
  writeObject(path: string, type: 'blob' | 'tree' | 'commit', content: string | Buffer): string {
    const args = ['hash-object', '-w', '--stdin', '--literally', '-t', type]
    return execFileSync('git', args, {
      cwd: join(this.folder, path),
      input: content,
      encoding: 'utf8',
      env: environment(this.folder),
    }).trim()
  }

  /** Makes `main` a commit of the tree. */
  commitTree(path: string, tree: string): string {
    const person = 'A <a@example.org> 1767323045 +0000'
    const commit = this.writeObject(path, 'commit', `tree ${tree}\nauthor ${person}\ncommitter ${person}\n\nA commit\n`)
    this.git(path, 'update-ref', 'refs/heads/main', commit)
    return commit
  }

  /** Serves a repository that lies elsewhere. */
  link(path: string, gitDir: string): void {
    mkdirSync(join(this.folder, path), { recursive: true })
    symlinkSync(gitDir, join(this.folder, path, '.git'))
  }

  /** Makes `owner/name` with one commit; returns its id. Without files: an empty repository. */
  create(path: string, files: FixtureFiles, format: 'sha1' | 'sha256' = 'sha1'): string | undefined {
    const folder = join(this.folder, path)
    mkdirSync(folder, { recursive: true })
    git(folder, 'init', '--quiet', '--initial-branch=main', `--object-format=${format}`)
    git(folder, 'config', 'http.uploadpack', 'true')
    if (this.#options.oldProtocol !== true) git(folder, 'config', 'uploadpack.allowAnySHA1InWant', 'true')
    return Object.keys(files).length === 0 ? undefined : this.commit(path, files)
  }

  /** Of the moment of all commits, unless told. */
  commit(path: string, files: FixtureFiles, date = identity.GIT_COMMITTER_DATE): string {
    const folder = join(this.folder, path)
    for (const [name, content] of Object.entries(files)) {
      const target = join(folder, name)
      mkdirSync(dirname(target), { recursive: true })
      if (typeof content === 'object' && 'symlink' in content) symlinkSync(content.symlink, target)
      else writeFileSync(target, content)
    }
    git(folder, 'add', '--all')
    execFileSync('git', ['commit', '--quiet', '--message', 'A commit'], { cwd: folder, env: { ...environment(folder), GIT_COMMITTER_DATE: date } })
    return git(folder, 'rev-parse', 'HEAD')
  }

  /** The next requests below the path are answered so. */
  lab(path: string, answer: LabAnswer): void {
    this.#lab.set(`/${path}`, answer)
  }

  /** Does something before each request below the path is answered. */
  before(path: string, work: (request: IncomingMessage) => void): void {
    this.#watched.set(`/${path}`, work)
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    for (const backend of this.#backends) backend.kill('SIGKILL')
    await new Promise((resolve) => this.#server.close(resolve))
    rmSync(this.folder, { recursive: true, force: true })
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://localhost')
    this.requests.push(url.pathname)
    this.headers.push(request.headers)
    for (const [path, work] of this.#watched) if (url.pathname.startsWith(path)) work(request)
    const lab = [...this.#lab].find(([path]) => url.pathname.startsWith(path))
    if (lab !== undefined) return lab[1](request, response)
    const backend = spawn('git', ['http-backend'], {
      env: {
        PATH: process.env['PATH'],
        GIT_PROJECT_ROOT: this.folder,
        GIT_HTTP_EXPORT_ALL: '1',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_COUNT: '1',
        GIT_CONFIG_KEY_0: 'safe.directory',
        GIT_CONFIG_VALUE_0: '*',
        GIT_PROTOCOL: this.#options.oldProtocol === true ? '' : (request.headers['git-protocol']?.toString() ?? ''),
        REQUEST_METHOD: request.method ?? 'GET',
        PATH_INFO: url.pathname.replace(/^(\/[^/]+\/[^/]+?)(\.git)?\//, '$1/.git/'),
        QUERY_STRING: url.search.slice(1),
        CONTENT_TYPE: request.headers['content-type'] ?? '',
        HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      },
    })
    this.#backends.add(backend)
    backend.once('close', () => this.#backends.delete(backend))
    response.once('close', () => backend.kill('SIGKILL'))
    request.pipe(backend.stdin)
    backend.stdin.on('error', () => undefined)
    let head: Buffer | undefined = Buffer.alloc(0)
    backend.stdout.on('data', (chunk: Buffer) => {
      if (head === undefined) return void response.write(chunk)
      head = Buffer.concat([head, chunk])
      const end = head.indexOf('\r\n\r\n')
      if (end < 0) return
      for (const line of head.subarray(0, end).toString().split('\r\n')) {
        const [name = '', value = ''] = line.split(/:\s*/, 2)
        if (name === 'Status') response.statusCode = Number.parseInt(value, 10)
        else response.setHeader(name, value)
      }
      response.write(head.subarray(end + 4))
      head = undefined
    })
    backend.stdout.on('end', () => response.end())
  }
}

function git(cwd: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd, encoding: 'utf8', env: environment(cwd) }).trim()
}

const environment = (home: string) => ({ PATH: process.env['PATH'], HOME: home, ...identity, GIT_CONFIG_NOSYSTEM: '1' })
