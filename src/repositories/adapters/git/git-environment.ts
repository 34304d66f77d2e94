import ipaddr from 'ipaddr.js'

/** What every git of ours gets: an environment built from nothing and configuration that no file can change. Reasons: docs/adr/002. */
export interface PinnedHost {
  readonly hostname: string
  readonly port: number
  readonly addresses: readonly string[]
}

export interface GitAccess {
  /** `https`, or `https:http` where plain http is allowed. Nothing for local reading. */
  readonly protocols: readonly string[]
  readonly pin?: PinnedHost | undefined
  /** So long may the other side send less than a kilobyte a second. */
  readonly stallSeconds?: number
}

const usualStallSeconds = 20

export function gitEnvironment(home: string, access: GitAccess): Record<string, string> {
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HOME: home,
    XDG_CONFIG_HOME: home,
    LC_ALL: 'C',
    TZ: 'UTC',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '/bin/false',
    SSH_ASKPASS: '/bin/false',
    GIT_ALLOW_PROTOCOL: access.protocols.join(':') || 'none',
    GIT_PROTOCOL_FROM_USER: '0',
    GIT_LFS_SKIP_SMUDGE: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_PAGER: 'cat',
    GIT_EDITOR: '/bin/false',
  }
}

/** Noise of old honest histories; checks of paths and objects stay errors. */
const ignoredFsck = [
  'badDate',
  'badDateOverflow',
  'badEmail',
  'badName',
  'badTimezone',
  'missingEmail',
  'missingNameBeforeEmail',
  'missingSpaceBeforeDate',
  'missingSpaceBeforeEmail',
  'multipleAuthors',
  'zeroPaddedFilemode',
]

export function gitConfig(access: GitAccess): string[] {
  const settings = [
    'core.hooksPath=/dev/null',
    'core.fsmonitor=false',
    'core.symlinks=false',
    'core.protectHFS=true',
    'core.protectNTFS=true',
    'core.askPass=',
    'credential.helper=',
    'safe.bareRepository=explicit',
    'protocol.version=2',
    'protocol.allow=never',
    ...access.protocols.map((protocol) => `protocol.${protocol}.allow=always`),
    'http.followRedirects=false',
    'http.sslVerify=true',
    'http.proxy=',
    'http.lowSpeedLimit=1000',
    `http.lowSpeedTime=${access.stallSeconds ?? usualStallSeconds}`,
    'http.maxRequests=1',
    'transfer.fsckObjects=true',
    'fetch.fsckObjects=true',
    ...ignoredFsck.map((check) => `fetch.fsck.${check}=ignore`),
    'transfer.bundleURI=false',
    'fetch.uriProtocols=',
    'fetch.recurseSubmodules=false',
    'submodule.recurse=false',
    'gc.auto=0',
    'maintenance.auto=false',
    'pack.threads=1',
    'index.threads=1',
    'core.packedGitWindowSize=32m',
    'core.packedGitLimit=256m',
    'transfer.credentialsInUrl=die',
  ]
  // An address in place of a name needs no name server, so there is nothing to pin.
  if (access.pin !== undefined && !ipaddr.isValid(access.pin.hostname.replace(/^\[|\]$/g, ''))) {
    const { hostname, port, addresses } = access.pin
    settings.push(
      `http.curloptResolve=${hostname}:${port}:${addresses.map((address) => (address.includes(':') ? `[${address}]` : address)).join(',')}`,
    )
  }
  return ['--no-pager', ...settings.flatMap((setting) => ['-c', setting])]
}
