import { shorten } from '../prose.js'
import { inlineMarkdown, memberName } from './inline.js'
import { parseDocComment, type DocBlock } from './doc-comment.js'

const legal =
  /copyright|©|\(c\)\s*\d{4}|licen[sc]ed? (?:under|to|is|and)|\blicen[sc]e[sd]?\b.{0,40}\b(?:agreement|version|terms|file)|all rights reserved|spdx-|redistribution and use|permission is hereby|without warranty|permission to use/i
const editorial =
  /^(?:do not use\b|eslint|tslint|prettier|jshint|jslint|istanbul|c8|ts-|@ts|global[s ]|vim:|-\*-|noqa|type:|pylint|flake8|nolint|go:build|\+build|#!|use strict|region|clang-format|Copied from|Adapted from|Ported from|This file is (?:part of|auto)|TODO|FIXME|XXX|HACK|Created by|Author:|Date:|<auto|revive:|lint:|nosec|spell-?checker|from \S+ tests|\$[A-Z]\w*:)/i

/** `[1] - https://…` belongs to a number somewhere in the text. */
const footnote = /^\[\w{1,20}\]\s*[-–:]?\s*<?https?:\S+$/

/** `Writer ...`, written to please a linter. */
const blank = /^[\w.]{1,60}\s*(?:\.{2,3}|…)$/

/** The paragraphs that say something: no licences, no linter commands, no rules of dashes. */
export function tellingBlocks(blocks: readonly DocBlock[]): readonly DocBlock[] {
  return blocks.filter((block) => {
    const text = block.kind === 'list' ? block.items.join(' ') : block.text
    return block.kind === 'code' || (!footnote.test(text.trim()) && !blank.test(text.trim()) && !legal.test(text) && !editorial.test(text.trim()) && /[\p{L}]{2}/u.test(text))
  })
}

/** The first sentence of a doc comment as inline Markdown, at most `maxLength` characters of text; undefined when it says nothing. What is deprecated says so first. */
export function firstSentence(doc: string | undefined, maxLength = 180): string | undefined {
  const said = plainSentence(doc, maxLength)
  if (!isDeprecated(doc) || (said !== undefined && /^deprecated\b/i.test(said))) return said
  return said === undefined ? 'Deprecated.' : `Deprecated. ${said}`
}

/** The same, whatever is deprecated. */
export function plainSentence(doc: string | undefined, maxLength = 180): string | undefined {
  const text = firstSentenceText(doc, maxLength)
  const markdown = text === undefined ? '' : inlineMarkdown(text)
  return markdown === '' ? undefined : markdown
}

/** JSDoc, Javadoc and PHPDoc; Go; reStructuredText. */
const deprecation = /(?:^|\n)[ \t]*(?:[@\\]deprecated\b|Deprecated:|\.\. deprecated::)/

export const isDeprecated = (doc: string | undefined): boolean => doc !== undefined && deprecation.test(doc)

export function firstSentenceText(doc: string | undefined, maxLength = 180): string | undefined {
  if (doc === undefined) return undefined
  const blocks = withoutTitle(tellingBlocks(parseDocComment(doc).blocks))
  const first = blocks.find((block) => block.kind === 'paragraph')
  if (first?.kind !== 'paragraph') return undefined
  const sentence = withNext(first, blocks, maxLength)
  const next = sentence.endsWith(':') ? blocks[blocks.indexOf(first) + 1] : undefined
  const text = shortenCode(closeColon(sentence, next?.kind === 'list' ? next.items.map(plainLinks) : [], maxLength), maxLength)
  return /\p{L}{2}/u.test(text) ? text : undefined
}

/** A sentence of so few words says too little alone: `Receives a Response.` */
const fewWords = 3
const aside = /^(?:note|notice|example|usage|warning|caution|see|deprecated|todo|by default|default)\b/i

/** The first sentence, where it is very short with the one after it. */
function withNext(first: Paragraph, blocks: readonly DocBlock[], maxLength: number): string {
  const text = sentencesOf(first)
  const sentence = cutSentence(text)
  if (sentence.split(' ').length > fewWords || !/[.!?]$/.test(sentence)) return sentence
  const following = blocks[blocks.indexOf(first) + 1]
  const rest = text.slice(sentence.length).trim()
  const next = cutSentence(rest === '' && following?.kind === 'paragraph' ? sentencesOf(following) : rest)
  const both = `${sentence} ${next}`
  const goesOn = /^\p{Lu}.*[^:;,]$/u.test(next) && next.split(' ').length > 2 && !aside.test(next)
  return goesOn && both.length <= maxLength ? both : sentence
}

type Paragraph = Extract<DocBlock, { readonly kind: 'paragraph' }>

const sentencesOf = ({ text }: Paragraph): string => plainLinks(withoutFileName(text)).replace(/\s+/g, ' ').trim()

/** Some comments begin with the bare name of what they describe, as if it were a heading. */
export function withoutTitle(blocks: readonly DocBlock[]): readonly DocBlock[] {
  const [first, second] = blocks
  const isTitle =
    first?.kind === 'paragraph' && second?.kind === 'paragraph' && first.text.split(/\s+/).length <= 2 && !/[.!?:]$/.test(first.text)
  return isTitle ? blocks.slice(1) : blocks
}

const linkTag = /\{@(?:link|linkplain|linkcode|value|see)\s+([^{}\s|`(]{1,200}(?:\([^{}`)]{0,200}\))?)[^{}]{0,200}\}/g

