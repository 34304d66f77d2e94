import { afterAll, describe, expect, it } from 'vitest'
import { CodeLab, edges } from '../../test/support/code-analysis.js'
import type { CodeMap } from './code-map.js'

const { analyse, close } = new CodeLab()
afterAll(close)

const typed = (code: CodeMap): string[] => code.references.flatMap(({ from, to, kind }) => (kind === 'type' ? `${from} → ${to}` : []))
const imported = (code: CodeMap) => code.imports.flatMap(({ from, specifier, targets }) => targets.map((target) => `${from} ${specifier} → ${target}`))

describe('what a name means where the samples of docs/quality.md showed us wrong', () => {
  it('Java: of overloads with as many parameters, the one that takes what is passed; none when several may', async () => {
    const code = await analyse({
      'a/Json.java':
        'package a;\npublic class Json {\n  public void put(String text) {}\n  public void put(boolean is) {}\n  public void put(long number) {}\n  public void put(Node node) {}\n  public <T> T read(String text, Class<T> type) { return null; }\n  public <T> T read(String text, Type type) { return null; }\n}\nclass Node {}\nclass Leaf extends Node {}\n',
      'a/Use.java':
        'package a;\nclass Use {\n  void text(Json json) { json.put("a"); }\n  void flag(Json json, boolean is) { json.put(is); }\n  void number(Json json) { json.put(-1); }\n  void node(Json json) { json.put(new Leaf()); }\n  void unknown(Json json) { json.put(System.in.x()); }\n  void type(Json json, Class<?> wanted, String s) { json.read(s, wanted); json.read(s, Use.class); }\n  void other(Json json, Type wanted, String s) { json.read(s, wanted); }\n}\n',
    })
    expect(edges(code).filter((edge) => edge.includes(' call '))).toEqual([
      'a/Use.java#Use.flag call a/Json.java#Json.put~2 (typed)',
      'a/Use.java#Use.node call a/Json.java#Json.put~4 (typed)',
      'a/Use.java#Use.number call a/Json.java#Json.put~3 (typed)',
      'a/Use.java#Use.other call a/Json.java#Json.read~2 (typed)',
      'a/Use.java#Use.text call a/Json.java#Json.put (typed)',
      'a/Use.java#Use.type call a/Json.java#Json.read (typed)',
    ])
  })

  it('a chain that begins with a new object: Java, Go, TypeScript', async () => {
    const code = await analyse({
      'a/Builder.java': 'package a;\npublic class Builder {\n  public Builder with(int n) { return this; }\n  public void build() {}\n}\nclass Use { void run() { new Builder().with(1).build(); } }\n',
      'go.mod': 'module example.org/q\n',
      'job.go': 'package q\ntype Job struct{}\nfunc (j Job) Run() {}\nfunc start() { Job{}.Run() }\nfunc again() { (&Job{}).Run() }\n',
      'job.ts': 'export class Job { run() {} }\nexport function start() { new Job().run() }\n',
    })
    expect(edges(code).filter((edge) => edge.includes(' call '))).toEqual([
      'a/Builder.java#Use.run call a/Builder.java#Builder.build (typed)',
      'a/Builder.java#Use.run call a/Builder.java#Builder.with (typed)',
      'job.go#again call job.go#Job.Run (typed)',
      'job.go#start call job.go#Job.Run (typed)',
      'job.ts#start call job.ts#Job.run (typed)',
    ])
  })

  it('C#: types of one name by their number of parameters, type arguments at any depth', async () => {
    const code = await analyse({
      'Policy.cs': 'namespace Acme;\npublic class Policy { public void Run() {} }\npublic class Policy<TResult> : Policy { public TResult Give() => default; }\n',
      'Use.cs': 'namespace Acme;\npublic class Use {\n  void Plain(Policy policy) { policy.Run(); }\n  void Generic(Policy<int> policy) { policy.Give(); }\n  Func<Task<Policy<string>?>, int> Deep() => null;\n}\n',
    })
    expect(edges(code)).toEqual([
      'Policy.cs#Policy~2 extends Policy.cs#Policy (local)',
      'Use.cs#Use.Generic call Policy.cs#Policy.Give (typed)',
      'Use.cs#Use.Plain call Policy.cs#Policy.Run (typed)',
    ])
    expect(typed(code)).toEqual(['Use.cs#Use.Deep → Policy.cs#Policy~2', 'Use.cs#Use.Generic → Policy.cs#Policy~2', 'Use.cs#Use.Plain → Policy.cs#Policy'])
  })

  it('C#: parts of a partial type are one, extension methods are called like members where their namespace is seen', async () => {
    const code = await analyse({
      'Policy.A.cs': 'namespace Acme;\npublic partial class Policy { public static Builder Handle<T>() => new Builder(); }\npublic class Builder {}\n',
      'Policy.B.cs': 'namespace Acme;\npublic partial class Policy { public void Execute() {} }\n',
      'Syntax.cs': 'namespace Acme.Syntax;\npublic static class Syntax {\n  public static Policy Retry(this Builder builder) => null;\n  public static Policy Retry(this Builder builder, int times) => null;\n}\n',
      'Use.cs': 'using Acme.Syntax;\nnamespace Acme;\nclass Use { void Run() { var policy = Policy.Handle<Exception>().Retry(3); policy.Execute(); } }\n',
      'Blind.cs': 'namespace Acme;\nclass Blind { void Run() { Policy.Handle<Exception>().Retry(3); } }\n',
    })
    expect(edges(code).filter((edge) => edge.includes(' call '))).toEqual([
      'Blind.cs#Blind.Run call Policy.A.cs#Policy.Handle (typed)',
      'Use.cs#Use.Run call Policy.A.cs#Policy.Handle (typed)',
      'Use.cs#Use.Run call Policy.B.cs#Policy.Execute (typed)',
      'Use.cs#Use.Run call Syntax.cs#Syntax.Retry~2 (typed)',
    ])
  })

  it('PHP: a name with its namespace is that one’s, one with a backslash alone is nobody’s here', async () => {
    const code = await analyse({
      'src/functions.php': '<?php\nnamespace Acme;\nfunction json_decode($text) { return Utils::decode($text); }\nfunction describe($x) {}\n',
      'src/Utils.php': '<?php\nnamespace Acme;\nclass Utils {\n  public static function decode($text) { return \\json_decode($text); }\n}\n',
      'tests/UtilsTest.php': '<?php\nnamespace Acme\\Test;\nuse Acme;\nclass UtilsTest {\n  public function testIt() { Acme\\describe(1); \\Acme\\json_decode("x"); }\n}\n',
    })
    expect(edges(code).filter((edge) => edge.includes(' call '))).toEqual([
      'src/functions.php#json_decode call src/Utils.php#Utils.decode (typed)',
      'tests/UtilsTest.php#UtilsTest.testIt call src/functions.php#describe (import)',
      'tests/UtilsTest.php#UtilsTest.testIt call src/functions.php#json_decode (import)',
    ])
  })

  it('Go: what lies below internal/ is for nobody outside, and a blank is no definition', async () => {
    const code = await analyse({
      'go.mod': 'module example.org/x\n',
      'internal/fs/fs.go': 'package fs\n\ntype Disk struct{}\n',
      'render.go': 'package x\n\nvar _ Render = (*JSON)(nil)\n\nvar (\n\t_ Render = JSON{}\n\tDefault = JSON{}\n)\n\ntype Render interface{}\n\ntype JSON struct{}\n',
    })
    expect(code.components.map(({ name, visibility }) => `${visibility} ${name}`)).toEqual(['private Disk', 'public Default', 'public Render', 'public JSON'])
  })

  it('PHP and TypeScript: what its author calls internal is not public', async () => {
    const code = await analyse({
      'a.php': '<?php\n/**\n * Holds it.\n *\n * @internal\n */\nclass Holder { public function get() {} }\n/** Uses an {@internal word}. */\nclass Open {}\n',
      'b.ts': '/** @internal */\nexport function hidden() {}\nexport function open() {}\n',
    })
    expect(code.components.map(({ name, visibility }) => `${visibility} ${name}`)).toEqual(['private Holder', 'private get', 'public Open', 'private hidden', 'public open'])
  })

  it('C#: a field hides the type of its name, unless it is of that type and what is asked of it is the type’s own', async () => {
    const code = await analyse({
      'Policy.cs': 'namespace Acme;\npublic class Policy { public void Run() {} public static Policy Make() => null; }\npublic enum Mode { On }\npublic class Cache { public static void Clear() {} }\n',
      'Use.cs':
        'namespace Acme;\npublic class Use {\n  private readonly Policy Policy = null;\n  public Mode Mode { get; }\n  private readonly Store Cache = null;\n  void Instance() { Policy.Run(); }\n  void Static() { Policy.Make(); }\n  void Value() { Go(Mode.On); }\n  void Hidden() { Cache.Clear(); }\n}\npublic class Other { void Plain() { Cache.Clear(); } }\n',
    })
    expect(typed(code)).toEqual([
      'Policy.cs#Policy.Make → Policy.cs#Policy',
      'Use.cs#Other.Plain → Policy.cs#Cache',
      'Use.cs#Use → Policy.cs#Policy',
      'Use.cs#Use.Mode → Policy.cs#Mode',
      'Use.cs#Use.Static → Policy.cs#Policy',
      'Use.cs#Use.Value → Policy.cs#Mode',
    ])
  })

  it('C#: a lambda that gives a value is no action; one that may only do something is either', async () => {
    const code = await analyse({
      'Pipe.cs': 'namespace Acme;\npublic class Pipe {\n  public void Run(Action act) {}\n  public T Run<T>(Func<T> give) => give();\n}\n',
      'Use.cs':
        'namespace Acme;\npublic class Use {\n  void Signed(Pipe pipe) { pipe.Run(() => -1); }\n  void Member(Pipe pipe, Job job) { pipe.Run(() => job?.Name); }\n  void Counts(Pipe pipe, int x) { pipe.Run(() => x++); }\n  void Block(Pipe pipe) { pipe.Run(() => { Go(); }); }\n}\n',
    })
    expect(edges(code).filter((edge) => edge.includes(' call '))).toEqual([
      'Use.cs#Use.Block call Pipe.cs#Pipe.Run (typed)',
      'Use.cs#Use.Counts call Pipe.cs#Pipe.Run (typed)',
      'Use.cs#Use.Member call Pipe.cs#Pipe.Run~2 (typed)',
      'Use.cs#Use.Signed call Pipe.cs#Pipe.Run~2 (typed)',
    ])
  })

  it('C#: what a project imports into each of its files', async () => {
    const code = await analyse({
      'test/Directory.Build.props': '<Project><ItemGroup><Using Include="Acme.Core" /></ItemGroup></Project>',
      'test/Specs/Specs.csproj': '<Project><ItemGroup><Using Include="Acme.Helpers" /></ItemGroup></Project>',
      'src/Job.cs': 'namespace Acme.Core;\npublic class Job {}\n',
      'test/Help.cs': 'namespace Acme.Helpers;\npublic class Help {}\n',
      'test/Specs/JobSpecs.cs': 'namespace Specs;\npublic class JobSpecs { object Make() => new Job(); object Aid() => new Help(); }\n',
      'other/Other.cs': 'namespace Other;\npublic class Other { object Make() => new Job(); }\n',
    })
    expect(edges(code)).toEqual(['test/Specs/JobSpecs.cs#JobSpecs.Aid new test/Help.cs#Help (import)', 'test/Specs/JobSpecs.cs#JobSpecs.Make new src/Job.cs#Job (import)'])
  })

  it('Rust: calls among what a macro is given, with the parameters of closures there', async () => {
    const code = await analyse({
      'src/lib.rs':
        '#[derive(Default)]\npub struct Dir;\nimpl Dir {\n    pub fn make(&self) -> Dir { Dir }\n    pub fn has(&self, name: &str) -> bool { true }\n}\nfn name() -> String { String::new() }\nfn check() {\n    let dir = Dir::default();\n    assert!(dir.make()?.has(&name()));\n}\nrgtest!(one, |dir: Dir, mut other: &Dir| {\n    other.make();\n});\n',
    })
    expect(edges(code).filter((edge) => edge.includes(' call '))).toEqual([
      'src/lib.rs call src/lib.rs#Dir.make (typed)',
      'src/lib.rs#check call src/lib.rs#Dir.has (typed)',
      'src/lib.rs#check call src/lib.rs#Dir.make (typed)',
      'src/lib.rs#check call src/lib.rs#name (local)',
    ])
  })

  it('Rust: modules of a test beside it, super inside of a file, a crate under another name, an associated type of its owner', async () => {
    const code = await analyse({
      'Cargo.toml': '[package]\nname = "top"\n[[test]]\nname = "all"\npath = "tests/all.rs"\n',
      'src/lib.rs': 'pub mod jobs;\npub extern crate other as inner;\n',
      'src/jobs.rs': 'pub struct Job;\nimpl Iterator for Job {\n    type Err = Job;\n    fn run(&self) -> Result<(), ()> { Err(()) }\n}\nmod tests {\n    use super::*;\n}\n',
      'other/Cargo.toml': '[package]\nname = "other"\n',
      'other/src/lib.rs': 'pub struct Tool;\n',
      'app/Cargo.toml': '[package]\nname = "app"\n',
      'app/src/main.rs': 'use top::inner::Tool;\nfn main() { let tool: Tool = make(); }\n',
      'tests/all.rs': 'mod util;\nmod misc;\n',
      'tests/util.rs': 'pub fn help() {}\n',
      'tests/misc.rs': 'use crate::util::help;\nfn runs() { help() }\n',
    })
    expect(imported(code)).toEqual([
      'app/src/main.rs top::inner → other/src/lib.rs',
      'src/lib.rs self::jobs → src/jobs.rs',
      'src/lib.rs other → other/src/lib.rs',
      'tests/all.rs self::util → tests/util.rs',
      'tests/all.rs self::misc → tests/misc.rs',
      'tests/misc.rs crate::util → tests/util.rs',
    ])
    expect(edges(code).filter((edge) => edge.includes(' call '))).toEqual(['tests/misc.rs#runs call tests/util.rs#help (import)'])
    expect(code.components.map(({ qualifiedName }) => qualifiedName)).toContain('Job.Err')
  })

  it('Rust: a module lies where its path says, each of two under one name', async () => {
    const code = await analyse({
      'Cargo.toml': '[package]\nname = "top"\n',
      'src/lib.rs': 'mod index;\n',
      'src/index/mod.rs': 'pub(crate) use self::imp::*;\n#[cfg(not(feature = "on"))]\n#[path = "off.rs"]\nmod imp;\n#[cfg(feature = "on")]\n#[path = "../elsewhere/on.rs"]\n// As it was.\nmod imp;\n#[path = "gone.rs"]\nmod gone;\n',
      'src/index/off.rs': 'use super::Shape;\npub fn search() {}\n',
      'src/elsewhere/on.rs': 'pub fn search_all() {}\n',
      'src/main.rs': 'use crate::index::imp::search;\nfn main() { search(); crate::index::imp::search() }\n',
    })
    expect(imported(code)).toEqual([
      'src/index/mod.rs self::imp → src/index/off.rs',
      'src/index/mod.rs off.rs → src/index/off.rs',
      'src/index/mod.rs ../elsewhere/on.rs → src/elsewhere/on.rs',
      'src/index/off.rs super → src/index/mod.rs',
      'src/lib.rs self::index → src/index/mod.rs',
      'src/main.rs crate::index::imp → src/index/off.rs',
      'src/main.rs crate::index::imp → src/index/off.rs',
    ])
    expect(edges(code).filter((edge) => edge.includes(' call '))).toEqual(['src/main.rs#main call src/index/off.rs#search (import)'])
  })

  it('C: a header of the system is not the copy that some part of the repository keeps for another platform', async () => {
    const code = await analyse({ 'compat/msvc/stdint.h': 'typedef int int32;\n', 'src/a.c': '#include <stdint.h>\n#include "own.h"\nint a(void) { return 1; }\n', 'include/own.h': 'int a(void);\n', 'compat/msvc/b.c': '#include "stdint.h"\n' })
    expect(imported(code)).toEqual(['compat/msvc/b.c stdint.h → compat/msvc/stdint.h', 'src/a.c own.h → include/own.h'])
  })

  it('C: a bare name is the typedef, with struct it is the struct', async () => {
    const code = await analyse({
      'reply.h': 'typedef struct reply reply;\nint size(reply *r);\n',
      'reply.c': '#include "reply.h"\nstruct reply { int n; };\nint size(reply *r) { return r->n; }\nint twice(struct reply *r) { return 2 * size(r); }\n',
    })
    expect(typed(code).filter((edge) => edge.startsWith('reply.c#'))).toEqual(['reply.c#size → reply.h#reply', 'reply.c#twice → reply.c#reply'])
  })

  it('takes names of any characters as they are: operators, and what stands in backticks', async () => {
    const code = await analyse({
      'a.scala': 'package a\nclass V {\n  def +(o: V): V = o\n  def +(o: Int): V = this\n  def `a (b`(o: V): V = o\n  def `a (b`(o: Int): V = this\n  def go() = { this.+(1); this.`a (b`(1) }\n}\n',
      'b.cs': 'public static class E { public static void Run(this (int, string x) pair) {} public static void Run(this V a, int b) {} }\npublic class V { public void Go() { this.Run(1); } }\n',
      'c.kt': 'class K {\n  fun `is [open`(o: K): K = o\n  fun `is [open`(o: Int): K = this\n  fun go() { this.`is [open`(1) }\n}\n',
      'd.java': 'class D { void $f(int a) {} void $f(String a) {} void go() { $f("a"); } }\n',
    })
    expect(edges(code).filter((edge) => edge.includes(' call '))).toEqual([
      'a.scala#V.go call a.scala#V.`a (b`~2 (self)',
      'c.kt#K.go call c.kt#K.`is [open`~2 (self)',
      'd.java#D.go call d.java#D.$f~2 (self)',
    ])
  })
})
