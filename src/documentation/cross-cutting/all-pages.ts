import type { CrossCuttingPage } from './cross-cutting-page.js'
import { glossaryPage } from './glossary-page.js'
import { testingPage } from './testing-page.js'

/** In the order of the navigation, after the modules. */
export const allCrossCuttingPages: readonly CrossCuttingPage[] = [testingPage, glossaryPage]
