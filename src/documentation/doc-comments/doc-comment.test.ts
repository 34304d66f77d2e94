import { expect, test } from 'vitest'
import { parseDocComment } from './doc-comment.js'
import { docMarkdown, docTags } from './doc-markdown.js'
import { firstSentence } from './first-sentence.js'

function read(doc: string): { prose: string; tags: readonly string[] } {
  const parsed = parseDocComment(doc)
  return { prose: docMarkdown(parsed).markdown, tags: docTags(parsed) }
}

test('reads JSDoc', () => {
  const { prose, tags } = read(
    'Adds a job.\n\nTwice is harmless.\n@param {string} name - what it is called\n@param [opts.delay=0] in ms\n@param bare\n@returns {Promise<Job>} the job\n@throws {RangeError} when full\n@throws when tired\n@since 1.0\n@example\nadd("a")',
  )
  expect(prose).toBe('Adds a job.\n\nTwice is harmless.\n\nExample:\n\n```\nadd("a")\n```')
  expect(tags).toEqual([
    '`name`: What it is called.',
    '`opts.delay`: In ms.',
    'Returns: The job.',
    'Throws `RangeError`: When full.',
    'Throws: When tired.',
  ])
})

test('writes code in a heading as code', () => {
  expect(read('Keeps.\n\n<h2>From {@code Job} to **JSON**</h2>\n\nAll of it.').prose).toContain('**From `Job` to JSON**')
})

test('drops marks for tools, hyphens and all', () => {
  expect(read('@final').prose).toBe('')
  expect(read('Sends.\n\n@final\n\n@phpstan-type Options array{a: int}\n@psalm-suppress All\n@return bool Whether').prose).toBe('Sends.')
  expect(read('Sends.\n\n@unknown-mark stays').prose).toContain('@unknown-mark stays')
})

test.each([
  ['@module\nCookie helper for Hono.', 'Cookie helper for Hono.'],
  ['@module\n\nHono, a framework.\n\n@example\n```ts\nnew Hono()\n```', 'Hono, a framework.\n\nExample:\n\n```ts\nnew Hono()\n```'],
  ['@module core/queue\nKeeps jobs.', 'Keeps jobs.'],
  ['@module core/queue', ''],
  ['@fileoverview Keeps jobs.\nAnd hands them out.\n@author A. Body', 'Keeps jobs. And hands them out.'],
  ['Keeps jobs.\n@packageDocumentation', 'Keeps jobs.'],
])('reads what is said of a file: %j', (doc, expected) => {
  expect(read(doc).prose).toBe(expected)
})

test('reads Javadoc with its HTML', () => {
  const { prose, tags } = read(
    'Converts to <b>JSON</b>.\n\n<p>Use {@code a < b} or {@link Gson#toJson(Object) this}.\n<ul>\n<li>one\n<li>two</li>\n</ul>\n<pre>{@code\n  gson.toJson(x);\n}</pre>\n@param <T> the type\n@throws java.io.IOException if it fails',
  )
  expect(prose).toBe('Converts to JSON.\n\nUse `a < b` or `Gson.toJson(Object)`.\n\n- one\n- two\n\n```\ngson.toJson(x);\n```')
  expect(tags).toEqual(['`T`: The type.', 'Throws `java.io.IOException`: If it fails.'])
})

test('reads reStructuredText', () => {
  const { prose, tags } = read(
    'Runs the app.\n\n    :param host: where to listen, see\n        :attr:`~Flask.host`.\n    :return: nothing\n    :rtype: None\n\n    .. versionchanged:: 0.10\n        Threads.\n\n    Like this::\n\n        app.run()\n',
  )
  expect(prose).toContain('Runs the app.')
  expect(tags).toContain('`host`: Where to listen, see `host`.')
  expect(tags).toContain('Returns: Nothing.')
})

test('reads code after `::` however little it is indented, sessions of the Python shell, and roles whose title looks like a tag', () => {
  expect(read('The :class:`PreparedRequest <PreparedRequest>` object,\nready to be sent.\n\nUsage::\n\n  >>> r = prepare()\n\n  >>> r.send()\n\nThen more.\n').prose).toBe(
    'The `PreparedRequest` object, ready to be sent.\n\nUsage:\n\n```\n>>> r = prepare()\n\n>>> r.send()\n```\n\nThen more.',
  )
  expect(read('Adds.\n\n>>> add(1)\n2\n\nAs :rfc:`822` says, see [1].\n\n[1] - https://example.org/a').prose).toBe('Adds.\n\n```\n>>> add(1)\n2\n```\n\nAs RFC 822 says, see \\[1\\].')
})

test('a reST field ends at a blank line that is followed by text at its own indentation', () => {
  const { prose, tags } = read('Keeps.\n\n:param block: Whether to wait\n    for one.\n\n    Even long.\n\nUsage::\n\n  >>> keep()\n')
  expect(tags).toEqual(['`block`: Whether to wait for one. Even long.'])
  expect(prose).toBe('Keeps.\n\nUsage:\n\n```\n>>> keep()\n```')
})

