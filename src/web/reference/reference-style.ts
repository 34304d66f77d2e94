/** The reference page's own style sheet: it stands alone, so that it can be read while the reader's assets change. */
export const referenceStyle = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #566173; --line: #d9dee6; --page: #fff; --side: #f6f8fa; --link: #0b5cad; --get: #0b6b3a; --post: #8a4b00; --delete: #b3261e; }
@media (prefers-color-scheme: dark) { :root:not([data-theme='light']) { --ink: #e4e9f0; --soft: #a3aebd; --line: #303a47; --page: #12171e; --side: #171d26; --link: #7db7ff; --get: #6fd39b; --post: #f0b35e; --delete: #ff9a90; } }
:root[data-theme='light'] { color-scheme: light; }
:root[data-theme='dark'] { color-scheme: dark; --ink: #e4e9f0; --soft: #a3aebd; --line: #303a47; --page: #12171e; --side: #171d26; --link: #7db7ff; --get: #6fd39b; --post: #f0b35e; --delete: #ff9a90; }
* { box-sizing: border-box; }
body { margin: 0; display: grid; grid-template-columns: 18rem minmax(0, 1fr); color: var(--ink); background: var(--page); font: 16px/1.6 system-ui, sans-serif; }
a { color: var(--link); }
a:focus-visible, [tabindex]:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
main:focus { outline: none; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--page); padding: .5rem 1rem; z-index: 1; }
nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 1.5rem; background: var(--side); border-right: 1px solid var(--line); font-size: .875rem; }
nav h2 { margin: 1.25rem 0 .25rem; font-size: .8rem; color: var(--soft); }
nav ul { list-style: none; margin: 0; padding: 0; }
nav li a { display: block; padding: .2rem 0 .2rem 3.7em; text-indent: -3.7em; color: inherit; text-decoration: none; }
nav li a:hover { text-decoration: underline; }
.site { display: flex; gap: 1rem; margin: .25rem 0 0; }
.brand { margin: 0; font-weight: 650; font-size: 1rem; }
main { padding: 2rem clamp(1rem, 4vw, 4rem); max-width: 70rem; }
h1 { margin-top: 0; line-height: 1.2; }
h2 { margin-top: 3rem; line-height: 1.25; }
h3 { margin: 0 0 .25rem; }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
.endpoint, .schema { margin: 2rem 0; padding-top: 1.5rem; border-top: 1px solid var(--line); scroll-margin-top: 1rem; }
.path { margin-top: 0; }
.method { display: inline-block; min-width: 4.8em; text-indent: 0; font: 650 .75em ui-monospace, monospace; color: var(--get); }
.method.post { color: var(--post); }
.method.delete { color: var(--delete); }
.required, .optional, small { color: var(--soft); font-weight: 400; font-size: .8em; }
.table { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .75rem .45rem 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--soft); font-weight: 500; }
tbody th { font-weight: 500; white-space: nowrap; }
@media (max-width: 50rem) { body { display: block; } nav { position: static; height: auto; max-height: 45vh; border-right: 0; border-bottom: 1px solid var(--line); } }
`
