import { expect, test } from 'vitest'
import { cleanDoc, withoutLegalParagraphs } from './clean-doc.js'

test('keeps what a comment says before and after its licence', () => {
  const doc = 'Redis Object implementation.\n\nCopyright (c) 2009-Present, Redis Ltd.\nAll rights reserved.\n\nLicensed under your choice of\nthe Redis Source Available License 2.0.'
  expect(withoutLegalParagraphs(doc)).toBe('Redis Object implementation.')
  expect(withoutLegalParagraphs('Portions of this file are available under BSD3 terms; see CONTRIBUTIONS.')).toBeUndefined()
  expect(withoutLegalParagraphs('Copyright (c) 2010, Someone\n\nHolds letters.')).toBe('Holds letters.')
})

test('finds nothing to say in a bare licence', () => {
  const bsd = 'Copyright (c) 2010\n\nRedistribution and use in source and binary forms are permitted:\n\n* Redistributions of source code must retain the above copyright notice.\n\nTHIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS'
  expect(withoutLegalParagraphs(bsd)).toBeUndefined()
})

test('keeps the tab that makes code of a Go comment', () => {
  expect(cleanDoc('// Create a client:\n//\n//\tcli, err := New()', 100)).toBe('Create a client:\n\n\tcli, err := New()')
})

test('takes the stars of a block comment off, and leaves those of a list in line comments', () => {
  expect(cleanDoc('/**\n * Two things:\n *\n * * one\n */', 100)).toBe('Two things:\n\n* one')
  expect(cleanDoc('/*!\nTwo things:\n\n* one\n* two\n*/', 100)).toBe('Two things:\n\n* one\n* two')
  expect(cleanDoc('/// Two things:\n///\n/// * one\n/// * two', 100)).toBe('Two things:\n\n* one\n* two')
  expect(cleanDoc('#: Where it looks.', 100)).toBe('Where it looks.')
})
