// Reads a repository as the worker does, so that a test can kill the process that does it. Arguments: the built processor, URL, folder.
const [, , built, url, folder] = process.argv
const { GitRepositoryProcessor } = await import(built)
const { parseCidrs } = await import(new URL('vet-address.js', built).href)
const processor = new GitRepositoryProcessor({
  home: folder,
  allowHttp: true,
  allowed: parseCidrs(['127.0.0.0/8']),
  resolveHost: async () => ['127.0.0.1'],
  cloneTimeoutMs: 60_000,
  maxBytes: 50e6,
  maxEntries: 1_000,
})
const ref = { url, host: '127.0.0.1', owner: 'o', name: 'r', revision: { kind: 'default' } }
await processor.resolve(ref, new AbortController().signal)
