import { afterAll, expect, test } from 'vitest'
import { CodeLab, type Files } from '../../../test/support/code-analysis.js'
import { letterboxSubject } from '../../../test/support/letterbox-code-map.js'
import { writePlannedPage } from '../pages/write-page.js'
import { planWiki } from '../plan-wiki.js'

const lab = new CodeLab()
afterAll(() => lab.close())

async function page(files: Files): Promise<string | undefined> {
  const plan = planWiki(await lab.analyse(files), letterboxSubject)
  const planned = plan.pages.find((one) => one.slug === 'security')
  return planned === undefined ? undefined : writePlannedPage(plan, planned).markdown
}

test('lists sensitive calls of the product by kind, with how many and where', async () => {
  const markdown = (await page({
    'app/run.py': 'import subprocess\nimport hashlib\n\ndef run(x):\n    subprocess.run(x)\n    subprocess.run(x, shell=True)\n    return hashlib.sha256(x)\n',
    'examples/run.py': 'import os\n\ndef run(x):\n    os.system(x)\n',
    'tests/test_run.py': 'import pickle\n\ndef test_run():\n    pickle.loads(b"")\n',
  })) ?? ''
  expect(markdown).toContain('### Processes\n\n2 places where the code starts or replaces a process.')
  expect(markdown).toMatch(/\| `subprocess\.run` \| .*`run`.* \| .*\[app\/run\.py:5\]\(\S+\) and \[app\/run\.py:6\]/)
  expect(markdown).toContain('`hashlib.sha256`')
  expect(markdown).not.toMatch(/os\.system|pickle/)
})

test('quotes the policy, and names checks, updates and secrets that the code reads', async () => {
  const markdown = (await page({
    'src/a.ts': "export const key = process.env.PAYMENT_API_KEY\nexport const port = process.env.PORT\n",
    'SECURITY.md': '# Security\n\nReport it to security@example.org, please.\n',
    '.github/dependabot.yml': 'version: 2\n',
    '.github/workflows/check.yml': 'on: push\njobs:\n  audit:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: github/codeql-action/init@v3\n      - run: npm audit --omit=dev\n',
  })) ?? ''
  expect(markdown).toContain('It names `security@example.org` ([SECURITY.md:3](source/SECURITY.md#L3-L3)).')
  expect(markdown).toContain('> Report it to security@example.org, please. (')
  expect(markdown).toContain('| `PAYMENT_API_KEY` |')
  expect(markdown).not.toContain('`PORT`')
  expect(markdown).toMatch(/\| CodeQL \| `github\/codeql-action\/init@v3` \| `audit` \|/)
  expect(markdown).toContain('| npm audit | `npm audit --omit=dev` | `audit` |')
  expect(markdown).toContain('Updates of dependencies are asked for by [`.github/dependabot.yml`]')
})

test('names definitions that are about access by whole words of their names, and gives no verdict', async () => {
  const markdown = (await page({ 'a.py': 'class Authenticator:\n    """Knows who somebody is."""\n\nclass Author:\n    pass\n\ndef check_permission(user):\n    return True\n\ndef authority():\n    return 1\n' })) ?? ''
  expect(markdown).toContain('2 definitions say by their names that they are about who somebody is, or what they may do.')
  expect(markdown).toContain('Knows who somebody is.')
  expect(markdown).not.toMatch(/`Author`|`authority`/)
  expect(markdown).not.toMatch(/\b(?:insecure|vulnerable|is secure|unsafe)\b/i)
})

test('is no page for a lock file and a licence', async () => {
  expect(await page({ 'a.ts': 'export const a = 1\n', 'package-lock.json': '{"packages":{}}', LICENSE: 'MIT' })).toBeUndefined()
})
