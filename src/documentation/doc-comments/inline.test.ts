import MarkdownIt from 'markdown-it'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inlineMarkdown } from './inline.js'

const markdown = new MarkdownIt({ html: false, linkify: false })

function html(text: string): string {
  return markdown.renderInline(inlineMarkdown(text))
}

test.each([
  ['Use `a|b` or ``x`y``.', 'Use <code>a|b</code> or <code>x`y</code>.'],
  ['See {@link Job#retry} and {@code List<String>}.', 'See <code>Job.retry</code> and <code>List&lt;String&gt;</code>.'],
  ['Type {@code List<T> list = new ArrayList<>() {};} and {@code {"x":5}} here.', 'Type <code>List&lt;T&gt; list = new ArrayList&lt;&gt;() {};</code> and <code>{&quot;x&quot;:5}</code> here.'],
  ['See {@link https://example.org the site}.', 'See <a href="https://example.org/">the site</a>.'],
  ['Call {@link #fromJson(String, Class) it}.', 'Call <code>fromJson(String, Class)</code>.'],
  ['A :class:`~flask.Flask` object.', 'A <code>Flask</code> object.'],
  ['Returns <code>null</code><p>later &lt;b&gt;', 'Returns <code>null</code> later &lt;b&gt;'],
  ['From https://example.org/a_b_c, really.', 'From <a href="https://example.org/a%5Fb%5Fc">https://example.org/a_b_c</a>, really.'],
  ['`Docs <https://example.org/x>`_ say so.', '<a href="https://example.org/x">Docs</a> say so.'],
  ['An [fs.FS], a [*sql.DB], an [`Arc`], a [ResponseWriter]; [optional] and [1] are not.', 'An <code>fs.FS</code>, a <code>sql.DB</code>, an <code>Arc</code>, a <code>ResponseWriter</code>; [optional] and [1] are not.'],
  ['**Warning**: not *this*', '<strong>Warning</strong>: not *this*'],
  ['One _logical_ flag of snake_case_name, __init__ and _x.', 'One <em>logical</em> flag of snake_case_name, __init__ and _x.'],
  ['An unfinished `code and <T> of Map<K, V>', 'An unfinished `code and &lt;T&gt; of Map&lt;K, V&gt;'],
])('writes %j readably', (text, expected) => {
  expect(html(text)).toBe(expected)
})

test.each([
  '[x](javascript:alert(1))',
  '<img src=x onerror=alert(1)>',
  '![x](data:image/png;base64,AA)',
  '[x](//evil.example)',
  '<script>alert(1)</script>',
])('lets %j through as text only', (text) => {
  expect(html(text)).not.toMatch(/<(?:a|img|script)\b/)
})

test('makes no link but to http and https, no image and no HTML, whatever the comment says', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '`',
      '[',
      '](',
      ')',
      '<',
      '>',
      '**',
      '_',
      '\\',
      '&',
      '{@link ',
      '}',
      'https://a.b',
      '<code>',
      '</code>',
      ':x:`',
      '!',
      'javascript:',
    ),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const tokens = markdown.parseInline(inlineMarkdown(pieces.join('')), {}).flatMap((token) => token.children ?? [])
      for (const token of tokens) {
        expect(['text', 'code_inline', 'link_open', 'link_close', 'strong_open', 'strong_close', 'em_open', 'em_close', 'text_special']).toContain(token.type)
        if (token.type === 'link_open') expect(token.attrGet('href')).toMatch(/^https?:\/\//)
      }
    }),
    { numRuns: 1500 },
  )
})
