import { AppError } from '../platform/app-error.js'

const another = 'Choose another with --port, or CODEWIKI_PORT.'

/** Why the server cannot listen where it was told to, in words. Anything else as it is. */
export function listenError(thrown: unknown, { host, port }: { readonly host: string; readonly port: number }): unknown {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
  const refused = (name: string, message: string, advice: string) => new AppError(`server/${name}`, 'invalid', message, { advice, cause: thrown })
  switch (code) {
    case 'EADDRINUSE':
      return refused('port-in-use', `Port ${port} is in use already.`, `If it is CodeWiki that answers there, open it in the browser. ${another}`)
    case 'EACCES':
      return refused('port-not-allowed', `This user may not listen on port ${port}.`, another)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return refused('no-such-address', `This machine has no address ${host}.`, 'Use --host 127.0.0.1, or --host 0.0.0.0 for all of its addresses.')
    default:
      return thrown
  }
}
