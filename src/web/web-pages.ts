import type { FastifyInstance } from 'fastify'
import type { LibraryPage, OpenWiki } from '../cache/wiki-library.js'
import type { Problem } from './http-errors.js'
import type { SubmitLimit } from './security/submit-limit.js'

/** What a visitor typed, given back to them together with what is wrong with it. */
export interface HomeState {
  readonly values: FormValues
  readonly problem: Problem
}

export interface FormValues {
  readonly repo_url: string
  readonly branch: string
  readonly tag: string
  readonly commit_id: string
  readonly include: string
  readonly exclude: string
  readonly no_cache: boolean
  readonly instructions: string
  readonly audience: string
  readonly document_type: string
  readonly language: string
  readonly focus: string
  /** `Title: what it is to tell`, one a line. */
  readonly pages: string
}

/** The seam between routes and HTML: everything that this layer needs of the pages. Each answer is a whole document. */
export interface WebPages {
  /** Registers `/jobs/…`, `/wiki/…`, `/assets/…` and the home page. The app reads form bodies when this is called. */
  register(app: FastifyInstance, limit: SubmitLimit): Promise<void>
  /** The home page after a submission that was refused. */
  renderHome(state: HomeState): Promise<string>
  renderErrorPage(problem: Problem): string | Promise<string>
  /** A page of a wiki below another base than its own: links to other pages end in `.md`. */
  renderOriginalPage(wiki: OpenWiki, page: LibraryPage): Promise<string>
}
