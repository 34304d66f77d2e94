const list = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/))

/** Words of languages, their standard types, protocols and systems, which need not stand in a repository to be meant. */
export const commonWords = list(`
true false null nil None True False undefined NaN Infinity self this super void async await yield return throw throws raise new delete typeof
instanceof import export default from if else elif for while switch match case break continue try catch except finally with class interface
enum struct union trait impl type const let var static public private protected internal final abstract extends implements override virtual
func function fn def lambda package namespace module use require include defer go chan select range mut pub crate where in is as not and or
int integer string bool boolean float double long short char byte number object any unknown never symbol bigint str dict list tuple set map
array slice int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 usize isize size_t float32 float64
String Number Boolean Object Array Map Set WeakMap WeakSet Promise Error TypeError RangeError Date RegExp JSON Math Buffer Symbol BigInt Iterator
Integer Long Double Float Char Byte List Vec Option Some Ok Err Result Box Arc Rc Optional Exception Iterable Iterator Dictionary Task Func Action
Tuple Any Union Dict Callable Generator Uint8Array ArrayBuffer EventEmitter AbortSignal AbortController URL URLSearchParams Response Request Headers
console stdin stdout stderr main args argv env process window document globalThis length constructor prototype toString __init__ __main__ __dirname
GET POST PUT PATCH DELETE HEAD OPTIONS HTTP HTTPS REST JSON XML YAML TOML CSV HTML CSS SQL SELECT INSERT UPDATE URL URI UUID API CLI TCP UDP TLS SSL
SSH DNS CORS JWT UTC UTF8 ASCII Unicode Base64 SHA256 SHA1 MD5 EOF CRLF LF README LICENSE CHANGELOG NODE_ENV PATH HOME SIGTERM SIGINT SIGKILL
ClassCastException NullPointerException IllegalArgumentException IllegalStateException UnsupportedOperationException IOException RuntimeException
IndexOutOfBoundsException InterruptedException ConcurrentModificationException ValueError KeyError IndexError AttributeError ImportError
NotImplementedError RuntimeError StopIteration KeyboardInterrupt OSError FileNotFoundError SyntaxError ReferenceError ArgumentException
ArgumentNullException InvalidOperationException Dockerfile Makefile Authorization Cookie Content Type Accept Host Origin LISTEN NOTIFY
json yaml toml xml html css js ts tsx jsx mjs cjs py rb rs go java kt cs cpp hpp cc md txt sh sql localhost http https
`.trim())

/** What a line of shell begins with. */
export const tools = list(
  'npm npx yarn pnpm node deno bun git docker docker-compose kubectl make cmake cargo go python python3 pip pip3 pipx uv poetry pytest tox mvn gradle ./gradlew bundle gem rake composer php dotnet nuget curl wget sudo apt brew cd cp mv rm mkdir chmod export source sh bash psql redis-cli',
)
