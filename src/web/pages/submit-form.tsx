import { documentTypes, type DocumentType } from '../../steering/steering.js'
import type { FormValues, HomeState } from '../web-pages.js'

const empty: FormValues = { repo_url: '', branch: '', tag: '', commit_id: '', include: '', exclude: '', no_cache: false, instructions: '', audience: '', document_type: '', language: '', focus: '', pages: '' }

/** What was typed comes back with what is wrong with it. */
export function SubmitForm({ state }: { readonly state: HomeState | undefined }) {
  const values = state?.values ?? empty
  const steered = values.instructions + values.audience + values.document_type + values.language + values.focus + values.pages !== ''
  const opened = steered || values.branch + values.tag + values.commit_id + values.include + values.exclude !== '' || values.no_cache
  return (
    <form method="post" action="/" class="submit">
      <label for="repo_url">Repository</label>
      <div class="field">
        <input
          id="repo_url"
          name="repo_url"
          value={values.repo_url}
          placeholder="https://github.com/owner/name"
          required
          autocomplete="off"
          autocapitalize="off"
          inputmode="url"
          spellcheck={false}
          aria-describedby={state === undefined ? undefined : 'problem'}
          aria-invalid={state === undefined ? undefined : true}
        />
        <button type="submit">Document it</button>
      </div>
      {state !== undefined && (
        <p id="problem" class="problem" role="alert">
          <strong>{state.problem.detail}</strong> {state.problem.advice}
        </p>
      )}
      <details open={opened}>
        <summary>Options</summary>
        <div class="options">
          <Field name="branch" label="Branch" value={values.branch} />
          <Field name="tag" label="Tag" value={values.tag} />
          <Field name="commit_id" label="Commit" value={values.commit_id} />
          <Field name="include" label="Only these paths" value={values.include} placeholder="src/**, lib/**" />
          <Field name="exclude" label="Leave out" value={values.exclude} placeholder="examples/**" />
          <label class="check">
            <input type="checkbox" name="no_cache" value="true" checked={values.no_cache} /> Do the work even if this wiki exists
          </label>
        </div>
        <details open={steered} class="more">
          <summary>More options: who it is for, what matters in it</summary>
          <p class="soft">
            A repository can say the same of itself in <code>.codewiki/config.yml</code>; what is given here stands over it.
          </p>
          <div class="options">
            <Field name="focus" label="What matters most (globs)" value={values.focus} placeholder="src/core/**" />
            <Field name="audience" label="Readers" value={values.audience} placeholder="operators new to the code" />
            <label>
              Type of document
              <select name="document_type">
                <option value="">Not said</option>
                {documentTypes.map((type) => (
                  <option key={type} value={type} selected={values.document_type === type}>
                    {typeNames[type]}
                  </option>
                ))}
              </select>
            </label>
            <Field name="language" label="Language of a model's prose" value={values.language} placeholder="de, German" />
            <Area name="pages" label="Pages that must exist, one a line" value={values.pages} placeholder={'Plug-ins: how to write one and where they are loaded'} />
            <Area name="instructions" label="Instructions for a language model" value={values.instructions} placeholder="Say “tenant”, never “customer”." />
          </div>
        </details>
      </details>
    </form>
  )
}

const typeNames: Readonly<Record<DocumentType, string>> = { architecture: 'Architecture', api: 'API', 'user-guide': 'User guide', developer: 'Developer guide' }

function Area({ name, label, value, placeholder }: FieldProps) {
  return (
    <label>
      {label}
      <textarea name={name} rows={3} placeholder={placeholder} spellcheck={false}>
        {value}
      </textarea>
    </label>
  )
}

interface FieldProps {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly placeholder?: string
}

function Field({ name, label, value, placeholder }: FieldProps) {
  return (
    <label>
      {label}
      <input name={name} value={value} placeholder={placeholder} autocomplete="off" spellcheck={false} />
    </label>
  )
}
