/** What a transport says about a message that it has taken. Frozen. */
export interface Receipt {
  /** Message-ID with angle brackets: that of the message, or the one a provider replaced it with. */
  readonly messageId: string;
  /** Addresses that the transport took the message for. */
  readonly accepted: readonly string[];
  /** Addresses that it refused, when it took the message for others. */
  readonly rejected: readonly string[];
  /** The last answer of the server, or what stands for it. */
  readonly response: string;
  /** Name of the transport, without credentials. */
  readonly transport: string;
  /** What was said, one line each: `> ` is us, `< ` the server. Without the message, without secrets. */
  readonly transcript: readonly string[];
}

export const createReceipt = (fields: Receipt): Receipt =>
  Object.freeze({
    messageId: fields.messageId,
    accepted: Object.freeze([...fields.accepted]),
    rejected: Object.freeze([...fields.rejected]),
    response: fields.response,
    transport: fields.transport,
    transcript: Object.freeze([...fields.transcript]),
  });

/** One receipt for a message that went out in several copies. */
export const joinReceipts = (receipts: readonly Receipt[]): Receipt => {
  const [first] = receipts;
  if (!first || receipts.length === 1) return first!;
  return createReceipt({
    messageId: first.messageId,
    accepted: receipts.flatMap((receipt) => receipt.accepted),
    rejected: receipts.flatMap((receipt) => receipt.rejected),
    response: receipts.map((receipt) => receipt.response).join('\n'),
    transport: first.transport,
    transcript: receipts.flatMap((receipt) => receipt.transcript),
  });
};
