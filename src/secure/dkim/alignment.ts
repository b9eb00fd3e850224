/**
 * Whether a From field has an address at the signing domain, below it or above it (DMARC's relaxed alignment,
 * RFC 7489 §3.1.1, without the list of public suffixes).
 */
export const isAligned = (fromField: string, domain: string): boolean => {
  const wanted = domain.toLowerCase();
  const domains = fromField.match(/@([\w.-]+)/g) ?? [];
  return domains.some((match) => {
    const found = match.slice(1).toLowerCase();
    return found === wanted || found.endsWith(`.${wanted}`) || wanted.endsWith(`.${found}`);
  });
};
