import { expect, test } from 'vitest'
import { documentFormat, readDocument } from '../document-formats.js'

function read(path: string, text: string) {
  const format = documentFormat(path, Buffer.from(text))
  return format === undefined ? undefined : readDocument(format, path, text)
}

test('reads tables of SQL with their columns, not their constraints', () => {
  const sql = "-- users\nCREATE TABLE IF NOT EXISTS public.\"users\" (\n  id serial PRIMARY KEY,\n  name varchar(20) DEFAULT 'a, (b',\n  price numeric(10, 2),\n  CONSTRAINT u UNIQUE (name),\n  FOREIGN KEY (id) REFERENCES x (id)\n);\ncreate temporary table `logs` (`at` datetime)\n"
  expect(read('db/001.sql', sql)).toEqual({
    kind: 'tables', source: 'SQL',
    tables: [{ name: 'public.users', columns: ['id', 'name', 'price'], startLine: 2, endLine: 7 }, { name: 'logs', columns: ['at'], startLine: 9, endLine: 9 }],
  })
  expect(read('db/002.sql', 'SELECT 1')).toBeUndefined()
})

test('reads the schemas of Rails and Prisma', () => {
  expect(read('db/schema.rb', 'ActiveRecord::Schema[7.1].define(version: 1) do\n  create_table "posts", force: :cascade do |t|\n    t.string "title", null: false\n    t.references :author\n    t.timestamps\n    t.index ["title"]\n  end\nend\n')).toMatchObject({
    tables: [{ name: 'posts', columns: ['title', 'author_id', 'created_at', 'updated_at'], startLine: 2, endLine: 7 }],
  })
  expect(read('prisma/schema.prisma', 'model User {\n  id Int @id\n  mail String @map("e_mail")\n  posts Post[]\n  @@map("users")\n}\nmodel Post {\n  id Int\n}\n')).toMatchObject({
    tables: [{ name: 'users', columns: ['id', 'e_mail'], startLine: 1, endLine: 6 }, { name: 'Post', columns: ['id'] }],
  })
})

test('reads operations of OpenAPI in YAML and JSON', () => {
  const yaml = 'openapi: 3.0.0\ninfo:\n  title: Pets\n  version: "1"\npaths:\n  /pets/{id}:\n    parameters: []\n    get:\n      operationId: showPet\n      summary: One pet\n    delete:\n      responses: {}\n'
  expect(read('api/pets.yaml', yaml)).toEqual({
    kind: 'openapi', title: 'Pets', version: '1',
    operations: [
      { method: 'GET', path: '/pets/{id}', id: 'showPet', purpose: 'One pet', startLine: 8, endLine: 10 },
      { method: 'DELETE', path: '/pets/{id}', startLine: 11, endLine: 12 },
    ],
  })
  expect(read('openapi.json', '{\n  "openapi": "3.1.0",\n  "paths": { "/a": { "post": { "summary": "x" } } }\n}')).toMatchObject({ operations: [{ method: 'POST', path: '/a', purpose: 'x', startLine: 3 }] })
})

test('reads services, messages and GraphQL types', () => {
  const proto = 'syntax = "proto3";\npackage a.v1;\n\n// Greets people.\nservice Greeter {\n  rpc Hello (HelloRequest) returns (stream HelloReply) {}\n  // rpc Old (A) returns (B);\n}\n\nmessage HelloRequest {\n  string name = 1;\n  message Inner { int32 x = 1; }\n  repeated a.v1.Thing things = 2;\n}\n'
  expect(read('a.proto', proto)).toEqual({
    kind: 'schema', system: 'Protocol Buffers', name: 'a.v1',
    types: [
      { kind: 'service', name: 'Greeter', members: ['Hello(HelloRequest) stream HelloReply'], comment: 'Greets people.', startLine: 5, endLine: 8 },
      { kind: 'message', name: 'HelloRequest', members: ['name', 'things'], startLine: 10, endLine: 14 },
    ],
  })
  expect(read('s.graphql', '"""The roots { """\ntype Query {\n  user(id: ID!): User\n  # old: Int\n  users: [User]\n}\nenum Role { \n  ADMIN\n}\n')).toMatchObject({
    types: [{ kind: 'type', name: 'Query', members: ['user', 'users'], startLine: 2, endLine: 6 }, { kind: 'enum', name: 'Role', members: ['ADMIN'] }],
  })
})
