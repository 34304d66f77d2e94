import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { deflateSync, gunzipSync } from 'node:zlib'
import { endlessRef, pour, type LabAnswer } from './lab-answers.js'

export interface RawHost {
  /** Lines of `ls-refs`: `<id> HEAD symref-target:refs/heads/main`. */
  readonly refs: readonly string[]
  /** Sent for whatever is asked for. */
  readonly pack: Buffer
}

/** Speaks just enough of git's protocol v2 to send what no honest git would. */
export function rawHost({ refs, pack }: RawHost): LabAnswer {
  return (request, response) => {
    if (request.method === 'GET') return advertise(response)
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks)
      const asked = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString('latin1')
      response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-result' })
      if (asked.includes('command=ls-refs')) response.end(refs.map((ref) => packet(`${ref}\n`)).join('') + '0000')
      else response.end(Buffer.concat([Buffer.from(packet('packfile\n')), ...bands(pack), Buffer.from('0000')]))
    })
  }
}

/** Answers every question with refs, as fast as they are taken, for ever. */
export function floodingHost(): LabAnswer {
  return (request, response) => {
    if (request.method === 'GET') return advertise(response)
    response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-result' })
    request.resume()
    pour(response, endlessRef)
  }
}

function advertise(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-advertisement' })
  const capabilities = ['version 2\n', 'ls-refs\n', 'fetch=shallow\n', 'object-format=sha1\n'].map(packet).join('')
  response.end(`${packet('# service=git-upload-pack\n')}0000${capabilities}0000`)
}

const packet = (text: string): string => (Buffer.byteLength(text) + 4).toString(16).padStart(4, '0') + text

/** The pack in the first band of the side band, 60 kB at a time. */
function bands(pack: Buffer): Buffer[] {
  const parts: Buffer[] = []
  for (let at = 0; at < pack.length; at += 60_000) {
    const part = pack.subarray(at, at + 60_000)
    parts.push(Buffer.from((part.length + 5).toString(16).padStart(4, '0') + '\u0001', 'latin1'), part)
  }
  return parts
}

export interface RawObject {
  readonly type: 'commit' | 'tree' | 'blob'
  readonly content: Buffer
}

const typeNumbers = { commit: 1, tree: 2, blob: 3 }

export const idOf = ({ type, content }: RawObject): Buffer => createHash('sha1').update(`${type} ${content.length}\0`).update(content).digest()

/** One folder in a folder, or file in it: `40000` or `100644`. */
export const treeEntry = (mode: '40000' | '100644', name: string, id: Buffer): Buffer => Buffer.concat([Buffer.from(`${mode} ${name}\0`), id])

/** A host whose only commit has this tree, in a pack of these objects, which need not be honest. */
export function hostOfTree(tree: Buffer, objects: readonly RawObject[]): LabAnswer {
  const person = 'A <a@example.org> 1767323045 +0000'
  const commit: RawObject = { type: 'commit', content: Buffer.from(`tree ${tree.toString('hex')}\nauthor ${person}\ncommitter ${person}\n\nA commit\n`) }
  const id = idOf(commit).toString('hex')
  return rawHost({ refs: [`${id} HEAD symref-target:refs/heads/main`, `${id} refs/heads/main`], pack: packOf([commit, ...objects].map(packed)) })
}

const packed = ({ type, content }: RawObject): Buffer => Buffer.concat([entry(typeNumbers[type], content.length), deflateSync(content)])

function packOf(entries: readonly Buffer[]): Buffer {
  const count = Buffer.alloc(4)
  count.writeUInt32BE(entries.length)
  const body = Buffer.concat([Buffer.from('PACK\0\0\0\u0002', 'latin1'), count, ...entries])
  return Buffer.concat([body, createHash('sha1').update(body).digest()])
}

/** A pack of some 50 kB whose second object unfolds to `copies` times 16 MB: a delta that copies its base again and again. */
export function deltaBomb(copies: number): Buffer {
  const base: RawObject = { type: 'blob', content: Buffer.alloc(0xff_ff_ff) }
  // Copy from offset 0, size 0xffffff: one op code and three bytes of size.
  const copy = Buffer.from([0b1111_0000, 0xff, 0xff, 0xff])
  const { length } = base.content
  const delta = Buffer.concat([varint(length), varint(length * copies), ...Array.from({ length: copies }, () => copy)])
  return packOf([packed(base), Buffer.concat([entry(7, delta.length), idOf(base), deflateSync(delta)])])
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest])
    bytes.push((rest % 128) | 128)
  }
}

/** Type and size of a packed object: four bits of the size beside the type, then seven at a time. */
function entry(type: number, size: number): Buffer {
  const first = (type << 4) | (size % 16)
  return size < 16 ? Buffer.from([first]) : Buffer.concat([Buffer.from([first | 128]), varint(Math.floor(size / 16))])
}
