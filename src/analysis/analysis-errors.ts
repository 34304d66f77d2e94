import { AppError } from '../platform/app-error.js'

export function nothingToDocument(files: number, languages: readonly string[]): AppError {
  return new AppError('analysis/nothing-to-document', 'invalid', `The repository has no source code in a language that CodeWiki reads (${files} other files).`, {
    advice: `${languages.slice(0, -1).join(', ')} and ${languages.at(-1)} are read. Check the branch, and include and exclude patterns.`,
  })
}

export function tooManyFiles(found: number, limit: number): AppError {
  return new AppError('analysis/too-many-files', 'too-large', `The repository has ${found} files; at most ${limit} are read.`, {
    advice: 'Leave folders out with exclude patterns, or raise CODEWIKI_MAX_FILES.',
    details: { found, limit },
  })
}

export function tooMuchText(found: number, limit: number): AppError {
  const mib = (bytes: number) => `${Math.ceil(bytes / 1024 ** 2)} MiB`
  return new AppError('analysis/too-much-text', 'too-large', `The files of the repository hold ${mib(found)}; at most ${mib(limit)} are read.`, {
    advice: 'Leave folders out with exclude patterns, or raise CODEWIKI_MAX_REPOSITORY_MB.',
    details: { found, limit },
  })
}
