/** What a message takes from outside. Inject fixed values for reproducible bytes. */
export interface Environment {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Unpredictable octets. */
  readonly random: (length: number) => Uint8Array;
}

export const defaultEnvironment: Environment = Object.freeze({
  now: () => Date.now(),
  random: (length: number) => crypto.getRandomValues(new Uint8Array(length)),
});

const hexOctets: readonly string[] = Array.from({ length: 256 }, (_, octet) =>
  octet.toString(16).padStart(2, '0'),
);

/** Twice as many hexadecimal digits as octets. */
export const randomHex = (environment: Environment, octets: number): string => {
  let text = '';
  for (const octet of environment.random(octets)) text += hexOctets[octet];
  return text;
};
