import type { MakeWorld } from './job-store-world.js'
export function modelContract(_make: MakeWorld): void {}
