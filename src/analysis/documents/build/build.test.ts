import { expect, test } from 'vitest'
import { documentFormat, readDocument } from '../document-formats.js'

function read(path: string, text: string) {
  const format = documentFormat(path, Buffer.from(text))
  return format === undefined ? undefined : readDocument(format, path, text)
}

test('reads stages of a Dockerfile, and of the last one what runs', () => {
  const text = 'ARG NODE=20\nFROM node:${NODE} AS build\nEXPOSE 1\nRUN npm ci \\\n  # why\n  && npm run build\n\nFROM gcr.io/distroless\nENV PORT=8080 MODE="a b"\nEXPOSE 8080 9090/udp\nENTRYPOINT ["node", "a.js"]\nCMD ["--help"]\n'
  expect(read('Dockerfile', text)).toEqual({
    kind: 'container',
    stages: [{ base: 'node:20', name: 'build', startLine: 2, endLine: 6 }, { base: 'gcr.io/distroless', startLine: 8, endLine: 12 }],
    ports: [{ text: '8080', line: 10 }, { text: '9090/udp', line: 10 }],
    volumes: [],
    starts: { text: 'node a.js --help', line: 11 },
    settings: [{ name: 'PORT', value: '8080', line: 9 }, { name: 'MODE', value: 'a b', line: 9 }],
  })
})

test('reads services of Compose, short and long, with anchors', () => {
  const text = 'x-env: &env\n  LEVEL: info\nservices:\n  web:\n    build: ./web\n    ports: ["80:8080"]\n    depends_on:\n      db:\n        condition: service_healthy\n    environment:\n      <<: *env\n      MODE: x\n  db:\n    image: postgres:16\n    environment: [POSTGRES_DB=a]\n    volumes:\n      - data:/var/lib\n'
  expect(read('docker-compose.yml', text)).toMatchObject({
    services: [
      { name: 'web', build: './web', ports: ['80:8080'], dependsOn: ['db'], settings: [{ name: 'LEVEL', value: 'info', line: 2 }, { name: 'MODE', value: 'x', line: 12 }], startLine: 4, endLine: 12 },
      { name: 'db', image: 'postgres:16', volumes: ['data:/var/lib'], settings: [{ name: 'POSTGRES_DB', value: 'a', line: 15 }], startLine: 13, endLine: 17 },
    ],
  })
})

test('reads triggers, jobs and commands of GitHub Actions', () => {
  const text = 'name: CI\non:\n  push:\n    branches: [main]\n  schedule:\n    - cron: "0 3 * * *"\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: npm test\n      - run: |\n          set -e\n          npm run \\\n            lint\n          npm pack\n  release:\n    needs: [test]\n    uses: ./.github/workflows/r.yml\n'
  expect(read('.github/workflows/ci.yml', text)).toEqual({
    kind: 'pipeline', system: 'GitHub Actions', name: 'CI',
    triggers: [{ text: 'push to main', line: 3 }, { text: 'schedule 0 3 * * *', line: 6 }],
    jobs: [
      { id: 'test', needs: [], runsOn: 'ubuntu-latest', commands: [{ text: 'npm test', line: 12 }, { text: 'npm run lint', line: 15 }, { text: 'npm pack', line: 17 }], uses: [{ text: 'actions/checkout@v4', line: 11 }], startLine: 8, endLine: 17 },
      { id: 'release', needs: ['test'], commands: [], uses: [{ text: './.github/workflows/r.yml', line: 20 }], startLine: 18, endLine: 20 },
    ],
  })
})

test('reads jobs of GitLab by stage, of CircleCI, Azure and Travis', () => {
  expect(read('.gitlab-ci.yml', 'stages: [build, test]\nmake:\n  stage: build\n  script: [make]\nunit:\n  stage: test\n  script:\n    - make test\n.hidden:\n  script: x\n')).toMatchObject({ jobs: [{ id: 'make', needs: [] }, { id: 'unit', needs: ['make'], commands: [{ text: 'make test', line: 8 }] }] })
  expect(read('.circleci/config.yml', 'jobs:\n  a:\n    docker: [{image: node:20}]\n    steps: [checkout, {run: npm test}]\nworkflows:\n  w:\n    jobs: [{a: {requires: [b]}}]\n')).toMatchObject({ jobs: [{ id: 'a', needs: ['b'], runsOn: 'node:20', commands: [{ text: 'npm test' }] }] })
  expect(read('azure-pipelines.yml', 'trigger: [main]\npool: {vmImage: ubuntu}\nsteps:\n  - script: dotnet test\n')).toMatchObject({ triggers: [{ text: 'push to main' }], jobs: [{ runsOn: 'ubuntu', commands: [{ text: 'dotnet test', line: 4 }] }] })
  expect(read('.travis.yml', 'script: make check\n')).toMatchObject({ jobs: [{ commands: [{ text: 'make check', line: 1 }] }] })
})

test('reads CMake, Terraform, Kubernetes and example environments', () => {
  expect(read('CMakeLists.txt', '# add_library(no)\nadd_library(core STATIC\n  a.cc)\nadd_executable(${NAME} b.cc)\noption(TESTS "Build tests" ON)\nfind_package(ZLIB 1.2 REQUIRED)\n')).toEqual({
    kind: 'cmake',
    targets: [{ kind: 'library', name: 'core', startLine: 2, endLine: 3 }],
    options: [{ name: 'TESTS', purpose: 'Build tests', value: 'ON', startLine: 5, endLine: 5 }],
    packages: [{ text: 'ZLIB 1.2', line: 6 }],
  })
  expect(read('main.tf', 'resource "aws_s3_bucket" "logs" {\n  bucket = "x"\n}\n\nmodule "vpc" {\n  source = "./vpc"\n}\n')).toMatchObject({
    objects: [{ kind: 'resource', name: 'aws_s3_bucket.logs', startLine: 1, endLine: 3 }, { kind: 'module', name: 'vpc', note: './vpc', startLine: 5, endLine: 7 }],
  })
  expect(read('k8s/app.yaml', 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      containers: [{image: web:1}]\n---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  ports: [{port: 80}]\n')).toMatchObject({
    objects: [{ kind: 'Deployment', name: 'web', note: 'web:1', startLine: 1 }, { kind: 'Service', note: 'port 80', startLine: 9 }],
  })
  expect(read('.env.example', '# Where it listens\nPORT=3000\n\n# API_KEY=x\nDATABASE=postgres://me:hunter2@db/a\nSECRET=\n')).toEqual({ kind: 'settings', settings: [{ name: 'PORT', value: '3000', line: 2, comment: 'Where it listens' }, { name: 'API_KEY', line: 4 }, { name: 'DATABASE', value: 'postgres://me:…@db/a', line: 5 }, { name: 'SECRET', line: 6 }] })
})
