import { buildPage } from './build-page.js'
import { configurationPage } from './configuration-page.js'
import type { CrossCuttingPage } from './cross-cutting-page.js'
import { dataFlowPage } from './data-flow-page.js'
import { dependenciesPage } from './dependencies-page.js'
import { extendingPage } from './extending-page.js'
import { glossaryPage } from './glossary-page.js'
import { interfacesPage } from './interfaces-page.js'
import { securityPage } from './security-page.js'
import { testingPage } from './testing-page.js'

/** In the order of the navigation, after the modules. */
export const allCrossCuttingPages: readonly CrossCuttingPage[] = [interfacesPage, dataFlowPage, configurationPage, securityPage, dependenciesPage, buildPage, testingPage, extendingPage, glossaryPage]
