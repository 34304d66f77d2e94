/** `.codewiki/config.yml` to begin with: every field, none of them in force. */
export const configTemplate = `# How CodeWiki documents this repository. Every line is optional; what a job asks for stands over it.
# Longer instructions fit into instructions.md beside this file. A mistake here is a warning in the job's log.

# Which files count (globs; a name without a slash is found anywhere, a folder ends in a slash).
# include: [src/**]
# exclude: [examples/, "**/*.gen.ts"]

# What matters most: it comes first in lists and in the order of pages.
# focus: [src/core/**]

# architecture, api, user-guide or developer: orders pages and sections.
# document_type: developer

# Pages that must exist, beside those of the modules. Without focus, what a page is about is found by its words.
# pages:
#   - title: How a request travels
#     purpose: From the socket to the answer, with every layer in between
#     focus: [src/http/**]
#     parent: overview
#     notes: [Name the middleware in its order.]

# For a language model, where one is configured: who reads, in which language, and what to mind.
# audience: people who run it and have never seen the code
# language: en
# instructions: Say "tenant", never "customer".
`
