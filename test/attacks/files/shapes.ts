/** `(((1)))`. */
export const nest = (open: string, close: string, levels: number, core: string): string => open.repeat(levels) + core + close.repeat(levels)

export const many = (count: number, part: (at: number) => string): string => Array.from({ length: count }, (_, at) => part(at)).join('')

/** Little-endian, as Windows writes it. */
export const utf16 = (text: string, { mark }: { readonly mark: boolean }): Buffer => Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le')

export const bytes = (size: number): Buffer => Buffer.alloc(size, 'text without end\n')

/** A path of folders in folders. */
export const deep = (levels: number): string => Array.from({ length: levels }, (_, at) => `d${at}`).join('/')
