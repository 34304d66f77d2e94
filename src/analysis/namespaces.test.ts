import { afterAll, expect, test } from 'vitest'
import { CodeLab } from '../../test/support/code-analysis.js'
import { withoutNamespaces } from './namespaces.js'

const lab = new CodeLab()
afterAll(() => lab.close())

test('what a Ruby file defines is free of the modules that only name it; a module with methods of its own stays', async () => {
  const code = withoutNamespaces(
    await lab.analyse({
      'lib/acme/job.rb': 'module Acme\n  module Queue\n    class Job\n      def run\n        Util.now\n      end\n    end\n  end\nend\n',
      'lib/acme/util.rb': 'module Acme\n  module Util\n    def self.now\n      1\n    end\n  end\nend\n',
      'lib/acme/base.rb': 'class Base\n  class Inner\n  end\nend\nAcme::Queue\n',
    }),
  )
  expect(code.components.map(({ qualifiedName, parent }) => [qualifiedName, parent])).toEqual([
    ['Base', undefined],
    ['Base.Inner', 'lib/acme/base.rb#Base'],
    ['Acme.Queue.Job', undefined],
    ['Acme.Queue.Job.run', 'lib/acme/job.rb#Acme.Queue.Job'],
    ['Acme.Util', undefined],
    ['Acme.Util.now', 'lib/acme/util.rb#Acme.Util'],
  ])
  const ends = code.references.flatMap(({ from, to }) => [from, to])
  const known = new Set([...code.components.map(({ id }) => id), ...code.files.map(({ path }) => path)])
  expect(ends.filter((end) => !known.has(end))).toEqual([])
  expect(ends).toContain('lib/acme/util.rb#Acme.Util.now')
})
