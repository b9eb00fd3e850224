/** What the transport is told (RFC 5321 §2.3.1). Bcc recipients live here and nowhere else. */
export interface Envelope {
  /** Address of the sender, or '' for the null reverse-path. */
  readonly from: string;
  readonly to: readonly string[];
}

/** A finished message: octets with CRLF line ends, and its envelope. DKIM takes one and gives one. */
export interface RawMessage {
  readonly kind: 'raw';
  readonly bytes: Uint8Array;
  readonly envelope: Envelope;
  /** Message-ID with angle brackets. */
  readonly messageId: string;
}
