/** The second query of a grammar and what a file must say for it to be worth running; see `languages/literals`. */
export interface LiteralQuery {
  readonly file: string
  readonly reads: RegExp
}

const ecmascript: LiteralQuery = { file: 'ecmascript', reads: /\b(?:process|Bun|Deno)\s*\.\s*env\b|\bimport\.meta\b/ }

export const literalQueries: Readonly<Record<string, LiteralQuery>> = {
  typescript: ecmascript,
  tsx: ecmascript,
  javascript: ecmascript,
  python: { file: 'python', reads: /\benviron\b|\bgetenv\b/ },
  go: { file: 'go', reads: /\bos\.(?:Getenv|LookupEnv)\b/ },
  java: { file: 'java', reads: /\bgetenv\b/ },
  kotlin: { file: 'kotlin', reads: /\bgetenv\b/ },
  rust: { file: 'rust', reads: /\benv::var/ },
  ruby: { file: 'ruby', reads: /\bENV\b/ },
  php: { file: 'php', reads: /\bgetenv\b|\benv\s*\(|\$_ENV\b/ },
  c_sharp: { file: 'c_sharp', reads: /\bGetEnvironmentVariable\b/ },
  c: { file: 'c', reads: /getenv\b/ },
  cpp: { file: 'cpp', reads: /getenv\b/ },
}
