import type { CodeMap } from '../../src/analysis/code-map.js'
import type { WikiSubject } from '../../src/documentation/wiki-plan.js'
import { codeMap, moduleNode } from './code-map-fixture.js'

export const letterboxSubject: WikiSubject = {
  url: 'https://github.com/example/letterbox',
  host: 'github.com',
  owner: 'example',
  name: 'letterbox',
  commit: '0123456789abcdef0123456789abcdef01234567',
  committedAt: '2026-03-04T05:06:07Z',
}

/** A small believable project: letters are queued, sorted by rules and delivered over transports. */
export function letterboxCodeMap(): CodeMap {
  return codeMap({
    files: {
      'README.md': { lines: 20, role: 'docs' },
      'package.json': { lines: 30, role: 'config' },
      LICENSE: { lines: 21, role: 'docs' },
      'src/cli.ts': {
        lines: 60,
        doc: 'The `letterbox` command.',
        components: [
          {
            name: 'main',
            kind: 'function',
            lines: [10, 58],
            signature: 'export async function main(args: string[]): Promise<number>',
            doc: 'Runs the command.\n@param args what stands after the name\n@returns the exit code',
          },
        ],
      },
      'src/queue/index.ts': {
        lines: 6,
        doc: 'Keeps letters until somebody takes them, across restarts.\n\nNothing here knows how a letter travels.',
      },
      'src/queue/letter-queue.ts': {
        lines: 160,
        components: [
          {
            name: 'LetterQueue',
            kind: 'class',
            lines: [12, 150],
            signature: 'export class LetterQueue<T extends Letter> implements AsyncDisposable',
            doc: 'First in, first out, durable.\n\n# Not a heading of the page\n\nSee {@link Letter} and https://example.org/queues.\n\n- `put` is idempotent\n- <script>alert(1)</script> is text',
            members: [
              { name: 'constructor', kind: 'method', lines: [20, 24] },
              { name: 'put', kind: 'method', lines: [30, 50], doc: 'Adds a letter | once.' },
              { name: 'take', kind: 'method', lines: [52, 80], doc: 'The oldest letter.' },
              { name: 'items', kind: 'field', lines: [14, 14], isPrivate: true },
            ],
          },
          { name: 'maxLetters', kind: 'constant', lines: [5, 5], signature: 'export const maxLetters = 1_000' },
          { name: 'compact', kind: 'function', lines: [152, 160], isPrivate: true, doc: 'Drops what was taken.' },
        ],
      },
      'src/queue/letter.ts': {
        lines: 30,
        components: [
          {
            name: 'Letter',
            kind: 'interface',
            lines: [3, 28],
            signature: 'export interface Letter',
            doc: 'What is sent.',
            members: [{ name: 'address', kind: 'field', lines: [5, 5] }],
          },
        ],
      },
      'src/transport/transport.ts': {
        lines: 24,
        components: [
          {
            name: 'Transport',
            kind: 'interface',
            lines: [4, 20],
            signature: 'export interface Transport',
            members: [{ name: 'deliver', kind: 'method', lines: [8, 9] }],
          },
        ],
      },
      'src/transport/pigeon.ts': {
        lines: 90,
        components: [
          {
            name: 'PigeonTransport',
            kind: 'class',
            lines: [8, 88],
            signature: 'export class PigeonTransport implements Transport',
            doc: 'Delivers by pigeon.\n\n```ts\nawait new PigeonTransport().deliver(letter)\n```\n\n@deprecated use the telegraph\n@throws {LostError} when the pigeon is lost',
            members: [{ name: 'deliver', kind: 'method', lines: [20, 60], doc: 'Sends a pigeon.' }],
          },
        ],
      },
      'test/letter-queue.test.ts': { lines: 70, role: 'test' },
    },
    references: [
      { from: 'src/cli.ts#main', to: 'src/queue/letter-queue.ts#LetterQueue', kind: 'new', lines: [14] },
      { from: 'src/cli.ts#main', to: 'src/queue/letter-queue.ts#LetterQueue.take', kind: 'call', tier: 'typed', lines: [20, 31] },
      { from: 'src/cli.ts#main', to: 'src/transport/pigeon.ts#PigeonTransport.deliver', kind: 'call', tier: 'typed', lines: [25] },
      { from: 'src/cli.ts#main', to: 'src/transport/pigeon.ts#PigeonTransport', kind: 'new', lines: [16] },
      { from: 'src/cli.ts#main', to: 'src/transport/transport.ts#Transport.deliver', kind: 'call', tier: 'unique', lines: [40] },
      { from: 'src/queue/letter-queue.ts#LetterQueue', to: 'src/queue/letter.ts#Letter', kind: 'type', lines: [12] },
      {
        from: 'src/queue/letter-queue.ts#LetterQueue.take',
        to: 'src/queue/letter-queue.ts#compact',
        kind: 'call',
        tier: 'local',
        lines: [70],
      },
      { from: 'src/transport/pigeon.ts#PigeonTransport', to: 'src/transport/transport.ts#Transport', kind: 'implements', lines: [8] },
      { from: 'src/transport/pigeon.ts#PigeonTransport.deliver', to: 'src/queue/letter.ts#Letter', kind: 'type', lines: [20] },
      { from: 'test/letter-queue.test.ts', to: 'src/queue/letter-queue.ts#LetterQueue', kind: 'new', lines: [9] },
    ],
    imports: [
      { from: 'src/cli.ts', specifier: './queue/letter-queue.js', targets: ['src/queue/letter-queue.ts'], line: 2 },
      { from: 'src/cli.ts', specifier: 'undici', line: 3 },
      { from: 'src/transport/pigeon.ts', specifier: '../queue/letter.js', targets: ['src/queue/letter.ts'], line: 1 },
      { from: 'test/letter-queue.test.ts', specifier: '../src/queue/letter-queue.js', targets: ['src/queue/letter-queue.ts'], line: 2 },
    ],
    modules: moduleNode(
      'overview',
      ['src/cli.ts'],
      [
        moduleNode('queue', ['src/queue/index.ts', 'src/queue/letter-queue.ts', 'src/queue/letter.ts'], [], { path: 'src/queue' }),
        moduleNode('transport', ['src/transport/pigeon.ts', 'src/transport/transport.ts'], [], { path: 'src/transport' }),
      ],
      { name: 'Letterbox', path: '' },
    ),
    offers: [
      { name: 'LetterQueue', path: 'src/queue/index.ts', line: 5, component: 'src/queue/letter-queue.ts#LetterQueue' },
      { name: 'run', path: 'src/queue/index.ts', line: 6, component: 'src/cli.ts#main' },
    ],
    project: {
      name: { value: '@example/letterbox', path: 'package.json', startLine: 2, endLine: 2 },
      description: { value: 'sends letters, once', path: 'package.json', startLine: 4, endLine: 4 },
      readmeSummary: { value: 'Letterbox queues *letters* and delivers them by [pigeon][p].', path: 'README.md', startLine: 3, endLine: 4 },
      readmePath: 'README.md',
      readmeExample: { value: { language: 'typescript', code: "const queue = new LetterQueue()\nqueue.add('hello')" }, path: 'README.md', startLine: 8, endLine: 9 },
      licence: { value: 'MIT', path: 'LICENSE', startLine: 1, endLine: 1 },
      runtimes: [{ value: 'node >= 20', path: 'package.json', startLine: 6, endLine: 6 }],
      commands: [
        { value: { purpose: 'test', command: 'npm test', runs: 'vitest run | tee log' }, path: 'package.json', startLine: 10, endLine: 10 },
      ],
      dependencies: [
        { value: { name: 'undici', version: '^7.0.0', scope: 'runtime' }, path: 'package.json', startLine: 14, endLine: 14 },
        { value: { name: 'vitest', version: '4', scope: 'development' }, path: 'package.json', startLine: 17, endLine: 17 },
      ],
      entryPoints: [
        { value: { kind: 'command', label: 'letterbox', component: 'src/cli.ts#main' }, path: 'package.json', startLine: 8, endLine: 8 },
      ],
      languages: [{ language: 'typescript', label: 'TypeScript', files: 7, lines: 440 }],
    },
    skipped: [{ path: 'logo_*.png', reason: 'binary', sizeBytes: 9_000 }],
  })
}
