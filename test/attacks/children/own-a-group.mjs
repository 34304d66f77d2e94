// Starts what stands for a git and its helper, in a group of its own and noted as every git of ours is, tells their group, and waits for its end.
import { spawn } from 'node:child_process'
import { recordProcess } from '../../../dist-modules/repositories/adapters/git/process-record.js'

const [records, helper] = process.argv.slice(2)
const leader = spawn('/bin/sh', ['-c', `"${helper}" 600 & wait`], { detached: true, stdio: 'ignore' })
recordProcess(records, leader.pid)
process.send({ leader: leader.pid })
setInterval(() => undefined, 60_000)
