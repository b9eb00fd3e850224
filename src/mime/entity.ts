/**
 * A MIME entity (RFC 2045 §2.4): header fields and a body, the unit that is nested, signed and encrypted.
 *
 *     leaf        headers + transfer-encoded octets
 *     multipart   headers + boundary + entities
 *     verbatim    octets of a whole entity, header fields included: something signed, never to be re-serialised
 */
export type Entity = Leaf | Multipart | Verbatim;

/**
 * A header field. `value` is unfolded, unencoded-word-free ASCII unless the name says otherwise; see
 * headers.ts.
 */
export interface Field {
  readonly name: string;
  /**
   * The text after the colon as it goes on the wire: encoded and folded with CRLF, without the final CRLF.
   */
  readonly value: string;
}

export interface Leaf {
  readonly kind: 'leaf';
  readonly fields: readonly Field[];
  /** Already transfer-encoded: 7-bit, CRLF line ends, no line over 998 octets. */
  readonly body: Uint8Array;
}

export interface Multipart {
  readonly kind: 'multipart';
  /** Content-Type with the boundary stands among them. */
  readonly fields: readonly Field[];
  readonly boundary: string;
  readonly parts: readonly Entity[];
}

export interface Verbatim {
  readonly kind: 'verbatim';
  readonly bytes: Uint8Array;
}
