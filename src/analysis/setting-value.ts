const secretNames = /SECRET|TOKEN|PASS(?:WORD|PHRASE)?|KEY|CREDENTIAL|PRIVATE/i
const passwordInUrl = /(:\/\/[^\s:/@]*):[^\s/@]+@/g

/** What is kept of a setting's value: nothing of what its name calls a secret, no password within an address, an empty one neither. */
export function settingValue(name: string, value: string | undefined): string | undefined {
  return value === undefined || value === '' || secretNames.test(name) ? undefined : value.replaceAll(passwordInUrl, '$1:…@')
}

const secretConstants = /secret|passw(?:or)?d|passphrase|credential|(?:api|access|auth|private|signing|encryption)[_-]?(?:key|token)|(?:^|[^a-z])token(?:[^a-z]|$)/i

/** The line of a constant without its texts, where it is about a secret: what is in the code need not be in the wiki as well. */
export function withoutSecrets(signature: string): string {
  return secretConstants.test(signature) ? signature.replaceAll(/(["'`])(?:\\.|(?!\1)[^\\])+\1/g, '$1…$1') : signature
}
