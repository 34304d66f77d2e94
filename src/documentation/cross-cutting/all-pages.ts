import { buildPage } from './build-page.js'
import { configurationPage } from './configuration-page.js'
import type { CrossCuttingPage } from './cross-cutting-page.js'
import { dependenciesPage } from './dependencies-page.js'
import { interfacesPage } from './interfaces-page.js'

/** In the order of the navigation, after the modules. */
export const allCrossCuttingPages: readonly CrossCuttingPage[] = [dependenciesPage, buildPage, configurationPage, interfacesPage]
