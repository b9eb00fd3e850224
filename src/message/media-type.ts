import { MessageError } from '../errors.ts';

/** A media type with its parameters (RFC 2045 §5.1). Type and parameter names are lower case. */
export interface MediaType {
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
}

const token = "[!#$%&'*+\\-.^`{|}~\\w]+";
const wholeType = new RegExp(`^\\s*(${token}/${token})\\s*((?:;.*)?)$`);
const oneParameter = new RegExp(`;\\s*(${token})\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|(${token}))\\s*`, 'y');

/** Reads `text/csv; charset=utf-8`. Throws `MessageError` with code `MEDIA_TYPE_INVALID`. */
export const parseMediaType = (text: string): MediaType => {
  const match = wholeType.exec(text);
  if (!match) throw invalid(text);
  const parameters: Record<string, string> = {};
  const rest = match[2]!;
  oneParameter.lastIndex = 0;
  while (oneParameter.lastIndex < rest.length) {
    const parameter = oneParameter.exec(rest);
    if (!parameter) throw invalid(text);
    parameters[parameter[1]!.toLowerCase()] = parameter[3] ?? parameter[2]!.replace(/\\(.)/g, '$1');
  }
  return Object.freeze({ type: match[1]!.toLowerCase(), parameters: Object.freeze(parameters) });
};

const invalid = (text: string): MessageError =>
  new MessageError({
    code: 'MEDIA_TYPE_INVALID',
    message: `${JSON.stringify(text.slice(0, 80))} is not a media type.`,
    hint: 'Write type/subtype, for example application/pdf.',
  });

// What people attach to mail; anything else travels as octets and keeps its file name.
const byExtension: Readonly<Record<string, string>> = {
  '7z': 'application/x-7z-compressed',
  aac: 'audio/aac',
  ai: 'application/postscript',
  avi: 'video/x-msvideo',
  avif: 'image/avif',
  bmp: 'image/bmp',
  css: 'text/css',
  csv: 'text/csv',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  eml: 'message/rfc822',
  eps: 'application/postscript',
  epub: 'application/epub+zip',
  flac: 'audio/flac',
  gif: 'image/gif',
  gz: 'application/gzip',
  heic: 'image/heic',
  htm: 'text/html',
  html: 'text/html',
  ico: 'image/vnd.microsoft.icon',
  ics: 'text/calendar',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  js: 'text/javascript',
  json: 'application/json',
  log: 'text/plain',
  m4a: 'audio/mp4',
  md: 'text/markdown',
  mov: 'video/quicktime',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  odp: 'application/vnd.oasis.opendocument.presentation',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odt: 'application/vnd.oasis.opendocument.text',
  ogg: 'audio/ogg',
  otf: 'font/otf',
  p7m: 'application/pkcs7-mime',
  p7s: 'application/pkcs7-signature',
  pdf: 'application/pdf',
  pem: 'application/x-pem-file',
  pgp: 'application/pgp-encrypted',
  pkpass: 'application/vnd.apple.pkpass',
  png: 'image/png',
  ppt: 'application/vnd.ms-powerpoint',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  ps: 'application/postscript',
  rar: 'application/vnd.rar',
  rtf: 'application/rtf',
  svg: 'image/svg+xml',
  tar: 'application/x-tar',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  tsv: 'text/tab-separated-values',
  ttf: 'font/ttf',
  txt: 'text/plain',
  vcf: 'text/vcard',
  wav: 'audio/wav',
  webm: 'video/webm',
  webp: 'image/webp',
  woff: 'font/woff',
  woff2: 'font/woff2',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  xml: 'application/xml',
  yaml: 'application/yaml',
  yml: 'application/yaml',
  zip: 'application/zip',
};

/** Media type for a file name by its extension; `application/octet-stream` when it says nothing. */
export const guessMediaType = (filename: string | undefined): string => {
  const extension = /\.([^./\\]+)$/.exec(filename ?? '')?.[1]?.toLowerCase() ?? '';
  return (Object.hasOwn(byExtension, extension) && byExtension[extension]) || 'application/octet-stream';
};
