import type { IncomingMessage, ServerResponse } from 'node:http'

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
  let count = 0
  const more = () => {
    while (!response.destroyed) {
      count += 1
      const ref = `${count.toString(16).padStart(40, '0')} refs/heads/${'x'.repeat(200)}${count}\n`
      if (!response.write((ref.length + 4).toString(16).padStart(4, '0') + ref)) break
    }
  }
  response.on('drain', more)
  more()
}

/** A web page, as many hosts answer for what they do not know. */
export const webPage: LabAnswer = (_request, response) =>
  void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome</html>')
