/** Whether the code of an error is about the set-up of TLS. OpenSSL's verdicts on a certificate come as bare words, the others with a prefix. */
export function isTlsSetup(code: string): boolean {
  return /^(CERT_|ERR_TLS_|ERR_SSL_|EPROTO$|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/.test(code);
}
