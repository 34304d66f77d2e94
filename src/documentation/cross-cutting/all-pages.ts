import type { CrossCuttingPage } from './cross-cutting-page.js'

/** In the order of the navigation, after the modules. */
export const allCrossCuttingPages: readonly CrossCuttingPage[] = []
