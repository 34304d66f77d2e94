/** Enough that every stage of its job takes a moment; unlike that of any other mark. */
export function largeProjectFiles(mark: string, count = 240): Record<string, string> {
  const line = (at: number, of: number) => `/** Does ${at} of ${of} in ${mark}. */\nexport function work${of}x${at}(n: number): number {\n  return n + ${at}\n}\n`
  const files = Array.from({ length: count }, (_, file): [string, string] => [
    `src/part${file % 12}/file${file}.ts`,
    Array.from({ length: 40 }, (_, at) => line(at, file)).join(''),
  ])
  return { 'README.md': `# ${mark}\n`, ...Object.fromEntries(files) }
}
