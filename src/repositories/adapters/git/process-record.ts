import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bootId } from '../../../platform/boot-id.js'

/** A git that runs: which process, and which process of ours it belongs to. A start time tells a process from a later one of its number. */
export interface ProcessRecord {
  readonly pid: number
  readonly started: string
  readonly ownerPid: number
  readonly ownerStarted: string
  readonly boot: string
}

interface ProcessState {
  readonly pid: number
  /** In an opaque unit: only equality counts. */
  readonly started: string
  readonly group: number
  readonly name: string
}

let us: Pick<ProcessRecord, 'ownerPid' | 'ownerStarted' | 'boot'> | undefined

/**
 * Notes a process group of ours in the folder, synchronously: a crash right after the start must find it. Returns how to strike it out.
 * A folder that cannot be written loses the note, not the work: the note only matters after a crash.
 */
export function recordProcess(folder: string, pid: number): () => void {
  const path = join(folder, `${pid}.json`)
  try {
    const state = readProcess(pid)
    if (state === undefined) return () => undefined
    us ??= { ownerPid: process.pid, ownerStarted: readProcess(process.pid)?.started ?? '', boot: bootId() }
    const record: ProcessRecord = { pid, started: state.started, ...us }
    mkdirSync(folder, { recursive: true })
    writeFileSync(path, JSON.stringify(record))
    return () => rmSync(path, { force: true })
  } catch {
    return () => undefined
  }
}

/** One process; undefined when there is none, or when the system does not tell. */
export function readProcess(pid: number): ProcessState | undefined {
  return process.platform === 'linux' ? readLinuxProcess(pid) : askPs(pid)
}

/** Members of a process group. Empty where the system has no `/proc`. */
export function readGroup(group: number): ProcessState[] {
  if (process.platform !== 'linux') return []
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.flatMap((pid) => readLinuxProcess(Number(pid)) ?? []).filter((state) => state.group === group)
}

/** `pid (name) state ppid pgrp …`, the start in clock ticks since boot as 22nd field; proc(5). The name may hold spaces and parentheses. */
function readLinuxProcess(pid: number): ProcessState | undefined {
  let text: string
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return undefined
  }
  const end = text.lastIndexOf(')')
  const fields = text.slice(end + 2).split(' ')
  if (fields[0] === 'Z') return undefined
  return { pid, name: text.slice(text.indexOf('(') + 1, end), group: Number(fields[2]), started: fields[19] ?? '' }
}

function askPs(pid: number): ProcessState | undefined {
  try {
    const text = execFileSync('/bin/ps', ['-o', 'pgid=,lstart=', '-p', String(pid)], { encoding: 'utf8', timeout: 2_000 }).trim()
    const [, group = '', started = ''] = /^(\d+)\s+(.+)$/.exec(text) ?? []
    return group === '' ? undefined : { pid, name: '', group: Number(group), started }
  } catch {
    return undefined
  }
}
