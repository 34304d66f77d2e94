const secretNames = /SECRET|TOKEN|PASS(?:WORD|PHRASE)?|KEY|CREDENTIAL|PRIVATE/i
const passwordInUrl = /(:\/\/[^\s:/@]*):[^\s/@]+@/g

/** What is kept of a setting's value: nothing of what its name calls a secret, no password within an address, an empty one neither. */
export function settingValue(name: string, value: string | undefined): string | undefined {
  return value === undefined || value === '' || secretNames.test(name) ? undefined : value.replaceAll(passwordInUrl, '$1:…@')
}
