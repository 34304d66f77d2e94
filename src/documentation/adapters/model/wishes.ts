import { languageName } from '../../../steering/language-tag.js'
import type { DocumentType } from '../../../steering/steering.js'
import { rememberOf } from '../../plan/remember.js'
import type { WikiPlan } from '../../wiki-plan.js'
import { oneLine, said } from './one-line.js'

const documentTypes: Readonly<Record<DocumentType, string>> = {
  architecture: 'how it is built: parts, what passes between them, why',
  api: 'what it offers to code that uses it',
  'user-guide': 'how somebody uses it, who does not change it',
  developer: 'how somebody changes it',
}
const maxInstructions = 10_000

/** What the job and the repository ask of the prose, each on a line of its own; nothing when nobody asked for anything. */
export const wishesText = rememberOf(({ steering }: WikiPlan): string => {
  const { audience, documentType, language, instructions, focus } = steering
  const lines = [
    ...said('Readers', audience?.value, 200),
    ...said('What they want to know', documentType === undefined ? undefined : documentTypes[documentType.value], 100),
    ...said('Language of all prose, names and ids excepted', language === undefined ? undefined : languageName(language.value), 60),
    ...said('What matters most is in', focus.join(', '), 400),
    ...instructions.map(({ value, from }) => `Wish of ${from === 'job' ? 'whoever asked for this wiki' : 'the repository'}: ${oneLine(value, maxInstructions)}`),
  ]
  return lines.length === 0 ? '' : `\n\nWishes for the prose:\n${lines.join('\n')}`
})
