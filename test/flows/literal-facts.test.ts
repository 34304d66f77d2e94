import { afterAll, expect, test } from 'vitest'
import { CodeLab, type Files } from '../support/code-analysis.js'

const lab = new CodeLab()
afterAll(() => lab.close())

const settings = async (files: Files) => (await lab.analyse(files)).surroundings.settings.map((one) => `${one.file}:${one.line} ${one.name}${one.default === undefined ? '' : ` = ${one.default}`}`)
const routes = async (files: Files) => (await lab.analyse(files)).surroundings.routes.map((one) => `${one.framework} ${one.method} ${one.path}${one.handler === undefined ? '' : ` ${one.handler}`} ${one.file}:${one.startLine}`)
const commands = async (files: Files) => (await lab.analyse(files)).surroundings.commands.map((one) => `${one.framework} ${one.kind} ${one.name}${one.of === undefined ? '' : ` of ${one.of}`}${one.purpose === undefined ? '' : `: ${one.purpose}`}`)

test('finds the environment variables that code reads, with defaults that are literal, in every language', async () => {
  expect(await settings({
    'a.ts': "const a = process.env.PORT ?? '80'\nconst { HOST = 'localhost', KEY: key } = process.env\nconst b = process.env['TOKEN'] || secret()\nprocess.env.SET = 'x'\nconst c = import.meta.env.MODE\nconst d = Deno.env.get('DENO_X')\n",
    'b.py': "import os\na = os.environ['DSN']\nb = os.environ.get('LEVEL', 'info')\nc = os.getenv('N', 3)\nos.environ['SET'] = 'x'\n",
    'c.go': 'package c\n\nimport "os"\n\nvar a = os.Getenv("HOME")\nvar b, ok = os.LookupEnv("B")\n',
    'D.java': 'class D { String a = System.getenv("JAVA_X"); }\n',
    'e.rs': 'fn main() { let a = std::env::var("RUST_X"); let b = env::var_os("B_X"); }\n',
    'f.rb': "a = ENV['RACK']\nb = ENV.fetch('RAILS', 'dev')\nc = ENV['C_X'] || 'd'\n",
    'g.php': "<?php\n$a = getenv('PHP_X');\n$b = env('APP_NAME', 'Laravel');\n$c = $_ENV['C_Y'];\n",
    'H.cs': 'class H { string a = Environment.GetEnvironmentVariable("NET_X"); }\n',
    'i.c': '#include <stdlib.h>\nint main(void) { return getenv("C_ENV") != 0; }\n',
    'j.kt': 'val a = System.getenv("KT_X")\n',
  })).toEqual([
    'D.java:1 JAVA_X', 'H.cs:1 NET_X',
    'a.ts:1 PORT = 80', 'a.ts:2 HOST = localhost', 'a.ts:2 KEY', 'a.ts:3 TOKEN', 'a.ts:5 MODE', 'a.ts:6 DENO_X',
    'b.py:2 DSN', 'b.py:3 LEVEL = info', 'b.py:4 N = 3', 'c.go:5 HOME', 'c.go:6 B',
    'e.rs:1 RUST_X', 'e.rs:1 B_X', 'f.rb:1 RACK', 'f.rb:2 RAILS = dev', 'f.rb:3 C_X = d', 'g.php:2 PHP_X', 'g.php:3 APP_NAME = Laravel', 'g.php:4 C_Y', 'i.c:2 C_ENV', 'j.kt:1 KT_X',
  ])
})

test('finds a variable that is named by a constant of the same file, and none that it would have to guess', async () => {
  expect(await settings({
    'mode.go': 'package x\n\nimport "os"\n\n// The mode.\nconst EnvMode = "GIN_MODE"\n\nconst number = 3\n\nfunc init() {\n\tmode := os.Getenv(EnvMode)\n\tother := os.Getenv(number)\n\tunknown := os.Getenv(name)\n}\n',
    'mode.py': "import os\nKEY = 'APP_KEY'\na = os.environ.get(KEY, 'x')\nb = os.getenv(KEY)\nc = os.getenv(name)\n",
  })).toEqual(['mode.go:11 GIN_MODE', 'mode.py:3 APP_KEY', 'mode.py:4 APP_KEY'])
})

