import type { CodeMap, FileImport, ProjectDependency, Sourced } from '../../analysis/code-map.js'
import { compareText } from '../prose.js'

interface KnownFramework {
  readonly name: string
  /** Of an import, from its beginning to the end of a part. */
  readonly imports: RegExp
  /** Of a dependency, whole. */
  readonly dependency: RegExp
}

const known = (name: string, imports: string, dependency = imports): KnownFramework => ({
  name,
  imports: new RegExp(`^(?:${imports})(?:$|[/.:]|::)`),
  dependency: new RegExp(`^(?:${dependency})$`, 'i'),
})

/** What people call by name when they say how a project is tested. */
const frameworks: readonly KnownFramework[] = [
  known('Vitest', 'vitest'),
  known('Jest', '@jest/globals|jest', 'jest|@jest/globals|ts-jest'),
  known('Mocha', 'mocha'),
  known('Jasmine', 'jasmine(?:-core)?'),
  known('AVA', 'ava'),
  known('tape', 'tape'),
  known('Node’s test runner', 'node:test', '(?!)'),
  known('Bun’s test runner', 'bun:test', '(?!)'),
  known('Deno’s assertions', '@std/assert|jsr:@std/assert', '@std/assert'),
  known('uvu', 'uvu'),
  known('Playwright', '@playwright/test|playwright'),
  known('Cypress', 'cypress'),
  known('Chai', 'chai'),
  known('Sinon', 'sinon'),
  known('Supertest', 'supertest'),
  known('Testing Library', '@testing-library/[\\w-]+'),
  known('MSW', 'msw'),
  known('tsd', 'tsd'),
  known('pytest', 'pytest'),
  known('unittest', 'unittest', '(?!)'),
  known('Hypothesis', 'hypothesis'),
  known('nose', 'nose2?'),
  known('tox', '(?!)', 'tox'),
  known('Go’s testing package', 'testing', '(?!)'),
  known('Testify', 'github\\.com/stretchr/testify'),
  known('Ginkgo', 'github\\.com/onsi/ginkgo(?:/v\\d)?'),
  known('Gomega', 'github\\.com/onsi/gomega'),
  known('JUnit', 'org\\.junit|junit\\.framework', 'junit:junit|org\\.junit[\\w.]*:[\\w.-]+'),
  known('TestNG', 'org\\.testng', 'org\\.testng:testng'),
  known('Mockito', 'org\\.mockito', 'org\\.mockito:[\\w.-]+'),
  known('AssertJ', 'org\\.assertj', 'org\\.assertj:[\\w.-]+'),
  known('Truth', 'com\\.google\\.common\\.truth', 'com\\.google\\.truth[\\w.]*:[\\w.-]+'),
  known('Hamcrest', 'org\\.hamcrest', 'org\\.hamcrest:[\\w.-]+'),
  known('Kotest', 'io\\.kotest', 'io\\.kotest:[\\w.-]+'),
  known('ScalaTest', 'org\\.scalatest', 'org\\.scalatest:[\\w.-]+'),
  known('MUnit', 'munit', 'org\\.scalameta:munit[\\w.-]*'),
  known('specs2', 'org\\.specs2', 'org\\.specs2:[\\w.-]+'),
  known('PHPUnit', 'PHPUnit\\\\.*', 'phpunit/phpunit'),
  known('Pest', 'Pest\\\\.*', 'pestphp/pest'),
  known('RSpec', 'rspec', 'rspec(?:-\\w+)?'),
  known('Minitest', 'minitest', 'minitest(?:-\\w+)?'),
  known('Cucumber', 'cucumber', 'cucumber'),
  known('Proptest', 'proptest'),
  known('QuickCheck', 'quickcheck'),
  known('rstest', 'rstest'),
  known('xUnit.net', 'Xunit', 'xunit(?:\\.[\\w.]+)?'),
  known('NUnit', 'NUnit', 'nunit'),
  known('MSTest', 'Microsoft\\.VisualStudio\\.TestTools', 'mstest(?:\\.[\\w.]+)?'),
  known('Moq', 'Moq', 'moq'),
  known('NSubstitute', 'NSubstitute', 'nsubstitute'),
  known('Shouldly', 'Shouldly', 'shouldly'),
  known('XCTest', 'XCTest', '(?!)'),
  known('GoogleTest', 'gtest', 'gtest|googletest'),
  known('Catch2', 'catch2', 'catch2'),
]

export interface FoundFramework {
  readonly name: string
  /** By test files. */
  readonly imports: readonly FileImport[]
  readonly declared: Sourced<ProjectDependency> | undefined
}

/** Frameworks that tests import or manifests declare; the most imported first. */
export function testFrameworks(code: CodeMap, isTest: (path: string) => boolean): readonly FoundFramework[] {
  const external = code.imports.filter((one) => one.targets.length === 0 && isTest(one.from))
  return frameworks
    .map(({ name, imports, dependency }) => ({
      name,
      imports: external.filter(({ specifier }) => imports.test(specifier)),
      declared: code.project.dependencies.find(({ value }) => dependency.test(value.name)),
    }))
    .filter(({ imports, declared }) => imports.length > 0 || declared !== undefined)
    .sort((a, b) => b.imports.length - a.imports.length || compareText(a.name, b.name))
}
