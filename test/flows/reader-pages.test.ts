import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { built } from '../support/built.js'
import { addJobsInEveryState } from '../support/jobs-in-every-state.js'
import { startApp, type RunningApp } from '../support/web-app.js'

const older = 'a'.repeat(40)
const newer = 'b'.repeat(40)
const rocket = '/wiki/github.com/acme/rocket'
let running: RunningApp
let jobs: Awaited<ReturnType<typeof addJobsInEveryState>>
beforeAll(async () => {
  running = await startApp()
  await running.publish({ url: 'https://github.com/acme/rocket', commit: newer, committedAt: '2026-03-01T00:00:00Z' })
  await running.publish({ url: 'https://github.com/acme/rocket', commit: older, committedAt: '2026-01-02T00:00:00Z' })
  jobs = await addJobsInEveryState(running)
})
afterAll(async () => running[Symbol.asyncDispose]())

const get = (path: string, accept = 'text/html') => fetch(running.url + path, { headers: { accept }, redirect: 'manual' })
const html = async (path: string) => (await get(path)).text()
const text = async (path: string) => (await html(path)).replaceAll(/<[^>]*>/g, '').replaceAll(/\s+/g, ' ')

describe('the list of jobs', () => {
  test('tells rows apart by host, owner and name, and says what was asked for', async () => {
    const page = await text('/')
    for (const words of ['github.com/acme/running', 'tag v1.2.3', 'branch release/2.x', 'Paused', '1 page missing', 'The repository is larger']) {
      expect(page).toContain(words)
    }
  })
})

describe('the page of a job', () => {
  test('names its state in title and icon', async () => {
    const head = async (id: string) => /<title>([^<]*)<.*?rel="icon" href="([^"]*)"/s.exec(await html(`/jobs/${id}`))?.slice(1) ?? []
    const heads = await Promise.all([jobs.running, jobs.failed, jobs.completed, jobs.gaps, jobs.paused].map(head))
    expect(heads.map(([title]) => title?.split(':')[0])).toEqual(['56 %', 'Failed', 'Completed', 'Completed', 'Paused'])
    expect(new Set(heads.map(([, icon]) => icon)).size).toBe(5)
  })

  test('says what failed and what to do, which pages are missing and why, and how long it takes with the reason', async () => {
    expect(await text(`/jobs/${jobs.failed}`)).toMatch(/What failed ?Clone: The repository is larger than 500 MB\. ?What to do ?Leave folders out\./)
    expect(await text(`/jobs/${jobs.gaps}`)).toContain('Core: A link points nowhere.')
    expect(await text(`/jobs/${jobs.gaps}`)).toContain('Retry 1 missing page')
    expect(await text(`/jobs/${jobs.running}`)).toContain('about 42 s left, judged by 2 past runs of this repository')
  })

  test('numbers the lines of the log, each with an address, and gives them as text', async () => {
    const page = await html(`/jobs/${jobs.running}`)
    const first = /id="E1"[^>]*>\s*<a href="#E1"/.exec(page)
    expect(first).not.toBeNull()
    expect(page).not.toMatch(/data-log[^>]*aria-live|aria-live[^>]*data-log/)
    const plain = await get(`/jobs/${jobs.running}/log.txt`)
    expect(plain.headers.get('content-type')).toContain('text/plain')
    expect(await plain.text()).toMatch(/^1\t\S+Z\tinfo\t.+\n2\t/)
  })

  test('offers only what its state allows, as forms', async () => {
    const offered = async (id: string) => [...(await html(`/jobs/${id}`)).matchAll(/action="\/jobs\/[^/]+\/(\w+)"/g)].map(([, verb]) => verb)
    expect(await offered(jobs.running)).toEqual(['pause', 'cancel'])
    expect(await offered(jobs.paused)).toEqual(['resume', 'cancel'])
    expect(await offered(jobs.failed)).toEqual(['retry'])
    expect(await offered(jobs.completed)).toEqual([])
  })

  test('reloads itself without scripts only while there is something to come, and not when asked to stand still', async () => {
    expect(await html(`/jobs/${jobs.running}`)).toContain('http-equiv="refresh"')
    expect(await html(`/jobs/${jobs.running}?still=1`)).not.toContain('http-equiv="refresh"')
    expect(await html(`/jobs/${jobs.completed}`)).not.toContain('http-equiv="refresh"')
  })
})

