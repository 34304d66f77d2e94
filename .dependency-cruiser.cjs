/** The arrows between folders, as ARCHITECTURE.md draws them. Every rule says why. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: `^src/${from}/`, pathNot: '\\.test\\.tsx?$' },
  to: { path: '^src/', pathNot: `^src/(${[from, 'platform', ...allowed].join('|')})/` },
})

module.exports = {
  forbidden: [
    { name: 'no-cycles', comment: 'A cycle means that two files are one.', severity: 'error', from: {}, to: { circular: true } },
    only('jobs-know-nobody', 'jobs', ['steering'], 'A stranger should be able to read jobs alone.'),
    only('repositories-know-nobody', 'repositories', [], 'Getting a repository has nothing to do with documenting it.'),
    only('analysis-knows-nobody', 'analysis', [], 'A code map is plain data.'),
    only('steering-knows-nobody', 'steering', [], 'What is asked for is plain data.'),
    only('rendering-knows-nobody', 'rendering', [], 'Markdown in, HTML out.'),
    only('documentation', 'documentation', ['analysis', 'steering'], 'Pages are written from the code map.'),
    only('cache', 'cache', ['documentation', 'rendering'], 'The cache stores wikis and rendered pages.'),
    only('pipeline', 'pipeline', ['jobs', 'repositories', 'analysis', 'documentation', 'rendering', 'cache', 'steering'], 'The pipeline joins the domains and knows no door.'),
    only('site', 'site', ['cache', 'documentation'], 'A folder of files is one more way to read a published wiki.'),
    only('web', 'web', ['pipeline', 'jobs', 'cache', 'documentation', 'rendering', 'repositories', 'steering'], 'HTTP knows ports, no adapter.'),
    only('cli', 'cli', ['pipeline', 'jobs', 'cache', 'documentation', 'repositories', 'steering'], 'Commands know ports, no adapter.'),
    { name: 'platform-is-a-leaf', comment: 'Everybody may use it, so it may use nobody.', severity: 'error', from: { path: '^src/platform/' }, to: { path: '^src/', pathNot: '^src/platform/' } },
    { name: 'reader-stands-alone', comment: 'It runs in the browser.', severity: 'error', from: { path: '^src/reader/' }, to: { path: '^src/', pathNot: '^src/reader/' } },
    {
      name: 'only-main-picks-adapters',
      comment: 'An adapter is chosen in one place.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/main/', '/adapters/', '\\.test\\.tsx?$'] },
      to: { path: '/adapters/' },
    },
    {
      name: 'drivers-in-adapters',
      comment: 'A database driver is an adapter’s business.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['/adapters/', '^src/platform/(sqlite|postgres)/', '^src/main/', '\\.test\\.tsx?$'] },
      to: { path: ['^src/platform/(sqlite|postgres)/', '@photostructure/sqlite', 'node_modules/(pg|graphile-worker)/'] },
    },
    { name: 'src-without-tests', comment: 'The product does not need its tests.', severity: 'error', from: { path: '^src/', pathNot: '\\.test\\.tsx?$' }, to: { path: '^test/' } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|node_modules)' },
  },
}
