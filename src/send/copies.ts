import { encodeAddress, type Address } from '../message/address.ts';
import type { Message } from '../message/message.ts';
import type { Entity } from '../mime/entity.ts';
import { envelopeOf } from '../mime/envelope.ts';
import { finish, type RawMessage } from '../mime/raw.ts';
import { structure } from '../mime/structure.ts';

/** What the mailer needs of an S/MIME signer. */
export interface EntitySigner {
  sign(entity: Entity): Promise<Entity>;
  /** Throws when the certificate does not name the address. */
  checkFrom?(address: string): void;
}

/** What the mailer needs of an S/MIME encrypter. */
export interface EntityEncrypter {
  encrypt(entity: Entity, recipients: readonly string[]): Promise<Entity>;
  /** Sorts the recipients by whether they can get an encrypted copy. Without it all of them must. */
  plan?(recipients: readonly string[]): Promise<EncryptionPlan>;
}

export interface EncryptionPlan {
  /** They can read an encrypted copy. */
  readonly readers: readonly string[];
  /** They get the copy of others, which they cannot read. */
  readonly onlookers: readonly string[];
  /** They get a copy in clear. */
  readonly clear: readonly string[];
  /** They get nothing. */
  readonly dropped: readonly string[];
}

/** What the mailer needs of a DKIM signer. */
export interface RawSigner {
  sign(raw: RawMessage): Promise<RawMessage>;
}

export interface Security {
  readonly smime?: EntitySigner | undefined;
  readonly encrypt?: EntityEncrypter | undefined;
  readonly dkim?: RawSigner | readonly RawSigner[] | undefined;
}

export interface Copies {
  readonly copies: readonly RawMessage[];
  /** Recipients left out by the policy of the encrypter. */
  readonly dropped: readonly string[];
}

/**
 * Makes the octets of a message: sign, encrypt, DKIM. One copy for all, or when encrypting:
 *
 *     To and Cc        one copy that all of them can read
 *     each Bcc         a copy of its own, because a CMS structure lists who can read it (RFC 5652 §6.2)
 *     in clear         one copy for those whom the encrypter's policy lets have it so
 */
export const prepareCopies = async (message: Message, security: Security): Promise<Copies> => {
  const { smime, encrypt, dkim = [] } = security;
  const signers = [dkim].flat() as readonly RawSigner[];
  const envelope = envelopeOf(message);
  const tree = structure(message);
  for (const { address } of smime?.checkFrom ? message.from : []) smime!.checkFrom!(address);
  const signed = smime ? await smime.sign(tree) : tree;

  const complete = async (entity: Entity, to?: readonly string[]): Promise<RawMessage> => {
    let raw = finish(
      message,
      entity,
      to && Object.freeze({ from: envelope.from, to: Object.freeze([...to]) }),
    );
    for (const signer of signers) raw = await signer.sign(raw);
    return raw;
  };
  if (!encrypt) return { copies: [await complete(signed)], dropped: [] };

  const { groups, clear, dropped } = await groupRecipients(message, encrypt);
  const copies: RawMessage[] = [];
  for (const { readers, to } of groups)
    copies.push(await complete(await encrypt.encrypt(signed, readers), to));
  if (clear.length > 0) copies.push(await complete(signed, clear));
  return { copies, dropped };
};

interface Group {
  readonly readers: readonly string[];
  readonly to: readonly string[];
}

const groupRecipients = async (
  message: Message,
  encrypt: EntityEncrypter,
): Promise<{ groups: readonly Group[]; clear: readonly string[]; dropped: readonly string[] }> => {
  const visible = addressesOf([...message.to, ...message.cc]);
  const hidden = addressesOf(message.bcc).filter((address) => !visible.includes(address));
  const all = [...visible, ...hidden];
  const plan = (await encrypt.plan?.(all)) ?? { readers: all, onlookers: [], clear: [], dropped: [] };
  const isReader = (address: string): boolean => plan.readers.includes(address);
  const together = visible.filter(isReader);
  const groups = [
    ...(together.length > 0 ? [together] : []),
    ...hidden.filter(isReader).map((address) => [address]),
  ];
  return {
    // Onlookers read nothing anyway: they join whichever copy comes first.
    groups: groups.map((readers, index) => ({
      readers,
      to: index === 0 ? [...readers, ...plan.onlookers] : readers,
    })),
    clear: plan.clear,
    dropped: plan.dropped,
  };
};

const addressesOf = (addresses: readonly Address[]): readonly string[] => [
  ...new Set(addresses.map(encodeAddress)),
];
