import type { ProseScope } from './prose-scope.js'

const html = /<(?:!--|\/?(?:a|abbr|b|big|br|button|center|code|dd|del|details|div|dl|dt|em|embed|font|form|h[1-6]|hr|i|iframe|img|input|ins|kbd|li|link|mark|meta|object|ol|p|pre|q|s|script|small|span|strong|style|sub|summary|sup|svg|table|tbody|td|th|thead|tr|tt|u|ul|video)\b|\/?\w[\w-]*\s+\w[\w-]*\s*=)/i
const link = /\]\s*\(|\]\s*\[|!\[|\[\[|\b[a-z][a-z0-9+.-]{1,20}:\/\/|\bjavascript:|\bwww\.|<[^\s<>]+@[^\s<>]+>/i

/** Written without a scheme, it is an address all the same to who reads it; `socket.io` is a name where the repository knows it. */
const bareAddress = /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.[a-z]{2,}|(?<![\w.@/-])(?:[a-z0-9-]+\.)+(?:com|net|org|io|dev|app|info|biz|xyz|ru|cn|example)(?![\w-])/g

/** Of what is no code. */
export function textViolations(text: string, { knows }: Pick<ProseScope, 'knows'>): string[] {
  const quoted = `"${text.trim().slice(0, 80)}"`
  const isLink = link.test(text) || (text.match(bareAddress) ?? []).some((address) => address.includes('@') || !knows(address))
  return [
    ...(html.test(text) ? [`There is HTML in ${quoted}; write names as code, in backticks.`] : []),
    ...(isLink ? [`There is a link or address in ${quoted}; only [S…] and [[module-id]] are allowed.`] : []),
  ]
}
