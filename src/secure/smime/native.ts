import type { SmimeEngine } from './engine.ts';
import { makeEnvelopedData } from './enveloped-data.ts';
import { openEnvelopedData } from './read-enveloped-data.ts';
import { verifySignedData } from './read-signed-data.ts';
import { makeSignedData } from './signed-data.ts';

/** The default engine: in this process, over `node:crypto`. RSA and EC keys. */
export const nativeEngine: SmimeEngine = Object.freeze({
  name: 'native',
  sign: makeSignedData,
  encrypt: makeEnvelopedData,
  verify: async (request) => verifySignedData(request),
  decrypt: async (request) => openEnvelopedData(request),
} satisfies SmimeEngine);