/** `{@link Queue.add label}` as code, so that cutting the text cannot cut the tag. */
function plainLinks(text: string): string {
  return text
    .replace(/\{@(?:code|literal)\s+([^{}`]{1,300})\}/g, '`$1`')
    .replace(linkTag, (_, target: string) => `\`${memberName(target)}\``)
}

/** Cut text keeps no half of a code span. */
function shortenCode(text: string, maxLength: number): string {
  const cut = shorten(text, maxLength)
  return cut !== text && cut.split('`').length % 2 === 0 ? `${cut.slice(0, cut.lastIndexOf('`')).replace(/[\s,;:([]+$/, '')}…` : cut
}

/** `dict.c - Hash tables` and `dict.c: …` say the file's name again. */
export function withoutFileName(text: string): string {
  return text.replace(/^[\w./-]{1,60}\.[a-z]{1,4}\s*(?:[-–—:]+|\s)\s*(?=\S)/i, (prefix) => (/[-–—:]\s*$/.test(prefix) ? '' : prefix))
}

const abbreviation = /(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|resp|incl|no|fig|eq|al|Mr|Dr|St|[A-Za-z])|\.\.)\.$/

function cutSentence(text: string): string {
  for (const end of text.matchAll(/[.!?](?=\s+["'(`<]?[\p{Lu}\d@{`<*]|\s*$)/gu)) {
    const sentence = text.slice(0, end.index + 1)
    const backticks = sentence.split('`').length - 1
    if (backticks % 2 === 0 && !abbreviation.test(sentence)) return sentence
  }
  return text
}

const maxItems = 5
/** A longer sentence is cut anyway; looking for its last clause would take time that grows with the square of it. */
const maxAnnouncing = 600

/**
 * A sentence that ends in a colon announces something: a short list is taken in; else the clause that announces it is left out, and
 * where there is no such clause the colon becomes a full stop.
 */
export function closeColon(text: string, items: readonly string[], maxLength: number): string {
  if (!text.endsWith(':')) return text
  const whole = `${text} ${items.map((item) => item.replace(/\s+/g, ' ').replace(/[.;,]$/, '')).join('; ')}.`
  if (items.length > 0 && items.length <= maxItems && whole.length <= maxLength) return whole
  if (text.length > maxAnnouncing) return `${text.slice(0, -1)}.`
  const before = /^(.{25,})[,;]\s[^,;]*:$/.exec(text)?.[1] ?? /^(.{25,}?)\s(?:such as|like|including|as follows|for example|e\.g\.|with)\b[^,;]*:$/.exec(text)?.[1]
  if (before !== undefined) return `${before}.`
  return items.length > 0 && text.split(/\s+/).length < 6 ? whole : `${text.slice(0, -1)}.`
}
