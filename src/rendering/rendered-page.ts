/** One page as the reader shows it. Made once, at publish, in the worker. */
export interface RenderedPage {
  readonly slug: string
  readonly title: string
  /** Safe HTML of the page's body: no script, no style, no event handler; diagrams are inline SVG. */
  readonly html: string
  /** Headings of level 2 and 3. */
  readonly contents: readonly { readonly level: 2 | 3; readonly anchor: string; readonly text: string }[]
  /** Plain text per heading, for search. The first has an empty anchor: the page's lead. */
  readonly sections: readonly { readonly anchor: string; readonly heading: string; readonly text: string }[]
  /** Every anchor that a link may point at. */
  readonly anchors: readonly string[]
  /** Diagrams that could not be drawn here and are left to the browser: their indexes on the page. */
  readonly undrawnDiagrams: readonly number[]
}
