const wideEnough = '(min-width: 64rem)'

export function switchTheme(): void {
  const button = document.querySelector<HTMLButtonElement>('[data-theme-switch]')
  if (button === null) return
  button.hidden = false
  button.addEventListener('click', () => {
    const root = document.documentElement
    const dark = root.dataset['theme'] === 'dark' || (root.dataset['theme'] === undefined && matchMedia('(prefers-color-scheme: dark)').matches)
    root.dataset['theme'] = dark ? 'light' : 'dark'
    localStorage.setItem('theme', root.dataset['theme'])
  })
}

/** The tree is a drawer on a phone and always open beside the page where there is room. */
export function openDrawer(): void {
  const drawer = document.querySelector<HTMLDetailsElement>('[data-drawer]')
  if (drawer === null) return
  const fit = matchMedia(wideEnough)
  const set = () => (drawer.open = fit.matches)
  fit.addEventListener('change', set)
  set()
  const [tree, current] = [drawer.querySelector('.tree'), drawer.querySelector<HTMLElement>('[aria-current]')]
  if (tree !== null && current !== null && fit.matches) tree.scrollTop = Math.max(0, current.offsetTop - 200)
}

/** `#L12-L30` marks the lines and shows the first. */
export function markLines(): void {
  const source = document.querySelector('[data-source]')
  if (source === null) return
  const mark = () => {
    const match = /^#L(\d+)(?:-L?(\d+))?$/.exec(location.hash)
    for (const line of source.querySelectorAll('.marked')) line.classList.remove('marked')
    if (match === null) return
    const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])]
    for (let at = first; at <= Math.min(last, first + 5_000); at += 1) document.getElementById(`L${at}`)?.classList.add('marked')
    document.getElementById(`L${Math.max(1, first - 3)}`)?.scrollIntoView()
  }
  addEventListener('hashchange', mark)
  mark()
}

/** Marks in the contents what is being read. */
export function markContents(): void {
  const links = new Map([...document.querySelectorAll<HTMLAnchorElement>('[data-contents] a')].map((link) => [decodeURIComponent(link.hash.slice(1)), link]))
  if (links.size === 0 || !('IntersectionObserver' in window)) return
  const observer = new IntersectionObserver(
    (entries) => {
      const top = entries.find((entry) => entry.isIntersecting)
      if (top === undefined) return
      for (const link of links.values()) link.removeAttribute('aria-current')
      links.get(top.target.id)?.setAttribute('aria-current', 'true')
    },
    { rootMargin: '0px 0px -70% 0px' },
  )
  for (const id of links.keys()) {
    const heading = document.getElementById(id)
    if (heading !== null) observer.observe(heading)
  }
}

export function addCopyButtons(): void {
  for (const block of document.querySelectorAll<HTMLElement>('.prose pre.code')) {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'copy'
    button.textContent = 'Copy'
    button.addEventListener('click', () => {
      void navigator.clipboard.writeText(block.querySelector('code')?.textContent ?? '').then(() => {
        button.textContent = 'Copied'
        window.setTimeout(() => (button.textContent = 'Copy'), 1_500)
      })
    })
    block.append(button)
  }
}

/** A diagram opens as large as the window. */
export function addZoom(): void {
  for (const figure of document.querySelectorAll<HTMLElement>('.figure-scroll')) {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'zoom'
    button.textContent = 'Enlarge'
    button.addEventListener('click', () => {
      const dialog = document.createElement('dialog')
      dialog.className = 'zoomed'
      const close = document.createElement('button')
      close.type = 'button'
      close.textContent = 'Close'
      close.addEventListener('click', () => dialog.close())
      const drawing = figure.querySelector('svg')?.cloneNode(true)
      dialog.append(close, ...(drawing === undefined ? [] : [drawing]))
      dialog.addEventListener('close', () => dialog.remove())
      document.body.append(dialog)
      dialog.showModal()
    })
    figure.after(button)
  }
}

/** Diagrams that could not be drawn at publish: the drawing library is large, so it comes only for them. */
export function drawLeftDiagrams(): void {
  const left = [...document.querySelectorAll<HTMLElement>('pre.mermaid')]
  if (left.length === 0) return
  void import('mermaid').then(async ({ default: mermaid }) => {
    mermaid.initialize({ startOnLoad: false, securityLevel: 'strict', theme: 'neutral', flowchart: { htmlLabels: false } })
    await mermaid.run({ nodes: left, suppressErrors: true })
  })
}
