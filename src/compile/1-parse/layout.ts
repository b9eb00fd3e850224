import type { Catalog } from '../template.ts';

/** Whole documents around marked HTML that is none, and what every document shall have. */
export interface DocumentParts {
  readonly catalog: Catalog;
  /** Marked text. */
  readonly title: string | undefined;
  /** Marked text. */
  readonly preheader: string | undefined;
}

/** The line that mail programs show beside the subject; the text part leaves it out. */
export const hiddenPreheader = (preheader: string): string =>
  '<div data-skip-in-text="true" style="display:none;font-size:1px;line-height:1px;max-height:0;max-width:0;' +
  `opacity:0;overflow:hidden;mso-hide:all">${preheader}</div>`;

/**
 * Adds language, direction, title and preheader to a document that lacks them; a fragment gets a document
 * around.
 */
export function completeDocument(html: string, parts: DocumentParts): string {
  const { locale, dir } = parts.catalog;
  if (!hasTag(html, 'html')) return completeDocument(bareDocument(html), parts);
  const withLanguage = eachTag(html, 'html', (tag) =>
    withAttribute(withAttribute(tag, 'lang', locale), 'dir', dir),
  );
  return withPreheader(withTitle(withLanguage, parts.title), parts.preheader);
}

/** A tag, or a comment, in which tags are none unless Outlook reads them. */
const tagOrComment = (name: string): RegExp =>
  new RegExp(`<!--(?!\\s*\\[if\\b|<!)[\\s\\S]*?-->|<${name}(?=[\\s>\uE000])[^>]*>`, 'gi');

const hasTag = (html: string, name: string): boolean =>
  [...html.matchAll(tagOrComment(name))].some(([found]) => !found.startsWith('<!--'));

/** Branches and conditional comments may each have their own. */
const eachTag = (html: string, name: string, change: (tag: string) => string): string =>
  html.replace(tagOrComment(name), (found) => (found.startsWith('<!--') ? found : change(found)));

const withAttribute = (tag: string, name: string, value: string): string =>
  new RegExp(`[\\s\uE001]${name}\\s*=`, 'i').test(tag)
    ? tag
    : tag.replace(/\s*\/?>$/, ` ${name}="${value}">`);

function withTitle(html: string, title: string | undefined): string {
  if (title === undefined || hasTag(html, 'title')) return html;
  return eachTag(html, 'head', (tag) => `${tag}<title>${title}</title>`);
}

function withPreheader(html: string, preheader: string | undefined): string {
  if (preheader === undefined) return html;
  return eachTag(html, 'body', (tag) => tag + hiddenPreheader(preheader));
}

function bareDocument(content: string): string {
  const body = hasTag(content, 'body') ? content : `<body>\n${content}\n</body>`;
  return `<!DOCTYPE html>\n<html>\n<head>\n${META}\n</head>\n${body}\n</html>\n`;
}

const META = `<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="x-apple-disable-message-reformatting">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">`;

/** The layout of Markdown that names none: one column of 600 pixels, legible in light and dark. */
export function defaultLayout(content: string): string {
  return `<!DOCTYPE html>
<html>
<head>
${META}
<style>
${DEFAULT_STYLE}
</style>
</head>
<body class="page">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="page"><tr><td align="center" class="margin">
<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="sheet"><tr><td class="content">
${content}
</td></tr></table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>
</body>
</html>
`;
}

const DEFAULT_STYLE = `body { margin: 0; padding: 0; -webkit-text-size-adjust: 100%; }
.page { background-color: #f3f4f6; }
.margin { padding: 32px 16px; }
.sheet { max-width: 600px; background-color: #ffffff; border-radius: 12px; }
.content { padding: 40px; color: #1f2937; font-family: -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; font-size: 16px; line-height: 26px; }
h1 { margin: 0 0 20px; color: #111827; font-size: 28px; line-height: 36px; font-weight: 700; letter-spacing: -0.01em; }
h2 { margin: 32px 0 12px; color: #111827; font-size: 21px; line-height: 29px; font-weight: 700; }
h3, h4, h5, h6 { margin: 24px 0 8px; color: #111827; font-size: 17px; line-height: 25px; font-weight: 700; }
p { margin: 0 0 16px; }
ul, ol { margin: 0 0 16px; padding: 0 24px; }
li { margin: 0 0 6px; }
a { color: #1d4ed8; text-decoration: underline; }
a.button { display: inline-block; margin: 8px 0; padding: 13px 26px; background-color: #1d4ed8; border-radius: 8px; color: #ffffff; font-weight: 600; line-height: 22px; text-decoration: none; }
blockquote { margin: 0 0 16px; padding: 4px 20px; background-color: #f9fafb; border-radius: 8px; color: #4b5563; }
code { padding: 2px 5px; background-color: #f3f4f6; border-radius: 4px; font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 14px; }
pre { margin: 0 0 16px; padding: 16px; background-color: #f3f4f6; border-radius: 8px; overflow: auto; white-space: pre-wrap; }
pre code { padding: 0; background-color: transparent; }
hr { margin: 32px 0; border: 0; border-top: 1px solid #e5e7eb; }
img { max-width: 100%; height: auto; border: 0; border-radius: 8px; }
table.data { width: 100%; margin: 0 0 16px; border-collapse: collapse; }
table.data th { padding: 8px; border-bottom: 2px solid #e5e7eb; color: #111827; font-size: 14px; }
table.data td { padding: 8px; border-bottom: 1px solid #e5e7eb; vertical-align: top; }
@media (max-width: 480px) {
  .margin { padding: 0 !important; }
  .sheet { border-radius: 0 !important; }
  .content { padding: 28px 20px !important; }
}
@media (prefers-color-scheme: dark) {
  .page { background-color: #0b0f17 !important; }
  .sheet { background-color: #151b26 !important; }
  .content { color: #d1d5db !important; }
  h1, h2, h3, h4, h5, h6, table.data th { color: #f9fafb !important; }
  a { color: #93c5fd !important; }
  a.button { background-color: #2563eb !important; color: #ffffff !important; }
  blockquote, code, pre { background-color: #1f2937 !important; color: #e5e7eb !important; }
  hr, table.data th, table.data td { border-color: #374151 !important; }
}`;
