import type { SymbolTable } from '../outside-use.js'

export const swiftSymbols: SymbolTable = {
  languages: ['swift'],
  rows: [
    ['process', '', 'Process Process.run'],
    ['evaluation', '', 'NSClassFromString dlopen JSContext.evaluateScript'],
    ['deserialising', '', 'NSKeyedUnarchiver.unarchiveObject NSKeyedUnarchiver.unarchiveTopLevelObjectWithData NSKeyedUnarchiver XMLParser'],
    ['memory', '', 'unsafeBitCast withUnsafePointer withUnsafeMutablePointer UnsafeMutablePointer.allocate'],
    ['file', '', 'FileManager.* FileHandle OutputStream InputStream FileHandle.*'],
    ['network', '', 'URLSession URLSession.* NWConnection CFStreamCreatePairWithSocketToHost CFHTTPMessageCreateRequest SCNetworkReachabilityCreateWithName'],
    ['listening', '', 'NWListener'],
    ['tls', '', 'SecTrustEvaluate SecTrustEvaluateWithError SecTrustSetPolicies SecTrustSetAnchorCertificates SecTrustSetAnchorCertificatesOnly SecTrustCreateWithCertificates SecPolicyCreateSSL SecPolicyCreateBasicX509 SecPolicyCreateRevocation SecTrustCopyKey SecTrustGetCertificateAtIndex SecCertificateCreateWithData'],
    ['cryptography', '', 'SecKeyCreateSignature SecKeyCreateRandomKey SecRandomCopyBytes CC_SHA256 CC_MD5 CCCrypt SHA256.hash Insecure.MD5.hash Insecure.SHA1.hash AES.GCM.seal AES.GCM.open HMAC.authenticationCode'],
    ['passwords', '', 'SecItemAdd SecItemCopyMatching SecItemUpdate SecItemDelete'],
    ['authentication', '', 'LAContext URLCredential ASWebAuthenticationSession ASAuthorizationController'],
  ],
}
