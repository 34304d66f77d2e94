/** A form of secret that is told by its own shape. */
export interface SecretKind {
  /** For people: `[redacted <name>]`. */
  readonly name: string
  /** Global. Bounded, without a choice that could be taken back at length: time grows with the text alone. */
  readonly pattern: RegExp
}

/** A token stands by itself: not in the middle of a longer word. */
const token = (name: string, body: string, flags = 'g'): SecretKind => ({ name, pattern: new RegExp(`(?<![A-Za-z0-9_-])(?:${body})(?![A-Za-z0-9_])`, flags) })

/** By the forms that the issuers document and that gitleaks and secretlint look for. The first that matches a place names it. */
export const secretKinds: readonly SecretKind[] = [
  token('Anthropic key', 'sk-ant-[a-z0-9]{2,12}-[A-Za-z0-9_-]{20,200}'),
  token('OpenAI key', 'sk-(?:proj|svcacct|admin|None)-[A-Za-z0-9_-]{20,250}|sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}|sk-[A-Za-z0-9]{48}'),
  token('OpenRouter key', 'sk-or-v1-[0-9a-f]{64}'),
  token('AWS access key', '(?:AKIA|ASIA|ABIA|ACCA)(?![A-Z0-9]{9}EXAMPLE)[A-Z0-9]{16}'),
  token('Google API key', 'AIza[A-Za-z0-9_-]{35}'),
  token('Google OAuth secret', 'GOCSPX-[A-Za-z0-9_-]{28}|ya29\\.[A-Za-z0-9_-]{30,400}'),
  token('GitHub token', 'gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9]{20,30}_[A-Za-z0-9]{50,80}'),
  token('GitLab token', 'gl(?:pat|dt|rt|ptt|ft|soat|cbt|imt|agent)-[A-Za-z0-9_.-]{20,120}'),
  token('Slack token', 'xox[abeoprs]-[A-Za-z0-9-]{10,250}|xapp-\\d-[A-Za-z0-9-]{20,250}'),
  token('Slack webhook', 'https://hooks\\.slack\\.com/(?:services|workflows|triggers)/[A-Za-z0-9_/+-]{30,100}'),
  token('Discord webhook', 'https://(?:canary\\.|ptb\\.)?discord(?:app)?\\.com/api/webhooks/\\d{15,21}/[A-Za-z0-9_-]{60,72}'),
  token('Stripe key', '(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,250}|whsec_[A-Za-z0-9+/]{24,100}={0,2}'),
  token('npm token', 'npm_[A-Za-z0-9]{36}'),
  token('PyPI token', 'pypi-AgE[A-Za-z0-9_-]{50,250}'),
  token('RubyGems key', 'rubygems_[0-9a-f]{48}'),
  token('Docker token', 'dckr_(?:pat|oat)_[A-Za-z0-9_-]{27,60}'),
  token('SendGrid key', 'SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}'),
  token('Twilio key', 'SK[0-9a-f]{32}'),
  token('Mailgun key', 'key-[0-9a-f]{32}'),
  token('Telegram token', '\\d{8,10}:AA[A-Za-z0-9_-]{33}'),
  token('Discord token', '[MNO][A-Za-z0-9_-]{23,27}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,40}'),
  token('Hugging Face token', 'hf_[A-Za-z0-9]{34}'),
  token('DigitalOcean token', 'do[oprt]_v1_[0-9a-f]{64}'),
  token('Shopify token', 'shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}'),
  token('Vault token', 'hv[sbr]\\.[A-Za-z0-9_-]{24,250}'),
  token('Databricks token', 'dapi[0-9a-f]{32}(?:-\\d)?'),
  token('Linear key', 'lin_api_[A-Za-z0-9]{40}'),
  token('age key', 'AGE-SECRET-KEY-1[A-Z0-9]{58}'),
  token('JSON Web Token', 'eyJ[A-Za-z0-9_-]{10,2000}\\.eyJ[A-Za-z0-9_-]{10,8000}\\.[A-Za-z0-9_-]{10,2000}'),
  { name: 'storage key', pattern: /(?<=\b(?:Account|SharedAccess)Key=)[A-Za-z0-9+/]{40,90}={0,2}/g },
]
