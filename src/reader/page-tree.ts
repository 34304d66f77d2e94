/** On a phone a button shows the tree and hides it again. */
export function openDrawer(): void {
  const button = document.querySelector('[data-drawer-switch]')
  button?.addEventListener('click', () => showTree(button.getAttribute('aria-expanded') !== 'true'))
}

export function showTree(shown: boolean): void {
  document.querySelector('[data-drawer-switch]')?.setAttribute('aria-expanded', String(shown))
}

/** The current page is in sight in the tree, without moving the page itself. */
export function showCurrentInTree(): void {
  const [tree, current] = [document.querySelector('.tree'), document.querySelector('.tree [aria-current]')]
  if (tree === null || current === null) return
  const [box, line] = [tree.getBoundingClientRect(), current.getBoundingClientRect()]
  if (line.bottom > box.bottom - 40 || line.top < box.top) tree.scrollTop += line.top - box.top - box.height / 3
}