describe('a wiki of several commits', () => {
  test('is one row of the list', async () => {
    const page = await text('/wikis')
    expect(page.split('github.com/acme/rocket')).toHaveLength(2)
    expect(page).toContain('1 other version')
  })

  test('offers its other versions on every page, and stays on that page', async () => {
    const page = await html(`${rocket}@${older}/core`)
    expect(page).toContain(`${rocket}@${newer}/core`)
    expect(await text(`${rocket}@${older}/core`)).toContain('bbbbbbbbbb 2026-03-01, main')
  })

  test('says on the older that there is a newer, and not on the newest', async () => {
    expect(await text(`${rocket}@${older}/core`)).toContain('There is a newer one: bbbbbbbbbb of 2026-03-01')
    expect(await html(`${rocket}@${newer}/core`)).not.toContain('There is a newer one')
  })
})

describe('a page of a wiki', () => {
  test('is Markdown with .md behind it, and for who prefers that', async () => {
    const [byName, byHeader] = [await get(`${rocket}/core.md`), await get(`${rocket}/core`, 'text/markdown, text/html;q=0.5')]
    for (const answer of [byName, byHeader]) {
      expect(answer.headers.get('content-type')).toBe('text/markdown; charset=utf-8')
      expect(await answer.text()).toMatch(/^# Core/)
    }
    expect(byHeader.headers.get('vary')).toContain('accept')
    expect((await get(`${rocket}/core`, '*/*')).headers.get('content-type')).toContain('text/html')
  })

  test('that is not there is a page in its wiki for people, and a problem for programs', async () => {
    const forPeople = await get(`${rocket}/no-such-page`)
    expect(forPeople.status).toBe(404)
    expect(await forPeople.text()).toMatch(/class="tree".*This wiki has no such page.*search\?q=no%20such%20page/s)
    const forPrograms = await get(`${rocket}/no-such-page`, 'application/json')
    expect([forPrograms.status, forPrograms.headers.get('content-type')]).toEqual([404, 'application/problem+json; charset=utf-8'])
  })
})

describe('what a browser loads', () => {
  const names = JSON.parse(readFileSync(fileURLToPath(built('assets.json')), 'utf8')) as Record<string, string>
  const read = (name: string) => readFileSync(fileURLToPath(built(`assets/${name}`)), 'utf8')

  test('first is at most 10 KB of script', async () => {
    const sizes = new Map<string, number>()
    const follow = (name: string) => {
      if (sizes.has(name)) return
      sizes.set(name, gzipSync(read(name)).length)
      for (const [, imported] of read(name).matchAll(/(?:^|;|\})(?:import|export)[^;"'()]*["']\.\/([\w-]+\.js)["']/g)) follow(imported ?? '')
    }
    for (const name of ['main.js', 'theme.js']) follow(names[name] ?? '')
    expect([...sizes.values()].reduce((sum, size) => sum + size, 0)).toBeLessThan(10 * 1024)
  })

  test('to draw may set styles, but reaches nothing; every other page may not', async () => {
    const policy = async (path: string) => (await get(path)).headers.get('content-security-policy') ?? ''
    const drawing = await policy('/drawing')
    expect(drawing).toContain("default-src 'none'")
    expect(drawing).toContain('sandbox allow-scripts')
    expect(drawing).not.toContain('allow-same-origin')
    expect(drawing).not.toContain('connect-src')
    for (const path of ['/', '/wikis', `${rocket}/core`, `/jobs/${jobs.running}`]) expect(await policy(path)).not.toContain('unsafe')
  })
})
