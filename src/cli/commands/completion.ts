import type { Command } from 'commander'
import { AppError } from '../../platform/app-error.js'
import type { CliDeps } from '../cli-deps.js'

/** What may follow a chain of commands: `jobs` → `list show …`, with the options there. */
interface Place {
  readonly path: string
  readonly words: readonly string[]
}

export function addCompletion(program: Command, deps: Pick<CliDeps, 'out'>): void {
  program
    .command('completion')
    .description('print a script that completes commands and options')
    .argument('<shell>', 'bash, zsh or fish')
    .addHelpText('after', '\nExample:\n  source <(codewiki completion bash)')
    .action((shell: string) => {
      const write = scripts.get(shell)
      if (write === undefined) throw new AppError('cli/unknown-shell', 'invalid', `There is no completion for ${shell}.`, { advice: 'There is one for bash, zsh and fish.' })
      deps.out(write(placesOf(program, [])))
    })
}

function placesOf(command: Command, path: readonly string[]): Place[] {
  const options = command.options.flatMap(({ long }) => long ?? [])
  const words = [...command.commands.map((one) => one.name()), ...options, '--help']
  return [{ path: path.join(' '), words }, ...command.commands.flatMap((one) => placesOf(one, [...path, one.name()]))]
}

/** The commands typed so far name the place; options and arguments in between are passed over. */
const bash = (places: readonly Place[]): string => `_codewiki() {
  local word path="" next
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    next="\${path:+$path }$word"
    case "$next" in ${places.filter(({ path }) => path !== '').map(({ path }) => `"${path}"`).join('|')}) path="$next" ;; esac
  done
  case "$path" in
${places.map(({ path, words }) => `    "${path}") COMPREPLY=($(compgen -W "${words.join(' ')}" -- "\${COMP_WORDS[COMP_CWORD]}")) ;;`).join('\n')}
  esac
  [ \${#COMPREPLY[@]} -eq 0 ] && COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -F _codewiki codewiki`

const zsh = (places: readonly Place[]): string => `autoload -U +X bashcompinit && bashcompinit\n${bash(places)}`

const fish = (places: readonly Place[]): string =>
  places
    .map(({ path, words }) => {
      const seen = path === '' ? '__fish_use_subcommand' : path.split(' ').map((word) => `__fish_seen_subcommand_from ${word}`).join('; and ')
      return `complete -c codewiki -n '${seen}' -a '${words.join(' ')}'`
    })
    .join('\n')

const scripts = new Map([
  ['bash', bash],
  ['zsh', zsh],
  ['fish', fish],
])
