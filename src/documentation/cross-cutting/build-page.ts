import { writeCmake } from './build/cmake-section.js'
import { writeCompose } from './build/compose-section.js'
import { writeContainers } from './build/containers-section.js'
import { writeInfrastructure } from './build/infrastructure-section.js'
import { writePipelines } from './build/pipelines-section.js'
import { factsOfKind } from './facts-of-kind.js'
import type { CrossCuttingPage } from './cross-cutting-page.js'

/** How it is built, checked, packed and put to work, as the files of those tools say. Commands that people type are on the overview. */
export const buildPage: CrossCuttingPage = {
  address: 'build-and-ci',
  title: 'Build, CI and deployment',
  sections({ code }) {
    const found = (['pipeline', 'container', 'compose', 'cmake', 'infrastructure'] as const).flatMap((kind): { path: string }[] => [...factsOfKind(code, kind)])
    return found.length === 0 ? undefined : [writePipelines, writeContainers, writeCompose, writeCmake, writeInfrastructure]
  },
}
