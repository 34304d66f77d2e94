/** For comparing PHP's namespaces with Composer's packages: `Psr.Http.Message` is `psr/http-message`, `Symfony.Component.Console` is `symfony/console`, `GuzzleHttp.Promise` is `guzzlehttp/promises`. */
export const bareNamespace = (name: string): string => name.toLowerCase().replace('.component.', '').replaceAll(/[^\p{L}\p{N}]/gu, '').replace(/s$/, '')
