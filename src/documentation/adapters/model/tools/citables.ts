import type { Component } from '../../../../analysis/code-map.js'
import type { CitedComponent } from '../cited-components.js'

/** Who has which id on one page. What a tool names gets the next free one, and may be cited from then on. */
export class Citables {
  readonly #ids: Map<string, string>
  readonly #components: Map<string, Component>
  readonly #given: number
  readonly #added: CitedComponent[] = []

  constructor(given: readonly CitedComponent[]) {
    this.#given = given.length
    this.#ids = new Map([...given].reverse().map(({ id, component }) => [component.id, id]))
    this.#components = new Map(given.map(({ id, component }) => [id, component]))
  }

  idOf(component: Component): string {
    const known = this.#ids.get(component.id)
    if (known !== undefined) return known
    const id = `S${this.#given + this.#added.length + 1}`
    this.#ids.set(component.id, id)
    this.#components.set(id, component)
    this.#added.push({ id, component, slug: undefined, isMember: false })
    return id
  }

  component(id: string): Component | undefined {
    return this.#components.get(id)
  }

  get added(): readonly CitedComponent[] {
    return this.#added
  }
}
