import { hash } from 'node:crypto'

/** SHA-256 of the text in UTF-8, in hexadecimal digits: the first `digits` of 64. */
export const sha256 = (text: string, digits = 64): string => hash('sha256', text).slice(0, digits)
