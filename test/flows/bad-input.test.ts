import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CodewikiServer } from '../support/codewiki-server.js'
import { GitServer } from '../support/git-server.js'
import { hang } from '../support/lab-answers.js'

/** What is refused at the door: nothing of it becomes a job. */
let git: GitServer
const server = new CodewikiServer({ CODEWIKI_QUEUE_SIZE: '1', CODEWIKI_CONCURRENCY: '1', CODEWIKI_SUBMITS_PER_MINUTE: '10000' })
beforeAll(async () => {
  git = await GitServer.start()
  await server.start()
})
afterAll(async () => {
  await server.stop()
  await git.stop()
})

const raw = (body: string, type = 'application/json') => fetch(`${server.url}/api/jobs`, { method: 'POST', headers: { 'content-type': type }, body })

async function expectProblem(response: Response, status: number, code: string): Promise<void> {
  expect([response.status, response.headers.get('content-type')]).toEqual([status, 'application/problem+json; charset=utf-8'])
  expect(await response.json()).toMatchObject({ type: `urn:codewiki:problem:${code}`, status, code, instance: '/api/jobs', advice: expect.any(String) as string })
}

describe('a submission', () => {
  it.each([
    ['that is not a URL', 'not a url at all', 'repositories/invalid-url'],
    ['that is one word', 'nonsense', 'repositories/invalid-url'],
    ['of nothing', ' ', 'repositories/invalid-url'],
    ['that starts with --upload-pack=', '--upload-pack=touch /tmp/owned', 'repositories/invalid-url'],
    ['that starts with --upload-pack= and ends like a URL', '--upload-pack=x https://github.com/a/b', 'repositories/invalid-url'],
    ['of a program', 'ext::sh -c "touch /tmp/owned"', 'repositories/invalid-url'],
    ['of a program, without spaces', 'ext::sh', 'repositories/protocol-not-allowed'],
    ['of a file', 'file:///etc/passwd', 'repositories/local-path-not-allowed'],
    ['of a local path', '/etc', 'repositories/local-path-not-allowed'],
    ['with a password', 'https://me:hunter2@github.com/a/b', 'repositories/invalid-url'],
    ['that points inside a repository', 'https://github.com/a/b/issues/1', 'repositories/invalid-url'],
  ])('%s is refused by name, to programs and on the page', async (_what, repository, code) => {
    await expectProblem(await raw(JSON.stringify({ repo_url: repository })), 422, code)
    const page = await server.submitForm({ repo_url: repository })
    expect([page.status, page.headers.get('content-type')]).toEqual([422, 'text/html; charset=utf-8'])
    const html = await page.text()
    expect(html).toMatch(/role="alert"><strong>[^<]{10,}<\/strong> [^<]{10,}</)
    expect(html).not.toContain('Added to the queue')
    expect(await server.leftovers()).toEqual({ open: 0, folders: [] })
  })

  it.each(['https://me:hunter2@github.com/a/b', ' HTTPS://me:hunter2@there@github.com/a/b', 'https://hunter2@github.com/a/b'])('that is %s comes back without its password', async (repository) => {
    const html = await (await server.submitForm({ repo_url: repository })).text()
    expect(html).toMatch(/value="\s*https:\/\/github\.com\/a\/b"/i)
    expect(html).not.toContain('hunter2')
  })

  it.each([
    ['is not a commit', { commit_id: 'not-hex' }],
    ['starts with a dash', { branch: '--upload-pack=x' }],
    ['holds two dots', { tag: 'a..b' }],
  ])('with a revision that %s is refused by name', async (_what, revision) => {
    await expectProblem(await raw(JSON.stringify({ repo_url: 'https://github.com/a/b', ...revision })), 422, 'repositories/invalid-revision')
    const page = await server.submitForm({ repo_url: 'https://github.com/a/b', ...revision })
    expect(page.status).toBe(422)
    expect(await page.text()).toContain('role="alert"')
  })

  it('that is no JSON is refused by name', async () => {
    await expectProblem(await raw('{"repo_url": "https://github.com/a/b"'), 400, 'web/malformed-json')
    await expectProblem(await raw('{"repo_url": 7}'), 422, 'web/invalid-request')
    await expectProblem(await raw('{"repo_url":"https://github.com/a/b","brnch":"x"}'), 422, 'web/invalid-request')
    await expectProblem(await raw('repo_url=a/b', 'application/x-www-form-urlencoded'), 415, 'web/unsupported-media-type')
  })

  it('W2: with a body that is too large is refused by name, to programs and on a page', async () => {
    await expectProblem(await raw(JSON.stringify({ repo_url: 'x'.repeat(100_000) })), 413, 'web/body-too-large')
    const page = await server.submitForm({ repo_url: 'x'.repeat(100_000) })
    expect([page.status, page.headers.get('content-type')]).toEqual([413, 'text/html; charset=utf-8'])
    expect(await page.text()).toContain('larger than 64 KiB')
  })
})

describe('a full queue', () => {
  it('refuses with the time to wait, to programs and on the page, and takes work again once there is room', async () => {
    git.lab('slow/', hang)
    const running = String((await server.submit({ repo_url: git.url('slow/one') })).body['job_id'])
    await expect.poll(async () => (await server.job(running))['status']).toBe('processing')
    const waiting = String((await server.submit({ repo_url: git.url('slow/two') })).body['job_id'])

    const refused = await raw(JSON.stringify({ repo_url: git.url('slow/three') }))
    expect(refused.headers.get('retry-after')).toBe('60')
    expect(await refused.clone().json()).toMatchObject({ details: { queued: 1, limit: 1 } })
    await expectProblem(refused, 503, 'jobs/queue-full')
    const page = await server.submitForm({ repo_url: git.url('slow/three') })
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '60'])
    expect(await page.text()).toContain('The queue is full')

    for (const id of [waiting, running]) await fetch(`${server.url}/api/jobs/${id}/cancel`, { method: 'POST' })
    expect(await server.ended(running)).toMatchObject({ status: 'cancelled' })
    expect(await server.leftovers()).toEqual({ open: 0, folders: [] })
    git.create('slow-no-more/four', { 'a.py': 'def a():\n    """Does a."""\n' })
    const { body } = await server.submit({ repo_url: git.url('slow-no-more/four') })
    expect(await server.ended(String(body['job_id']))).toMatchObject({ status: 'completed' })
  })
})
