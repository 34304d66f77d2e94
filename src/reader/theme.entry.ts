// Loaded before the page is painted, so that a chosen theme never flashes the other one.
const chosen = localStorage.getItem('theme')
if (chosen === 'dark' || chosen === 'light') document.documentElement.dataset['theme'] = chosen
