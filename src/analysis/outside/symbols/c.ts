import type { SymbolTable } from '../outside-use.js'

export const cSymbols: SymbolTable = {
  languages: ['c', 'cpp'],
  rows: [
    ['process', '', 'system popen execl execle execlp execv execve execvp execvpe fork vfork posix_spawn posix_spawnp CreateProcessA CreateProcessW ShellExecuteA ShellExecuteW'],
    ['process', 'std', 'system'],
    ['evaluation', '', 'dlopen dlsym LoadLibraryA LoadLibraryW luaL_loadstring luaL_loadbuffer luaL_dostring'],
    ['memory', '', 'gets strcpy strcat sprintf vsprintf stpcpy wcscpy wcscat alloca'],
    ['memory', 'std', 'strcpy strcat sprintf vsprintf'],
    ['sql', '', 'sqlite3_exec sqlite3_prepare sqlite3_prepare_v2 sqlite3_prepare_v3 PQexec PQexecParams PQprepare mysql_query mysql_real_query'],
    ['database', '', 'sqlite3_open sqlite3_open_v2 PQconnectdb PQsetdbLogin mysql_real_connect redisConnect redisCommand'],
    ['file', '', 'fopen freopen open openat creat unlink unlinkat remove rename mkdir rmdir opendir mkstemp mkdtemp tmpfile tmpnam mmap truncate ftruncate chmod chown symlink fsync CreateFileA CreateFileW DeleteFileA MoveFileExA'],
    ['file', 'std', 'fopen remove rename ifstream ofstream fstream'],
    ['file', 'std.filesystem', '*'],
    ['network', '', 'connect getaddrinfo gethostbyname sendto recvfrom curl_easy_init curl_easy_perform WSAConnect'],
    ['listening', '', 'bind listen accept accept4'],
    ['tls', '', 'SSL_CTX_new SSL_new SSL_connect SSL_accept SSL_CTX_set_verify SSL_set_verify SSL_CTX_load_verify_locations SSL_CTX_use_certificate_file SSL_CTX_use_certificate_chain_file SSL_CTX_use_PrivateKey_file SSL_CTX_set_cipher_list SSL_CTX_set_options gnutls_init mbedtls_ssl_init'],
    ['cryptography', '', 'EVP_DigestInit_ex EVP_EncryptInit_ex EVP_DecryptInit_ex EVP_get_digestbyname MD5 MD5_Init SHA1 SHA1_Init SHA256 SHA256_Init SHA512 HMAC RAND_bytes getrandom getentropy arc4random crypto_secretbox CCCrypt BCryptGenRandom'],
    ['passwords', '', 'crypt crypt_r PKCS5_PBKDF2_HMAC crypto_pwhash getpass'],
    ['authentication', '', 'pam_start pam_authenticate setuid seteuid setgid chroot setgroups'],
  ],
}
