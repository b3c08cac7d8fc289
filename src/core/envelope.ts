/** A signed text of DSSE 1.0 (https://github.com/secure-systems-lab/dsse), which other tools can verify too. */
export interface Envelope {
  payloadType: string;
  /** Base64. */
  payload: string;
  /** `keyid` is a hint that is never trusted: the fingerprint of the key. */
  signatures: { keyid?: string; sig: string }[];
}
