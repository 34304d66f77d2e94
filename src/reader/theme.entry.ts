// Loaded before the page is painted, so that a chosen theme never flashes the other one and nothing moves for what scripts add.
const root = document.documentElement
root.classList.add('js')
try {
  const chosen = localStorage.getItem('theme')
  if (chosen === 'dark' || chosen === 'light') root.dataset['theme'] = chosen
} catch {
  // A browser that keeps nothing for this site follows the system's theme.
}
