import type { Problem } from '../http-errors.js'

export function ErrorPage({ problem }: { readonly problem: Problem }) {
  return (
    <main id="main" tabindex={-1}>
      <h1>{problem.title}</h1>
      <div class="box bad">
        <p>
          <strong>{problem.detail}</strong>
        </p>
        {problem.advice !== undefined && <p>{problem.advice}</p>}
        <p class="facts">
          <code>{problem.code}</code>
        </p>
      </div>
      <p>
        <a href="/">Jobs</a> · <a href="/wikis">Wikis</a>
      </p>
    </main>
  )
}
