/** Selectors of what mail programs add around a message; nothing in the template matches them. */
const CLIENT_SELECTORS: readonly string[] = [
  '#outlook',
  '.ExternalClass',
  '.ReadMsgBody',
  '#MessageViewBody',
  '#MessageWebViewDiv',
  '.moz-text-html',
  // They look for what a program has written into the attribute; what is inlined here is not meant.
  '[style',
  '[data-ogs',
  '[x-apple-data-detectors',
  '[office365]',
  '.aolReplacedBody',
  '.yshortcuts',
  '.x-gmail-',
  '.aBn',
  '.a6S',
  '.g-img + ',
  '.Mso',
  'u + ',
  'u ~ ',
];

/** Classes by which templates speak to one mail program: Gmail's `.ii`, `.im` and `.gmail_…`, `.t…` of T-Online. */
const CLIENT_CLASS =
  /\.(?:ii|im|gmail[-_]?\w*|apple-\w+|yahoo\w*|yiv\w*|aolmail_\w*|ms-outlook\w*)(?![-\w])/i;

export const isForClients = (selector: string): boolean =>
  CLIENT_SELECTORS.some((part) => selector.includes(part)) || CLIENT_CLASS.test(selector);