test('finds routes of JavaScript frameworks by what the receiver is, and no other calls of the same names', async () => {
  expect(await routes({
    'src/express.ts': "import express, { Router } from 'express'\nconst app = express()\nconst cache = new Map()\napp.get('/users/:id', auth, showUser)\napp.get('title')\ncache.get('/x', 1)\nconst v1 = Router()\nv1.post('/jobs', (req, res) => res.end())\n",
    'src/hono.ts': "import { Hono } from 'hono'\nexport const app = new Hono().get('/a', (c) => c.text('a')).post('/b', create)\n",
    'src/nest.ts': "import { Controller, Get, Post } from '@nestjs/common'\n@Controller('cats')\nexport class Cats {\n  @Get(':id')\n  find() {}\n  @Post()\n  add() {}\n}\n",
    'src/none.ts': "export const app = { get(a: string, b: number) {} }\napp.get('/no', 1)\n",
  })).toEqual([
    'Express GET /users/:id showUser src/express.ts:4', 'Express POST /jobs src/express.ts:8',
    'Hono GET /a src/hono.ts:2', 'Hono POST /b create src/hono.ts:2',
    'NestJS GET /cats/:id find src/nest.ts:4', 'NestJS POST /cats add src/nest.ts:6',
  ])
})

test('finds routes of the frameworks of other languages', async () => {
  expect(await routes({
    'a_flask.py': "from flask import Flask\napp = Flask(__name__)\n\n@app.route('/login', methods=['GET', 'POST'])\ndef login():\n    pass\n\n@app.get('/x')\ndef x():\n    pass\n",
    'b_fast.py': "from fastapi import APIRouter\nrouter = APIRouter()\n\n@router.post('/items', status_code=201)\nasync def add():\n    pass\n",
    'c_urls.py': "from django.urls import path\nfrom . import views\nurlpatterns = [path('polls/<int:pk>/', views.Detail.as_view())]\n",
    'd.go': 'package d\n\nimport "github.com/gin-gonic/gin"\n\nfunc routes(r *gin.Engine) {\n\tr.GET("/ping", ping)\n\tr.POST("/x", func(c *gin.Context) {})\n}\n',
    'e.go': 'package e\n\nimport "net/http"\n\nfunc routes() {\n\thttp.HandleFunc("GET /health", health)\n\thttp.Get("http://x")\n}\n',
    'F.java': 'import org.springframework.web.bind.annotation.*;\n@RestController\n@RequestMapping("/api")\nclass F {\n  @GetMapping("/owners/{id}")\n  String owner() { return ""; }\n  @RequestMapping(value = "/all", method = RequestMethod.POST)\n  String all() { return ""; }\n}\n',
    'G.cs': 'using Microsoft.AspNetCore.Mvc;\n[Route("api/g")]\nclass G {\n  [HttpGet("{id}")]\n  public void Show() {}\n}\n',
    'h.php': "<?php\nuse Illuminate\\Support\\Facades\\Route;\nRoute::get('/home', [HomeController::class, 'index']);\nRoute::get('home');\n",
    'i.rb': "Rails.application.routes.draw do\n  root 'home#index'\n  get '/about', to: 'pages#about'\n  resources :posts\nend\n",
    'j.rs': 'use axum::{routing::get, Router};\nfn app() -> Router { Router::new().route("/", get(root)) }\n',
    'k.rs': 'use actix_web::get;\n#[get("/hello/{name}")]\nasync fn greet() {}\n',
  })).toEqual([
    'Spring GET /api/owners/{id} owner F.java:5', 'Spring POST /api/all all F.java:7',
    'ASP.NET GET /api/g/{id} Show G.cs:4',
    'Flask GET, POST /login login a_flask.py:4', 'Flask GET /x x a_flask.py:8',
    'FastAPI POST /items add b_fast.py:4', 'Django any polls/<int:pk>/ views.Detail c_urls.py:3',
    'Gin GET /ping ping d.go:6', 'Gin POST /x d.go:7', 'net/http GET /health health e.go:6',
    'Laravel GET /home HomeController.index h.php:3',
    'Rails GET / i.rb:2', 'Rails GET /about pages#about i.rb:3', 'Rails resources posts i.rb:4',
    'axum any / root j.rs:2', 'Actix GET /hello/{name} greet k.rs:2',
  ])
})

test('finds commands and options of command lines', async () => {
  expect(await commands({
    'a.ts': "import { Command } from 'commander'\nnew Command().command('serve <port>').description('Answers').option('-q, --quiet', 'say less')\n",
    'b.py': "import argparse\np = argparse.ArgumentParser()\nsub = p.add_subparsers()\nsub.add_parser('run', help='runs it')\np.add_argument('-v', '--verbose', help='say more')\n",
    'c.py': "import click\n\n@click.command()\n@click.option('--count', default=1, help='how often, '\n    'at least once')\ndef say_hello(count):\n    '''Greets\n    everybody.\n\n    Loudly.'''\n",
    'd.go': 'package d\n\nimport "github.com/spf13/cobra"\n\nvar c = &cobra.Command{Use: "up", Short: "starts it"}\n',
  })).toEqual([
    'Commander command serve <port>: Answers', 'Commander option -q, --quiet of serve <port>: say less',
    'argparse command run: runs it', 'argparse option -v, --verbose: say more',
    'Click command say-hello: Greets everybody.', 'Click option --count of say-hello: how often, at least once', 'Cobra command up: starts it',
  ])
})
