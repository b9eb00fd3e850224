/**
 * What of a link a reader of plain text can use: the URL, of `mailto:`, `tel:` and `sms:` what stands behind the
 * scheme, and nothing of links that lead nowhere outside the HTML.
 */
export function linkTarget(href: string): string {
  if (ORDINARY.test(href)) return href;
  const url = href.trim().replace(/[\t\n\r]/g, '');
  if (url === '' || url.startsWith('#')) return '';
  const scheme = SCHEME.exec(url)?.[1]?.toLowerCase();
  switch (scheme) {
    case 'mailto':
    case 'tel':
    case 'sms':
      return url.slice(scheme.length + 1).split('?', 1)[0] as string;
    case 'javascript':
    case 'cid':
    case 'data':
      return '';
    default:
      // A space would end the link in every mail program.
      return url.replace(/\s/g, '%20');
  }
}

/** A label of one or more lines with its target, the target printed once where the label says it already. */
export function printLink(label: string, target: string, button: boolean): string {
  if (MAY_BE_TARGET.test(label) && bare(label) === bare(target)) {
    // `example.com` is not always recognised as a link, `https://example.com` is.
    return WEB.test(target) && !WEB.test(label) ? target : label;
  }
  if (!button) return `${label} (${target})`;
  return `${label}${ENDS_OPEN.test(label) ? ':' : ''} ${target}`;
}

/** The usual cases, tested first: this runs for every link of every mail. */
const ORDINARY = /^https?:\/\/\S+$/;
const MAY_BE_TARGET = /[.@/:\d]/;
const SCHEME = /^([a-z][a-z0-9+.-]*):/i;
const WEB = /^https?:\/\//i;
/** `Shop now →` and `Ready?` take no colon. */
const ENDS_OPEN = /[\p{L}\p{M}\p{N})\]"'’”»%]$/u;

/** The form in which a label and a target are compared. */
function bare(text: string): string {
  const short = text.toLowerCase().replace(WEB, '').replace(/\/$/, '');
  // Telephone numbers are grouped in labels: +43 1 234-56.
  return /^\+?[\d\s()/.-]+$/.test(short) ? short.replace(/[^\d+]/g, '') : short;
}
