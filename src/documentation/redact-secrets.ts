import { looksRandom } from './looks-random.js'
import { redactPrivateKeys } from './redact-private-keys.js'
import { secretKinds } from './secret-kinds.js'

/** A name that ends so holds a secret. What comes before it does not matter: `DB_PASSWORD`, `client_secret`, `x-api-key`. */
const secretName = /(?:passw(?:or)?d|passphrase|secret|token|credentials?|(?:api|access|auth|private|secret|signing|encryption|account|master|session|deploy)[_-]?key(?:[_-]?base)?)(?![A-Za-z0-9])/i

/** `name: "value"`, `name=value`, `"name" => 'value'`, `name: string = "value"`, `<name>value</name>`, `--name value`. */
const assignment = new RegExp(
  `(${secretName.source}\\\\?["'\`\\]]{0,2}(?:\\s{0,4}:\\s{0,4}[A-Za-z][\\w.|?<>& ]{0,40}(?==\\s?["'\`])\\s{0,4})?[ \\t]{0,20}(?:=>|:=|[:=>]| )[ \\t]{0,20})(?:(\\\\?["'\`])([^"'\`\\s\\\\]{8,400})\\\\?\\2|([^"'\`\\s\\\\,;<>(){}[\\]]{8,400})(?![(\\w]))`,
  'gi',
)

const urlPassword = /(\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/?#@"'`<>{}[\]$]{0,80}:)([^\s:/?#@"'`<>{}[\]$]{3,200})(?=@[A-Za-z0-9[])/gi
const authorisation = /(\b(?:Bearer|Basic|Token)[ \t]{1,4})([A-Za-z0-9._~+/-]{16,2000}={0,2})/gi

/** What every text with a secret has somewhere: most texts are done after this one look. */
const hint = new RegExp(
  `-----BEGIN|sk-|AKIA|ASIA|ABIA|ACCA|AIza|GOCSPX|ya29|gh[pousr]_|github_pat_|gl[a-z]{2,5}-|xox|xapp-|hooks\\.slack|/webhooks/|[sr]k_|whsec_|npm_|pypi-|rubygems_|dckr_|SG\\.|SK[0-9a-f]|key-|:AA|[MNO][\\w-]{23,27}\\.|hf_|_v1_|shp|hv[sbr]\\.|dapi|lin_api|AGE-|eyJ|Key=|://|(?:bearer|basic|token)\\s|${secretName.source}`,
  'i',
)

/** Words that stand for a secret and are none. */
const placeholder = /example|your|xxx|\*\*\*|\.\.\.|changeme|change[_-]me|placeholder|dummy|redacted|<|\$\{|\{\{|%\(/i
const plainPassword = /^(?:pass|passwd|password|pwd|pw|secret|user|username|test|guest|root|admin|postgres|token|x+)\d{0,4}$/i

/**
 * The text with each secret replaced by `[redacted <kind>]`; line breaks stay, so offsets by line hold. What is not certain by its own
 * shape counts only where it is random and its name says that it is secret. Linear in the text.
 */
export function redactSecrets(text: string): string {
  if (!hint.test(text)) return text
  let redacted = redactPrivateKeys(text)
  for (const { name, pattern } of secretKinds) redacted = redacted.replace(pattern, `[redacted ${name}]`)
  redacted = redacted.replace(urlPassword, (all, before: string, password: string) => (isPlaceholder(password) ? all : `${before}[redacted password]`))
  redacted = redacted.replace(authorisation, (all, before: string, value: string) => (isPlaceholder(value) || !looksRandom(value) ? all : `${before}[redacted credential]`))
  return redacted.replace(assignment, (all, before: string, quote: string | undefined, quoted: string | undefined, bare: string | undefined) => {
    const value = quoted ?? bare ?? ''
    if (isPlaceholder(value) || !looksRandom(value)) return all
    return quote === undefined ? `${before}[redacted secret]` : `${before}${quote}[redacted secret]${quote}`
  })
}

function isPlaceholder(value: string): boolean {
  return placeholder.test(value) || plainPassword.test(value)
}
