/** `Package auth provides …` → `provides …`: the page's title is the subject already. */
export function withoutSubject(text: string): string {
  return text.replace(/^(?:package [\w.]+|this (?:package|module|file|unit))(?:,[^,]*,)?\s+(?:is\s+(?=(?:an?|the)\s)|(?!(?:is|was)\b)(?=\p{Ll}+s\b))/iu, '')
}
