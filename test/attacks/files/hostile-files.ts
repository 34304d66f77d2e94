import { bytes, deep, many, nest, utf16 } from './shapes.js'

/** What a wiki's data says of a file in the end. */
export type Expectation =
  | 'parsed'
  /** Taken apart, although its grammar could not make sense of more than a twentieth. */
  | 'partly'
  /** Read and counted, not taken apart: no language of ours, or nothing that is code. */
  | 'counted'
  | { readonly leftOut: 'too-large' | 'minified' | 'binary' | 'generated' | 'vendored' | 'timed-out' | 'parser-failed' | 'unreadable' }
  /** The grammar decides; what matters is that the file harms nobody. */
  | 'any'

export interface HostileFile {
  readonly path: string
  readonly content: string | Buffer
  readonly expected: Expectation
}

const file = (path: string, content: string | Buffer, expected: Expectation = 'any'): HostileFile => ({ path, content, expected })

/** Levels of nesting: far more than any parser, walker or regular expression has stack for. */
const levels = 100_000

const nesting: HostileFile[] = [
  file('nest/parentheses.js', `const x = ${nest('(\n', ')\n', levels, '1')}\n`),
  file('nest/brackets.ts', `export const x = ${nest('[\n', ']\n', levels, '')}\n`),
  file('nest/blocks.js', `function f() ${nest('{\n', '}\n', levels, '')}\n`),
  file('nest/arrows.ts', `export const f = ${nest('() =>\n', '', 10_000, '1')}\n`),
  file('nest/jsx.tsx', `export const page = ${nest('<a>\n', '</a>\n', 10_000, '')}\n`),
  file('nest/else-if.js', `function f(x) {\n${many(10_000, () => 'if (x) {} else\n')}{}\n}\n`),
  file('nest/concatenation.js', `const text = ${many(levels, () => `'a' +\n`)}'z'\n`),
  file('nest/chain.js', `const x = a${many(200_000, () => '.b()\n')}\n`, { leftOut: 'timed-out' }),
  file('nest/ternary.ts', `export const x = ${many(20_000, () => 'a ? b :\n')}c\n`),
  file('nest/generics.ts', `export type T = ${nest('Array<\n', '>\n', 10_000, 'string')}\n`),
  file('nest/brackets.py', `x = ${nest('[\n', ']\n', levels, '')}\n`),
  file('nest/parentheses.py', `x = ${nest('(\n', ')\n', levels, '1')}\n`),
  file('nest/indentation.py', `${many(300, (at) => `${' '.repeat(at)}if x:\n`)}${' '.repeat(300)}pass\n`),
  file('nest/classes.py', `${many(400, (at) => `${' '.repeat(at)}class C${at}:\n`)}${' '.repeat(400)}pass\n`),
  file('nest/concatenation.py', `text = (\n${many(levels, () => `'a' +\n`)}'z')\n`),
  file('nest/decorators.py', `${many(10_000, (at) => `@d${at}\n`)}def f():\n    """Does it."""\n`, 'parsed'),
  file('nest/classes.java', `${many(3_000, (at) => `class C${at} {\n`)}${'}\n'.repeat(3_000)}`),
  file('nest/blocks.java', `class A { void f() ${nest('{\n', '}\n', levels, '')} }\n`),
  file('nest/generics.java', `class A { ${nest('List<\n', '>\n', 20_000, 'String')} f; }\n`),
  file('nest/concatenation.java', `class A { String s =\n${many(levels, () => '"a" +\n')}"z"; }\n`),
  file('nest/blocks.c', `int main(void) ${nest('{\n', '}\n', levels, '')}\n`),
  file('nest/pointers.c', `int ${many(levels, () => '*\n')}p;\n`),
  file('nest/conditions.c', `${many(10_000, (at) => `#ifdef A${at}\n`)}int x;\n${'#endif\n'.repeat(10_000)}`),
  file('nest/macros.c', many(10_000, (at) => `#define M${at} M${at + 1} M${at + 1}\n`), 'parsed'),
  file('nest/templates.cpp', `${nest('A<\n', '>\n', 5_000, 'int')} x;\n`),
  file('nest/less-than.cpp', `int x = ${many(20_000, () => 'a <\n')}b;\n`),
  file('nest/namespaces.cpp', `${many(5_000, (at) => `namespace n${at} {\n`)}${'}\n'.repeat(5_000)}`),
  file('nest/blocks.go', `package a\nfunc f() ${nest('{\n', '}\n', levels, '')}\n`),
  file('nest/types.go', `package a\ntype T ${many(levels, () => '[]\n')}int\n`),
  file('nest/blocks.rs', `fn f() ${nest('{\n', '}\n', levels, '')}\n`),
  file('nest/macro.rs', `macro_rules! m { ${nest('(\n', ')\n', levels, '')} => {} }\n`),
  file('nest/comments.rs', `${nest('/*\n', '*/\n', levels, '')}\nfn f() {}\n`),
  file('nest/blocks.cs', `class A { void F() ${nest('{\n', '}\n', levels, '')} }\n`),
  file('nest/interpolation.cs', `class A { string s = ${nest('$"{\n', '}"\n', 2_000, '1')}; }\n`),
  file('nest/arrays.php', `<?php\n$x = ${nest('[\n', ']\n', levels, '')};\n`),
  file('nest/heredocs.php', `<?php\n${many(2_000, (at) => `$a${at} = <<<E${at}\n`)}`),
  file('nest/heredocs.rb', `f(${many(2_000, (at) => `<<~E${at},\n`)}1)\n`),
  file('nest/modules.rb', `${many(1_000, (at) => `module M${at}\n`)}${'end\n'.repeat(1_000)}`),
  file('nest/heredocs.sh', `${many(2_000, (at) => `cat <<E${at}\n`)}`),
  file('nest/substitution.sh', `x=${nest('$(\n', ')\n', 20_000, 'ls')}\n`),
  file('nest/closures.swift', `let x = ${nest('{\n', '}\n', 20_000, '')}\n`),
  file('nest/lambdas.kt', `val x = ${nest('{\n', '}\n', 20_000, '1')}\n`),
  file('nest/blocks.scala', `object A { def f = ${nest('{\n', '}\n', 2_000, '1')} }\n`),
]

const long: HostileFile[] = [
  file('long/line.js', `const x = '${'a'.repeat(1_000_000)}'\n`, { leftOut: 'minified' }),
  file('long/comment.py', `# ${'a'.repeat(900_000)}\ndef f():\n    """Does it."""\n`, { leftOut: 'minified' }),
  file('long/name.py', `def ${'n'.repeat(1_000_000)}():\n    pass\n`, { leftOut: 'minified' }),
  file('long/name-in-lines.ts', `${many(1_000, () => '// a line\n')}export function ${'n'.repeat(100_000)}() {}\n`, 'parsed'),
  file('long/bundle.js', `!function(e,t){${many(40_000, (at) => `e.a${at}=t;`)}}();\n`, { leftOut: 'minified' }),
  file('long/bundle.js.map', JSON.stringify({ version: 3, sources: ['a.ts'], mappings: 'AAAA,'.repeat(150_000) }), 'counted'),
  file('long/text.txt', bytes(4_000_000), { leftOut: 'too-large' }),
  file('long/doc.ts', `/**\n${many(20_000, (at) => ` * Line ${at} of a comment without end.\n`)} */\nexport function told(): void {}\n`),
  file('long/definitions.ts', many(10_000, (at) => `export function f${at}(): void { f${(at * 7) % 10_000}() }\n`), 'parsed'),
  file('long/classes.java', many(5_000, (at) => `class K${at} extends K${at + 1} { K${at} me; }\n`), 'parsed'),
  file('long/parameters.py', `def f(${many(10_000, (at) => `a${at},\n`)}):\n    pass\n`, 'parsed'),
  file('long/imports.py', many(3_000, (at) => `from pkg${at} import name${at} as n${at}\n`), 'parsed'),
  file('long/stars.py', many(3_000, () => 'from cycle.a import *\n') + many(3_000, (at) => `unknown${at}()\n`), 'parsed'),
  file('long/enum.rs', `pub enum E {\n${many(20_000, (at) => `  V${at},\n`)}}\n`, 'parsed'),
  file('long/switch.c', `int f(int x) {\nswitch (x) {\n${many(20_000, (at) => `case ${at}: return g${at}();\n`)}}\n}\n`, 'parsed'),
  file('long/locals.js', `function f() {\n${many(20_000, (at) => `  let v${at} = v${at - 1}\n`)}}\n`),
  file('long/same-name.py', many(5_000, () => 'def same():\n    return same()\n'), 'parsed'),
  file('long/fields.go', `package a\ntype T struct {\n${many(10_000, (at) => `  F${at} int\n`)}}\n`, 'parsed'),
  file('long/methods.go', `package a\ntype R struct{}\n${many(10_000, (at) => `func (r *R) M${at}() { r.M${at + 1}() }\n`)}`, 'parsed'),
  file('long/unions.ts', `export type U =\n${many(20_000, (at) => `  | 'v${at}'\n`)}`, 'parsed'),
]

const broken: HostileFile[] = [
  file('broken/string.js', `const x = 'never closed\n${many(2_000, (at) => `f${at}()\n`)}`),
  file('broken/template.ts', 'export const x = `never ${closed\n' + many(2_000, (at) => `f(\`${at}\n`)),
  file('broken/comment.c', `int f(void);\n/* never closed\n${many(2_000, () => 'int x;\n')}`),
  file('broken/docstring.py', `def f():\n    """Never closed.\n${many(2_000, () => '    text\n')}`),
  file('broken/quotes.sh', many(5_000, () => `echo "it's\n`)),
  file('broken/brackets.java', '({[<'.repeat(20).concat('\n').repeat(2_000)),
  file('broken/closing.cpp', many(20_000, () => '})]>;\n')),
  file('broken/not-code.py', many(5_000, (at) => `Lorem ipsum, ${at} dolor sit! "amet' ((\n`)),
  file('broken/conflict.ts', many(500, (at) => `<<<<<<< ours\nexport const a${at} = 1\n=======\nexport const b${at} = 2\n>>>>>>> theirs\n`)),
  file('broken/script.vue', `<template>${'<div>'.repeat(2_000)}\n<script setup>\nconst x = {{{ \n</script>\n<script>${'\n<script'.repeat(3_000)}`),
  file('broken/tags.svelte', '<script\n'.repeat(30_000)),
  file('broken/invalid-utf8.py', Buffer.concat([Buffer.from('def f():\n    """'), Buffer.from([0xc3, 0x28, 0xff, 0xfe, 0xed, 0xa0, 0x80]), Buffer.from('"""\n    return 1\n')])),
  file('broken/utf16.ts', utf16('export function wide(): void {}\n', { mark: true }), { leftOut: 'binary' }),
  file('broken/utf16-unmarked.ts', utf16('export function wide(): void {}\n', { mark: false }), { leftOut: 'binary' }),
  file('broken/late-nul.js', `${'// a line\n'.repeat(1_000)}function f() { return '\0' }\n`, 'parsed'),
  file('broken/byte-order-mark.py', '\ufeffdef marked():\n    """Has a mark."""\n', 'parsed'),
  file('broken/carriage-returns.js', '// one\rfunction a() {}\rfunction b() {}\r', 'any'),
  file('broken/crlf.py', 'def f():\r\n    """Does it.\r\n\r\n    More.\r\n    """\r\n', 'parsed'),
  file('broken/separators.js', 'export const a = 1\u2028export const b = 2\u2029// c\u0085\n', 'any'),
  file('broken/right-to-left.js', 'export const אבג = 1 // \u202e gnirts \u202c\nexport function a\u200bb() {}\n', 'any'),
  file('broken/empty.py', '', 'any'),
  file('broken/spaces.ts', ' \n\t\n'.repeat(5_000), 'any'),
]

const tied: HostileFile[] = [
  file('cycle/__init__.py', 'from .a import *\nfrom .b import *\n'),
  file('cycle/a.py', 'from .b import *\nfrom .a import thing\nclass A(B):\n    """One."""\n    def m(self):\n        return self.n()\n', 'parsed'),
  file('cycle/b.py', 'from .a import *\nclass B(A):\n    """Two."""\n    def n(self):\n        return self.m().n().m().n()\n', 'parsed'),
  ...Array.from({ length: 40 }, (_, at) => file(`reexports/m${at}.ts`, `${many(40, (to) => `export * from './m${to}.js'\n`)}export { gone${at} } from './m${(at + 1) % 40}.js'\nmissing${at}()\n`, 'parsed')),
  file('cycle/Types.java', 'interface A extends B {}\ninterface B extends C {}\ninterface C extends A { default void f() { g(); } }\nclass D extends D { D d; void g() { d.d.d.d.g(); this.zero(); } }\n', 'parsed'),
  file('cycle/aliases.ts', `export type A = B\nexport type B = A\nexport class X extends Y {}\nexport class Y extends X { f(): this { return this.g().f() } }\n${many(200, (at) => `export type T${at} = T${(at + 1) % 200} | T${(at + 2) % 200}\n`)}`, 'parsed'),
  file('cycle/lattice.ts', `${many(60, (at) => `export interface I${at} extends ${many(60, (to) => (to === at ? '' : `I${to}, `))}I${(at + 1) % 60} {}\n`)}export function f(x: I0): void { x.missing() }\n`, 'parsed'),
  file('cycle/one.h', '#pragma once\n#include "two.h"\n#define ONE TWO\n', 'parsed'),
  file('cycle/two.h', '#include "one.h"\n#include "two.h"\n#define TWO ONE\n', 'parsed'),
]

const told = '</script><script>alert(1)</script><img src=x onerror=alert(2)> [x](javascript:alert(3)) ![y](http://evil.example/a.png) `` ``` ~~~ | a | b |\n'

const marked: HostileFile[] = [
  file('marks/doc.py', `"""${told}"""\ndef injected():\n    """${told}\n    ${'#'.repeat(20)} heading\n    \`\`\`mermaid\n    flowchart LR\n    end --> click\n    """\n`, 'parsed'),
  file('marks/doc.ts', `/** ${told.replaceAll('*/', '')} {@link ${'x'.repeat(3_000)}} {@link a|b} @param */\nexport class Injected { /** [[overview]] <!-- --> &lt;b&gt; */ run(): void {} }\n`, 'parsed'),
  file('marks/Diagram.java', many(12, (at) => `class ${['end', 'click', 'style', 'subgraph', 'class_', 'graph', 'participant', 'loop', 'note', 'direction', 'namespace', 'default_'][at] ?? ''} { void a${at}() { new end().a0(); new click().a1(); new subgraph().a3(); } }\n`), 'parsed'),
  file('marks/names.js', `export class __proto__ { constructor() {} toString() { return new constructor() } }\nexport class constructor { hasOwnProperty() {} valueOf() {} }\nexport function toString() {}\nexport function __defineGetter__() {}\nexport const hasOwnProperty = 1\nexport function then() {}\n`, 'parsed'),
  file('marks/names.py', 'class __proto__:\n    def constructor(self): return toString()\ndef toString(): return __proto__().constructor()\ndef valueOf(): pass\ndef prototype(): pass\n', 'parsed'),
  file('marks/generics.ts', 'export class Queue<T extends Record<string, "a;b#c|d">> { "odd name"(): void {} [Symbol.iterator](): void {} ["x\\"y"](): void {} static "#quot;"(): void {} }\n', 'parsed'),
  file('marks/README.md', `# ${told}\n\n${told}\n${many(2_000, (at) => `[l${at}]: javascript:alert(${at})\n`)}`, 'counted'),
  file('README.md', `# Hostile </title><script>alert(1)</script>\n\n${told}\n\nA repository that means harm to those who read it, in every way that files can.\n\n${'> '.repeat(500)}deep\n\n${'* '.repeat(300)}deep\n\n${'['.repeat(5_000)}\n\n${'*_'.repeat(5_000)}\n\n${'<a '.repeat(5_000)}\n`, 'counted'),
  file('docs/README.md', `# Large\n\n${'A sentence without end. '.repeat(200_000)}`, { leftOut: 'too-large' }),
  file('marks/page.html', `${'<div>'.repeat(50_000)}${told}`, 'counted'),
]

const data: HostileFile[] = [
  file('package.json', `{"name": "${'n'.repeat(5_000)}", "description": ${JSON.stringify(told)}, "version": {"__proto__": 1}, "bin": ["a", {}], "main": 7, "scripts": {"__proto__": "rm", "test": ["x"], "build": "<script>"}, "dependencies": {${many(3_000, (at) => `"d${at}": "^${at}",`)}"__proto__": "1", "constructor": 5}, "workspaces": ["../../../*", "packages/**/**/**/**/**/*", {}]}\n`, 'counted'),
  file('data/package.json', nest('{"a":', '}', 50_000, '1'), 'counted'),
  file('data/deep.json', nest('[', ']', levels, ''), 'counted'),
  file('tsconfig.json', `{"extends": "./tsconfig.json", "compilerOptions": {"baseUrl": "../../../..", "paths": {"*": ["*"], "**": [1], "__proto__/*": ["x/*"], "@/*": "x"}}, /* never closed`, 'counted'),
  file('data/tsconfig.json', nest('{"references":[', ']}', 20_000, ''), 'counted'),
  file('data/bomb.yaml', `a0: &a0 [x]\n${many(60, (at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}, *a${at}, *a${at}]\n`)}`, 'counted'),
  file('pyproject.toml', `[project]\nname = "x"\ndependencies = [${many(2_000, (at) => `"p${at}[a]>=1",\n`)}]\n[${'a.'.repeat(20_000)}b]\nx = 1\n[tool.__proto__]\nconstructor = 1\n`, 'counted'),
  file('data/pyproject.toml', `x = ${nest('[', ']', 50_000, '')}\n`, { leftOut: 'unreadable' }),
  file('data/Cargo.toml', `[package]\nname = 5\n[[bin]]\n[dependencies]\n${many(2_000, (at) => `c${at} = {version = [1]}\n`)}`, 'counted'),
  file('pom.xml', `<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "aaaaaaaaaa">${many(30, (at) => `<!ENTITY a${at} "&a${at - 1};&a${at - 1};&a${at - 1};">`)}<!ENTITY x SYSTEM "file:///etc/passwd">]><project><name>&a29;&x;</name>${nest('<a>', '</a>', 20_000, '')}</project>\n`, { leftOut: 'unreadable' }),
  file('data/pom.xml', nest('<dependencies>', '</dependencies>', 20_000, '<dependency><artifactId>a</artifactId></dependency>'), 'counted'),
  file('composer.json', '{"name": ["a"], "autoload": {"psr-4": {"": ["", "/", "../../"], "__proto__": 3, "A\\\\": null}}, "require": "x"}', 'counted'),
  file('go.mod', `module ${'m/'.repeat(3_000)}x\n\nrequire (\n${many(5_000, (at) => `\texample.com/${at} v0.0.${at} // indirect\n`)}`, 'counted'),
  file('Makefile', `${many(5_000, (at) => `t${at}: t${(at + 1) % 5_000}\n\t@echo $(shell rm) <script>\n`)}`, 'counted'),
  file('.gitattributes', `${many(1_000, () => `${'*a'.repeat(40)}*b linguist-generated\n`)}attributed/** linguist-vendored\n* filter=evil -text eol=crlf ident working-tree-encoding=UTF-16\n`, 'counted'),
  file('attributed/vendored.py', 'def vendored():\n    pass\n', { leftOut: 'vendored' }),
  file('vendor/lib.js', 'export const lib = 1\n', { leftOut: 'vendored' }),
  file('node_modules/left-pad/index.js', 'module.exports = 1\n', { leftOut: 'vendored' }),
  file('data/schema.pb.go', 'package a\n', { leftOut: 'generated' }),
  file('data/marked.ts', '// Code generated by a tool. DO NOT EDIT.\nexport const a = 1\n', { leftOut: 'generated' }),
  file('data/outputs.ipynb', JSON.stringify({ cells: many(300, () => 'x').split('').map(() => ({ cell_type: 'code', source: ['x\n'], outputs: [{ data: { 'image/png': 'A'.repeat(2_000) } }] })) }), 'counted'),
  file('data/picture.svg', `<svg onload="alert(1)">${'<g>'.repeat(10_000)}</svg>`, 'counted'),
]

const source = 'def found_here():\n    """Is found."""\n'

/** Each is a name; the content is the same small Python file. */
const names: HostileFile[] = [
  'names/größe-日本語.py', 'names/👩‍👩‍👧‍👦.py', `names/"quoted" 'twice'.py`, 'names/end.py', 'names/[x](y).py', 'names/<script>alert(1)<!--.py',
  'names/case.py', 'names/Case.py', 'names/CASE.py', 'names/__proto__.py', 'names/constructor.py', 'names/toString/valueOf.py', 'names/__proto__/__init__.py',
  'names/..hidden.py', 'names/ leading.py', 'names/trailing .py', 'names/per%2e%2e%2fcent.py', 'names/ha#sh?query&amp;.py', 'names/pipe|table.py', 'names/back`tick.py',
  'names/$(touch x);`id`.py', 'names/-rf.py', 'names/con.py', 'names/{{constructor}}.py', 'names/e\u0301.py', 'names/\u00e9.py', 'names/שלום.py', 'names/zero\u200bwidth.py',
  `names/${'n'.repeat(252)}.py`, `${deep(60)}/deep.py`,
].map((path) => file(path, source, 'parsed'))

const crowd: HostileFile[] = Array.from({ length: 400 }, (_, at) => file(`crowd/c${at % 40}/f${at}.py`, `def f${at}():\n    return f${at + 1}()\n`, 'parsed'))

/** What people who mean harm, and tools that mean well, put into repositories: name → content → what is said of it. Made here, so that no megabytes are kept. */
export const hostileFiles: readonly HostileFile[] = [...nesting, ...long, ...broken, ...tied, ...marked, ...data, ...names, ...crowd]
