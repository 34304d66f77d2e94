import type { ComponentChildren } from 'preact'
import { render } from 'preact-render-to-string'
import type { Assets } from './assets.js'

export interface LayoutProps {
  readonly title: string
  readonly assets: Assets
  readonly children: ComponentChildren
  /** A state for the page's icon: it shows in the tab. */
  readonly icon?: keyof typeof iconColours
  readonly section?: 'jobs' | 'wikis'
  readonly head?: ComponentChildren
  readonly wide?: boolean
}

const iconColours = { plain: '%234f46e5', running: '%23d97706', warn: '%23d97706', good: '%23059669', bad: '%23dc2626' } as const
const page = "%3Cpath d='M9 8h9a5 5 0 0 1 5 5v11H13a4 4 0 0 1-4-4z' fill='white'/%3E"
const iconSigns = {
  plain: page,
  running: "%3Ccircle cx='16' cy='16' r='8' fill='none' stroke='white' stroke-width='4' stroke-dasharray='34 17'/%3E",
  warn: "%3Cpath d='M14 7h4v11h-4zM14 21h4v4h-4z' fill='white'/%3E",
  good: "%3Cpath d='M8 16l6 6 11-12' fill='none' stroke='white' stroke-width='4'/%3E",
  bad: "%3Cpath d='M9 9l14 14M23 9L9 23' stroke='white' stroke-width='4'/%3E",
} as const

const iconUrl = (icon: keyof typeof iconColours): string =>
  `data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='${iconColours[icon]}'/%3E${iconSigns[icon]}%3C/svg%3E`

/** One HTML document. No inline script or style: the policy forbids them. */
export function toDocument(props: LayoutProps): string {
  return `<!doctype html>${render(<Layout {...props} />)}`
}

function Layout({ title, assets, children, icon = 'plain', section, head, wide = false }: LayoutProps) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <link rel="icon" href={iconUrl(icon)} />
        <link rel="stylesheet" href={assets.url('main.css')} />
        <script src={assets.url('theme.js')} />
        <script type="module" src={assets.url('main.js')} />
        {head}
      </head>
      <body class={wide ? 'wide' : 'narrow'}>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <header class="top">
          <a class="brand" href="/">
            CodeWiki
          </a>
          <nav aria-label="Site">
            <a href="/" aria-current={section === 'jobs' ? 'true' : undefined}>
              Jobs
            </a>
            <a href="/wikis" aria-current={section === 'wikis' ? 'true' : undefined}>
              Wikis
            </a>
            <a href="/docs">API</a>
          </nav>
          <button type="button" class="theme js-only" data-theme-switch aria-label="Switch between light and dark">
            ◐
          </button>
        </header>
        {children}
      </body>
    </html>
  )
}
