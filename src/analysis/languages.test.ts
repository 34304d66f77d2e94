import { afterAll, describe, expect, it } from 'vitest'
import { CodeLab, edges } from '../../test/support/code-analysis.js'
import type { CodeMap } from './code-map.js'

const { analyse, close } = new CodeLab()
afterAll(close)

const listed = (code: CodeMap, path: string) => code.components.filter((one) => one.path === path).map(({ kind, qualifiedName, visibility }) => `${visibility} ${kind} ${qualifiedName}`)
const docOf = (code: CodeMap, name: string) => code.components.find((one) => one.name === name)?.doc
const imported = (code: CodeMap) => code.imports.flatMap(({ from, specifier, targets }) => targets.map((target) => `${from} ${specifier} → ${target}`))

describe('every language: what is defined, what is public, what is meant by a name', () => {
  it('Rust: modules by file, use trees, impl blocks beside their type, traits, Self', async () => {
    const code = await analyse({
      'Cargo.toml': '[package]\nname = "my-queue"\n',
      'src/lib.rs': '//! Queues.\npub mod jobs;\nmod queue;\npub use queue::Queue;\n',
      'src/jobs/mod.rs': 'pub mod store;\n/// A job.\n/// It runs.\n#[derive(Debug)]\npub struct Job { store: store::Store }\nimpl Job {\n    pub fn new() -> Self { Self { store: store::Store::open() } }\n    pub fn run(&self) { self.store.find() }\n    fn hidden(&self) {}\n}\n',
      'src/jobs/store.rs': 'pub struct Store;\nimpl Store {\n    pub fn open() -> Store { Store }\n    pub fn find(&self) {}\n}\n',
      'src/queue.rs': 'use crate::jobs::{self, Job as Work};\npub trait Runner { fn go(&self); }\npub struct Queue;\nimpl Runner for Queue {\n    fn go(&self) {\n        let job = Work::new();\n        job.run();\n        crate::jobs::store::Store::open();\n        jobs::store::Store::open();\n    }\n}\n',
      'tests/all.rs': 'use my_queue::jobs::Job;\n#[test]\nfn runs() { Job::new().run() }\n',
    })
    expect(edges(code)).toEqual([
      'src/jobs/mod.rs#Job.new call src/jobs/store.rs#Store.open (typed)',
      'src/jobs/mod.rs#Job.run call src/jobs/store.rs#Store.find (typed)',
      'src/queue.rs#Queue implements src/queue.rs#Runner (local)',
      'src/queue.rs#Queue.go call src/jobs/mod.rs#Job.new (typed)',
      'src/queue.rs#Queue.go call src/jobs/mod.rs#Job.run (typed)',
      'src/queue.rs#Queue.go call src/jobs/store.rs#Store.open (typed)',
      'tests/all.rs#runs call src/jobs/mod.rs#Job.new (typed)',
      'tests/all.rs#runs call src/jobs/mod.rs#Job.run (typed)',
    ])
    expect(listed(code, 'src/jobs/mod.rs')).toEqual(['public struct Job', 'public method Job.new', 'public method Job.run', 'private method Job.hidden'])
    expect(docOf(code, 'Job')).toBe('A job.\nIt runs.')
  })

  it('Rust: tests beside the code are known as such, with everything in them', async () => {
    const code = await analyse({
      'src/lib.rs': 'pub fn run() {}\n/// Runs.\n#[test]\nfn runs() { run() }\n#[cfg(test)]\nmod tests {\n    use super::*;\n    fn helper() { run() }\n    #[tokio::test]\n    async fn twice() { helper() }\n}\n#[cfg(feature = "test")]\npub fn more() {}\n',
    })
    expect(code.components.map(({ qualifiedName, isTest }) => `${isTest === true ? 'test ' : ''}${qualifiedName}`)).toEqual(['run', 'test runs', 'test tests', 'test tests.helper', 'test tests.twice', 'more'])
    expect(code.references.filter(({ to }) => to === 'src/lib.rs#run')).toHaveLength(2)
  })

  it('C++: classes in headers and their members elsewhere, access labels, templates, smart pointers', async () => {
    const code = await analyse({
      'src/store.h': 'class Store {\n public:\n  /// Finds.\n  int find(int id);\n private:\n  int size_;\n  void grow();\n};\n',
      'src/store.cc': '#include "store.h"\nnamespace acme {\nint Store::find(int id) { grow(); return id; }\nvoid Store::grow() {}\n}\n',
      'src/queue.hpp': '#include "store.h"\n#include <memory>\n/** A queue. */\ntemplate <typename T> class Queue : public Store {\n  std::unique_ptr<Store> store_;\n public:\n  T pop() { return store_->find(1); }\n};\n',
      'src/main.cpp': '#include "queue.hpp"\nstatic int helper() { return 1; }\nint main() { Store store; store.find(helper()); }\n',
    })
    expect(edges(code)).toEqual([
      'src/main.cpp#main call src/main.cpp#helper (local)',
      'src/main.cpp#main call src/store.cc#Store.find (typed)',
      'src/queue.hpp#Queue extends src/store.h#Store (linker)',
      'src/queue.hpp#Queue.pop call src/store.cc#Store.find (typed)',
      'src/store.cc#Store.find call src/store.cc#Store.grow (self)',
    ])
    expect(listed(code, 'src/store.h')).toEqual(['public class Store', 'public method Store.find', 'private method Store.grow'])
    expect(listed(code, 'src/main.cpp')).toEqual(['private function helper', 'public function main'])
    expect(code.files.find(({ path }) => path === 'src/store.h')?.language).toBe('cpp')
    expect(docOf(code, 'Queue')).toBe('A queue.')
  })

  it('C#: namespaces, fields, async results, interfaces, XML comments', async () => {
    const code = await analyse({
      'Jobs/Job.cs': 'namespace Acme.Jobs;\n/// <summary>A <see cref="Job"/> of work.</summary>\n/// <param name="id">Its number.</param>\npublic class Job {\n  public void Go() {}\n  internal void Hidden() {}\n}\n',
      'Web/Queue.cs': 'using System;\nusing Acme.Jobs;\nnamespace Acme.Web {\n  public interface IQueue { Task<Job> Next(); }\n  public class Queue : IQueue {\n    private readonly Job _job = new Job();\n    public async Task<Job> Next() { _job.Go(); return await Make(); }\n    private Task<Job> Make() => null;\n    public async Task Run() { var job = await Next(); job.Go(); }\n  }\n}\n',
    })
    expect(edges(code)).toEqual([
      'Web/Queue.cs#Queue extends Web/Queue.cs#IQueue (local)',
      'Web/Queue.cs#Queue new Jobs/Job.cs#Job (import)',
      'Web/Queue.cs#Queue.Next call Jobs/Job.cs#Job.Go (typed)',
      'Web/Queue.cs#Queue.Next call Web/Queue.cs#Queue.Make (self)',
      'Web/Queue.cs#Queue.Run call Jobs/Job.cs#Job.Go (typed)',
      'Web/Queue.cs#Queue.Run call Web/Queue.cs#Queue.Next (self)',
    ])
    expect(listed(code, 'Jobs/Job.cs')).toEqual(['public class Job', 'public method Job.Go', 'private method Job.Hidden'])
    expect(docOf(code, 'Job')).toBe('A `Job` of work.\n\n@param id Its number.')
  })

  it('PHP: namespaces, grouped uses, traits, promoted properties, static calls', async () => {
    const code = await analyse({
      'src/Jobs/Job.php': '<?php\nnamespace Acme\\Jobs;\n/** A job. */\nfinal class Job {\n  public static function make(): self { return new self(); }\n  public function go(): void { $this->step(); }\n  private function step(): void {}\n}\n',
      'src/Web/Queue.php': '<?php\nnamespace Acme\\Web;\nuse Acme\\Jobs\\{Job as Work};\ntrait Logs { public function log(): void {} }\nclass Queue {\n  use Logs;\n  public function __construct(private Work $work) {}\n  public function run(): void { $this->work->go(); Work::make()->go(); $this->log(); }\n}\n',
    })
    expect(edges(code)).toEqual([
      'src/Jobs/Job.php#Job.go call src/Jobs/Job.php#Job.step (self)',
      'src/Web/Queue.php#Queue implements src/Web/Queue.php#Logs (local)',
      'src/Web/Queue.php#Queue.run call src/Jobs/Job.php#Job.go (typed)',
      'src/Web/Queue.php#Queue.run call src/Jobs/Job.php#Job.make (typed)',
      'src/Web/Queue.php#Queue.run call src/Web/Queue.php#Logs.log (self)',
    ])
    expect(listed(code, 'src/Jobs/Job.php')).toEqual(['public class Job', 'public method Job.make', 'public method Job.go', 'private method Job.step'])
  })

  it('Ruby: constants of the whole repository, modules, what stands below private, instance variables', async () => {
    const code = await analyse({
      'lib/acme.rb': "# frozen_string_literal: true\n\n# Queues for Ruby.\nrequire 'acme/job'\nmodule Acme\nend\n",
      'lib/acme/job.rb': 'module Acme\n  # A job.\n  class Job\n    def go; step; end\n    private\n    def step; end\n  end\nend\n',
      'lib/acme/queue.rb': "require_relative 'job'\nmodule Acme\n  class Queue\n    include Enumerable\n    def initialize\n      @job = Job.new\n    end\n    def run\n      @job.go\n      helper(1)\n    end\n    def helper(n); end\n  end\nend\n",
    })
    expect(edges(code)).toEqual([
      'lib/acme/job.rb#Acme.Job.go call lib/acme/job.rb#Acme.Job.step (self)',
      'lib/acme/queue.rb#Acme.Queue.initialize new lib/acme/job.rb#Acme.Job (package)',
      'lib/acme/queue.rb#Acme.Queue.run call lib/acme/job.rb#Acme.Job.go (typed)',
      'lib/acme/queue.rb#Acme.Queue.run call lib/acme/queue.rb#Acme.Queue.helper (self)',
    ])
    expect(listed(code, 'lib/acme/job.rb')).toEqual(['public module Acme', 'public class Acme.Job', 'public method Acme.Job.go', 'private method Acme.Job.step'])
    expect(docOf(code, 'Job')).toBe('A job.')
    expect(imported(code)).toEqual(['lib/acme.rb acme/job → lib/acme/job.rb', 'lib/acme/queue.rb ./job → lib/acme/job.rb'])
    expect(code.files.find(({ path }) => path === 'lib/acme.rb')?.doc).toBe('Queues for Ruby.')
  })

  it('Kotlin: imports by name and alias, companions, extensions, constructor properties', async () => {
    const code = await analyse({
      'src/main/kotlin/jobs/Job.kt': 'package acme.jobs\n\n/** A job. */\nclass Job {\n  fun go() { step() }\n  private fun step() {}\n}\n\nfun Job.twice() { go() }\n',
      'src/main/kotlin/web/Queue.kt': 'package acme.web\n\nimport acme.jobs.Job as Work\nimport acme.jobs.twice\n\n/** A queue. */\nopen class Queue(private val work: Work) {\n  companion object { fun make(): Queue = Queue(Work()) }\n  fun run() { work.go(); val other = make(); other.run() }\n}\n\nclass Fast : Queue(Work())\n',
    })
    expect(edges(code)).toEqual([
      'src/main/kotlin/jobs/Job.kt#Job.go call src/main/kotlin/jobs/Job.kt#Job.step (self)',
      'src/main/kotlin/jobs/Job.kt#Job.twice call src/main/kotlin/jobs/Job.kt#Job.go (self)',
      'src/main/kotlin/web/Queue.kt#Fast call src/main/kotlin/jobs/Job.kt#Job (import)',
      'src/main/kotlin/web/Queue.kt#Fast extends src/main/kotlin/web/Queue.kt#Queue (local)',
      'src/main/kotlin/web/Queue.kt#Queue.make call src/main/kotlin/jobs/Job.kt#Job (import)',
      'src/main/kotlin/web/Queue.kt#Queue.make call src/main/kotlin/web/Queue.kt#Queue (local)',
      'src/main/kotlin/web/Queue.kt#Queue.run call src/main/kotlin/jobs/Job.kt#Job.go (typed)',
      'src/main/kotlin/web/Queue.kt#Queue.run call src/main/kotlin/web/Queue.kt#Queue.make (self)',
    ])
    expect(docOf(code, 'Queue')).toBe('A queue.')
    expect(listed(code, 'src/main/kotlin/jobs/Job.kt')).toEqual(['public class Job', 'public method Job.go', 'private method Job.step', 'public method Job.twice'])
  })

  it('Swift: types of the whole repository, protocols, extensions in other files', async () => {
    const code = await analyse({
      'Sources/Job.swift': '/// A job.\npublic struct Job {\n  public func go() { step() }\n  private func step() {}\n}\n',
      'Sources/Queue.swift': 'import Foundation\nprotocol Runner { func run() }\nfinal class Queue: Runner {\n  let job: Job\n  init(job: Job) { self.job = job }\n  func run() { job.go(); let other = Job(); other.go(); self.more() }\n}\n',
      'Sources/Queue+More.swift': 'extension Queue {\n  func more() { run() }\n}\n',
    })
    expect(edges(code)).toEqual([
      'Sources/Job.swift#Job.go call Sources/Job.swift#Job.step (self)',
      'Sources/Queue+More.swift#Queue.more call Sources/Queue.swift#Queue.run (self)',
      'Sources/Queue.swift#Queue extends Sources/Queue.swift#Runner (local)',
      'Sources/Queue.swift#Queue.run call Sources/Job.swift#Job (package)',
      'Sources/Queue.swift#Queue.run call Sources/Job.swift#Job.go (typed)',
      'Sources/Queue.swift#Queue.run call Sources/Queue+More.swift#Queue.more (self)',
    ])
    expect(listed(code, 'Sources/Job.swift')).toEqual(['public struct Job', 'public method Job.go', 'private method Job.step'])
  })

  it('Scala: selectors with new names, wildcards, traits, objects', async () => {
    const code = await analyse({
      'src/main/scala/Job.scala': 'package acme.jobs\n\n/** A job. */\nclass Job {\n  def go(): Unit = step()\n  private def step(): Unit = {}\n}\nobject Tools { def help(): Unit = {} }\n',
      'src/main/scala/Queue.scala': 'package acme.web\n\nimport acme.jobs.{Job => Work, Tools}\n\ntrait Runner { def run(): Unit }\nclass Queue(work: Work) extends Runner {\n  def run(): Unit = { work.go(); Tools.help(); val other = new Work(); other.go() }\n}\n',
    })
    expect(edges(code)).toEqual([
      'src/main/scala/Job.scala#Job.go call src/main/scala/Job.scala#Job.step (self)',
      'src/main/scala/Queue.scala#Queue extends src/main/scala/Queue.scala#Runner (local)',
      'src/main/scala/Queue.scala#Queue.run call src/main/scala/Job.scala#Job.go (typed)',
      'src/main/scala/Queue.scala#Queue.run call src/main/scala/Job.scala#Tools.help (typed)',
      'src/main/scala/Queue.scala#Queue.run new src/main/scala/Job.scala#Job (import)',
    ])
    expect(listed(code, 'src/main/scala/Job.scala')).toEqual(['public class Job', 'public method Job.go', 'private method Job.step', 'public class Tools', 'public method Tools.help'])
  })

  it('Shell: functions with the comment above, files that are sourced', async () => {
    const code = await analyse({
      'lib/common.sh': '#!/bin/bash\n# Things that all scripts need.\n\n# Says it.\nsay() { echo "$1"; }\n',
      'run.sh': '#!/usr/bin/env bash\nsource "$(dirname "$0")/lib/common.sh"\nmain() { say hello; }\nmain\n',
    })
    expect(imported(code)).toEqual(['run.sh $(dirname "$0")/lib/common.sh → lib/common.sh'])
    expect(edges(code)).toEqual(['run.sh call run.sh#main (local)', 'run.sh#main call lib/common.sh#say (import)'])
    expect(docOf(code, 'say')).toBe('Says it.')
  })

  it('Vue and Svelte: the script of a component, at its own lines', async () => {
    const code = await analyse({
      'src/tools.ts': 'export function format(n: number): string {\n  return `${n}`\n}\n',
      'src/Job.vue': '<template>\n  <p>{{ text }}</p>\n</template>\n\n<script setup lang="ts">\nimport { format } from "./tools"\nfunction text() {\n  return format(1)\n}\n</script>\n',
      'src/Queue.svelte': '<script lang="ts">\n  import { format } from "./tools"\n  import Job from "./Job.vue"\n  function show() { return format(2) }\n</script>\n<p>{show()}</p>\n',
    })
    expect(edges(code)).toEqual(['src/Job.vue#text call src/tools.ts#format (import)', 'src/Queue.svelte#show call src/tools.ts#format (import)'])
    expect(code.components.find(({ name }) => name === 'text')).toMatchObject({ startLine: 7, endLine: 9, visibility: 'public' })
    expect(imported(code)).toContain('src/Queue.svelte ./Job.vue → src/Job.vue')
  })

  it('Java and C#: overloads without a body are definitions of their own, and so are the elements of an annotation', async () => {
    const code = await analyse({
      'src/main/java/a/Context.java': 'package a;\npublic interface Context {\n  String write(Object one);\n  String write(Object one, Class two);\n}\n@interface Since {\n  double value();\n}\n',
      'Policy.cs': 'public interface IPolicy {\n  void Execute(Action action);\n  void Execute(Action action, Context context);\n}\n',
    })
    expect(code.components.map(({ id }) => id)).toEqual([
      'Policy.cs#IPolicy',
      'Policy.cs#IPolicy.Execute',
      'Policy.cs#IPolicy.Execute~2',
      'src/main/java/a/Context.java#Context',
      'src/main/java/a/Context.java#Context.write',
      'src/main/java/a/Context.java#Context.write~2',
      'src/main/java/a/Context.java#Since',
      'src/main/java/a/Context.java#Since.value',
    ])
  })

  it('C and Rust: names of pointer, array and function types; types that a trait asks for', async () => {
    const code = await analyse({
      'a.h': 'typedef char *sds;\ntypedef char slot[6];\ntypedef void eventProc(int fd);\ntypedef int *findProc(void);\ntypedef int (*compare)(int a);\n',
      'a.rs': 'pub trait Matcher {\n    type Captures;\n}\n',
    })
    expect(code.components.map(({ kind, qualifiedName }) => `${kind} ${qualifiedName}`)).toEqual(['type sds', 'type slot', 'type eventProc', 'type findProc', 'type compare', 'interface Matcher', 'type Matcher.Captures'])
  })
})
