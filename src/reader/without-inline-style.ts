/**
 * Lets a library draw on a page whose policy forbids inline style. The policy refuses `style` attributes and elements that come as
 * text, not what scripts set through the object model (CSP 3, §8.4): for the time of the work, attributes are set there, and the rules of
 * style elements, which the library scopes by its drawing's id, become an adopted sheet. Returns them, for the finished drawing.
 */
export async function withoutInlineStyle<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly css: string }> {
  const sheet = new CSSStyleSheet()
  const rules: string[] = []
  const { setAttribute } = Element.prototype
  Element.prototype.setAttribute = function (this: Element, name: string, value: string): void {
    if (name === 'style' && isStyled(this)) this.style.cssText = value
    else setAttribute.call(this, name, value)
  }
  const createElement = document.createElement.bind(document)
  Object.defineProperty(document, 'createElement', {
    configurable: true,
    value: (name: string, options?: ElementCreationOptions) => {
      const element = createElement(name, options)
      if (element instanceof HTMLStyleElement) collect(element, (text) => sheet.replaceSync(rules[rules.push(text) - 1] ?? ''))
      return element
    },
  })
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  try {
    return { result: await work(), css: rules.join('\n') }
  } finally {
    Element.prototype.setAttribute = setAttribute
    Reflect.deleteProperty(document, 'createElement')
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet)
  }
}

const isStyled = (element: Element): element is Element & ElementCSSInlineStyle => 'style' in element

/** The element itself stays empty, so there is nothing to refuse. */
function collect(element: HTMLStyleElement, take: (rules: string) => void): void {
  for (const name of ['innerHTML', 'textContent']) Object.defineProperty(element, name, { configurable: true, set: take, get: () => '' })
}