test('reads Google and NumPy sections', () => {
  expect(
    read(
      'Fetches rows.\n\nArgs:\n    table: the handle,\n        opened.\n    keys (list): which ones\n\nReturns:\n    The rows.\n\nRaises:\n    IOError: on failure',
    ).tags,
  ).toEqual(['`table`: The handle, opened.', '`keys`: Which ones.', 'Returns: The rows.', 'Throws `IOError`: On failure.'])
  expect(read('Fits.\n\nParameters\n----------\nx : array\n    the data\n').tags).toEqual(['`x`: The data.'])
})

test('reads Doxygen', () => {
  const { prose, tags } = read('\\brief Opens a file.\n\\param[in] path where\n\\return a handle')
  expect(prose).toBe('Opens a file.')
  expect(tags).toEqual(['`path`: Where.', 'Returns: A handle.'])
})

test('makes headings of a comment bold text, outside the page outline', () => {
  expect(read('Intro of it.\n\n# Usage\n\nText.\n\nNotes\n-----\n\nMore.').prose).toBe(
    'Intro of it.\n\n**Usage**\n\nText.\n\n**Notes**\n\nMore.',
  )
})

test('leaves out licences and orders to linters', () => {
  expect(read('dict.c - Hash tables.\n\nCopyright (c) 2006, somebody. All rights reserved.\n\neslint-disable no-console').prose).toBe(
    'Hash tables.',
  )
})

test('cuts a long comment at a block, never between an announcement and what it announces', () => {
  const long = `${'word '.repeat(120)}.\n\nUse it like this:\n\n    run()\n\nAnd so on.`
  const { markdown, cut } = docMarkdown(
    parseDocComment(`Short.\n\n${'word '.repeat(85)}.\n\nLike this:\n\n    run()\n\nAnd so on.`),
    undefined,
    'python',
  )
  expect(markdown.endsWith('```python\nrun()\n```')).toBe(true)
  expect(cut).toBe(true)
  expect(docMarkdown(parseDocComment(long)).cut).toBe(true)
})

test.each([
  ['Adds e.g. a job. Then more.', 'Adds e.g. a job.'],
  ['adlist.c - A generic list.\n\nMore.', 'A generic list.'],
  ['Job\n\nThis class represents a job. Yes.', 'This class represents a job.'],
  ['Uses `a. B` always. Next.', 'Uses `a. B` always.'],
  ['Receives a Response. Returns where it redirects to. And more.', 'Receives a Response. Returns where it redirects to.'],
  ['A session.\n\nKeeps cookies and connections.\n\nMore of it here.', 'A session. Keeps cookies and connections.'],
  ['Receives a Response. Returns a URI or `None`', 'Receives a Response. Returns a URI or `None`'],
  ['A session.\n\nNote: not safe for threads.', 'A session.'],
  ['A session.\n\n- cookies\n- connections', 'A session.'],
  ['Version 1.5 of it. Next', 'Version 1.5 of it.'],
  ['Copyright 2020 Somebody. All rights reserved.', undefined],
  ['-----', undefined],
  ['', undefined],
])('takes the first sentence of %j', (doc, expected) => {
  expect(firstSentence(doc)).toBe(expected)
})

test.each([
  ['Adds one.\n\n@deprecated use two', 'Deprecated. Adds one.'],
  ['@deprecated', 'Deprecated.'],
  ['Adds one.\n\nDeprecated: use Two.', 'Deprecated. Adds one.'],
  ['Deprecated: use Two.', 'Deprecated: use Two.'],
  ['Adds what was deprecated: all.', 'Adds what was deprecated: all.'],
])('says first that %j is deprecated, when it is', (doc, expected) => {
  expect(firstSentence(doc)).toBe(expected)
})

test('reads the parameters of PHP, type first', () => {
  expect(parseDocComment('Decodes.\n\n@param string $json  JSON data to parse\n@param bool|null $assoc\n@param callable ...$more - and more').parameters).toEqual([
    { name: '$json', text: 'JSON data to parse' },
    { name: '$assoc', text: '' },
    { name: '$more', text: 'and more' },
  ])
})

test('cuts a long sentence at a word and never inside code', () => {
  expect(firstSentence('Handed to the atomic {@link Backend.addAll the method} of the backend.', 30)).toBe('Handed to the atomic…')
})

test('reads a hostile comment in bounded time', () => {
  const before = process.cpuUsage()
  for (const doc of [
    '`'.repeat(50_000),
    '<code>'.repeat(20_000),
    '{@link '.repeat(20_000),
    '**a '.repeat(20_000),
    '[a]('.repeat(20_000),
    '- '.repeat(30_000),
    'Args:\n'.repeat(10_000),
    '&lt;'.repeat(20_000),
    '#'.repeat(50_000),
    ' \n'.repeat(30_000),
  ]) {
    read(doc)
    firstSentence(doc)
  }
  // Of this process's own time, in microseconds, so that a busy machine makes no difference.
  expect(process.cpuUsage(before).user).toBeLessThan(5_000_000)
})
