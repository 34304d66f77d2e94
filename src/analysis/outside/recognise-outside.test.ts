import { afterAll, expect, test } from 'vitest'
import { CodeLab, type Files } from '../../../test/support/code-analysis.js'

const lab = new CodeLab()
afterAll(() => lab.close())

const outsideOf = async (files: Files) => (await lab.analyse(files)).outside.map(({ kind, symbol, from, lines }) => `${kind} ${symbol} ${from}:${lines.join(',')}`)

test('knows what leads out of the repository by what names are bound to, in every language', async () => {
  expect(
    await outsideOf({
      'a.py': 'import os.path\nimport subprocess as sp\nfrom pickle import loads as restore\n\ndef run(x):\n    sp.run(x)\n    os.system(x)\n    restore(x)\n    return eval(x)\n',
      'b.ts': "import { exec } from 'node:child_process'\nimport * as fs from 'fs'\nexport function go(x: string) { exec(x); fs.readFileSync(x); return fetch(x) }\n",
      'c.js': "const cp = require('child_process')\nmodule.exports = function go(x) { cp.spawn(x) }\n",
      'd.go': 'package d\n\nimport (\n\t"database/sql"\n\t"os/exec"\n)\n\ntype Store struct{ db *sql.DB }\n\nfunc (s *Store) Find() { s.db.Query("x"); exec.Command("ls") }\n',
      'E.java': 'import java.io.*;\nimport java.nio.file.Files;\nclass E { void f() { Runtime.getRuntime().exec("x"); new ObjectInputStream(null).readObject(); Files.readAllBytes(null); } }\n',
      'F.cs': 'using System.Diagnostics;\nclass F { void Run() { Process.Start("x"); System.IO.File.Delete("x"); File.ReadAllText("x"); } }\n',
      'g.rs': 'use std::process::Command;\nfn run() { Command::new("ls"); std::fs::read("x"); }\n',
      'h.php': "<?php\nnamespace A;\nfunction run($x) { \\exec($x); return unserialize($x); }\n",
      'i.rb': "def run(x)\n  Open3.capture3(x)\n  Marshal.load(x)\nend\n",
      'j.c': 'void run(char *a, char *b) { system(a); strcpy(a, b); }\n',
      'k.cc': 'void go() { std::system("x"); ::fopen("x", "r"); }\n',
      'l.kt': 'import java.io.File\nfun go() { File("x").readText() }\n',
      'm.swift': 'func go() { SecItemAdd(q, nil) }\n',
    }),
  ).toEqual([
    'deserialising java.io.ObjectInputStream E.java#E.f:3', 'deserialising java.io.ObjectInputStream.readObject E.java#E.f:3', 'process java.lang.Runtime.getRuntime.exec E.java#E.f:3', 'file java.nio.file.Files.readAllBytes E.java#E.f:3',
    'process System.Diagnostics.Process.Start F.cs#F.Run:2', 'file System.IO.File.Delete F.cs#F.Run:2', 'file System.IO.File.ReadAllText F.cs#F.Run:2',
    'process subprocess.run a.py#run:6', 'process os.system a.py#run:7', 'deserialising pickle.loads a.py#run:8', 'evaluation eval a.py#run:9',
    'process child_process.exec b.ts#go:3', 'network fetch b.ts#go:3', 'file fs.readFileSync b.ts#go:3',
    'process child_process.spawn c.js#module.exports:2',
    'sql database/sql.DB.Query d.go#Store.Find:10', 'process os/exec.Command d.go#Store.Find:10',
    'file std.fs.read g.rs#run:2', 'process std.process.Command.new g.rs#run:2',
    'process exec h.php#run:3', 'deserialising unserialize h.php#run:3',
    'process Open3.capture3 i.rb#run:2', 'deserialising Marshal.load i.rb#run:3',
    'memory strcpy j.c#run:1', 'process system j.c#run:1',
    'file fopen k.cc#go:1', 'process std.system k.cc#go:1',
    'file java.io.File l.kt#go:2',
    'passwords SecItemAdd m.swift#go:1',
  ])
})

test('takes nothing for outside that the repository has itself, or that a variable of unknown type is asked for', async () => {
  expect(
    await outsideOf({
      'app/subprocess.py': 'def run(x):\n    return x\n',
      'app/a.py': 'from app import subprocess\nfrom app.subprocess import run\n\ndef go(conn, open, x):\n    subprocess.run(x)\n    run(x)\n    conn.execute(x)\n    open(x)\n',
      'b.ts': "import { exec } from './shell'\nexport function go(fetch: () => void, db: { query(x: string): void }) { exec('x'); fetch(); db.query('x') }\n",
      'shell.ts': 'export function exec(x: string) { return x }\n',
      'c.go': 'package c\n\ntype exec struct{}\n\nfunc (e exec) Command(x string) {}\n\nfunc run(e exec) { e.Command("x") }\n',
      'd.c': 'static void system(char *a) {}\nvoid run(char *a) { system(a); }\n',
      'e.rb': "class Store\n  def system(x) = x\n  def run = system('x')\nend\n",
    }),
  ).toEqual([])
})

test('leaves out tests, and knows annotations and what a package has as a whole', async () => {
  expect(
    await outsideOf({
      'src/a.py': 'from flask_login import login_required\nimport bcrypt\n\n@login_required\ndef page(x):\n    return bcrypt.hashpw(x)\n',
      'tests/test_a.py': 'import subprocess\n\ndef test_a():\n    subprocess.run("x")\n',
      'src/B.cs': 'using Microsoft.AspNetCore.Authorization;\nclass B {\n  [Authorize]\n  public void Show() {}\n}\n',
      'src/c.rs': 'fn run() {}\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn runs() { std::fs::read("x"); }\n}\n',
    }),
  ).toEqual(['authentication Microsoft.AspNetCore.Authorization.Authorize src/B.cs#B.Show:3', 'authentication flask_login.login_required src/a.py#page:4', 'passwords bcrypt.hashpw src/a.py#page:6'])
})
