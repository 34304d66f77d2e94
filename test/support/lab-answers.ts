import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Writable } from 'node:stream'

/** What a hostile or broken host answers in place of git. */
export type LabAnswer = (request: IncomingMessage, response: ServerResponse) => void

const advertisement = { 'content-type': 'application/x-git-upload-pack-advertisement' }

export const status =
  (code: number, headers: Readonly<Record<string, string>> = {}): LabAnswer =>
  (_request, response) =>
    void response.writeHead(code, headers).end()

/** To a fixed place, or to one that depends on what was asked for. */
export const redirect =
  (location: string | ((url: string) => string)): LabAnswer =>
  (request, response) =>
    void response.writeHead(302, { location: typeof location === 'string' ? location : location(request.url ?? '') }).end()

/** Looks like the start of an answer of git, for a host that changes its mind later. */
export const opening: LabAnswer = (_request, response) => void response.writeHead(200, advertisement).end()

/** Takes the request and never answers. */
export const hang: LabAnswer = () => undefined

/** Answers at once, then a byte now and then, for ever. */
export const drip: LabAnswer = (_request, response) => {
  response.writeHead(200, advertisement)
  const timer = setInterval(() => response.write('0'), 200)
  response.on('close', () => clearInterval(timer))
}

/** Refs without end, as fast as they are taken. */
export const flood: LabAnswer = (_request, response) => {
  response.writeHead(200, advertisement)
  response.write('001e# service=git-upload-pack\n0000')
  pour(response, endlessRef)
}

/** A packet of git with the n-th of refs without end. */
export function endlessRef(count: number): string {
  const ref = `${count.toString(16).padStart(40, '0')} refs/heads/${'x'.repeat(200)}${count}\n`
  return (ref.length + 4).toString(16).padStart(4, '0') + ref
}

/** Writes as fast as it is taken, for as long as somebody takes it, and leaves the others of this process their turns. */
export function pour(stream: Writable, next: (count: number) => string): void {
  const atOnce = 200
  let count = 0
  const more = () => {
    if (stream.destroyed) return
    const chunk = Array.from({ length: atOnce }, () => next((count += 1))).join('')
    if (stream.write(chunk)) setImmediate(more)
    else stream.once('drain', more)
  }
  more()
}

/** An answer that never gets beyond its headers. */
export const endlessHeaders: LabAnswer = (request) => {
  const { socket } = request
  socket.on('error', () => undefined)
  socket.write('HTTP/1.1 200 OK\r\n')
  pour(socket, (count) => `X-More-${count}: ${'x'.repeat(200)}\r\n`)
}

/** A web page, as many hosts answer for what they do not know. */
export const webPage: LabAnswer = (_request, response) =>
  void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome</html>')

/** Our own question is answered as a host does that has the repository; what git asks then, so. */
export const toGit =
  (answer: LabAnswer): LabAnswer =>
  (request, response) =>
    (isOurs(request) ? opening : answer)(request, response)

/** We ask once ourselves, to see where the repository is, before git does. */
export const isOurs = ({ headers }: IncomingMessage): boolean => headers['user-agent']?.includes('CodeWiki') === true
