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

/**
 * What people attach to mail, by main type: extensions, with the subtype where that is another. Anything else travels as
 * octets and keeps its file name.
 */
const extensions = {
  application:
    '7z=x-7z-compressed ai=postscript doc=msword ' +
    'docx=vnd.openxmlformats-officedocument.wordprocessingml.document eps=postscript epub=epub+zip ' +
    'gz=gzip json odp=vnd.oasis.opendocument.presentation ods=vnd.oasis.opendocument.spreadsheet ' +
    'odt=vnd.oasis.opendocument.text p7m=pkcs7-mime p7s=pkcs7-signature pdf pem=x-pem-file ' +
    'pgp=pgp-encrypted pkpass=vnd.apple.pkpass ppt=vnd.ms-powerpoint ' +
    'pptx=vnd.openxmlformats-officedocument.presentationml.presentation ps=postscript rar=vnd.rar rtf ' +
    'tar=x-tar xls=vnd.ms-excel xlsx=vnd.openxmlformats-officedocument.spreadsheetml.sheet xml yaml ' +
    'yml=yaml zip',
  audio: 'aac flac m4a=mp4 mp3=mpeg ogg wav',
  font: 'otf ttf woff woff2',
  image: 'avif bmp gif heic ico=vnd.microsoft.icon jpeg jpg=jpeg png svg=svg+xml tif=tiff tiff webp',
  message: 'eml=rfc822',
  text:
    'css csv htm=html html ics=calendar js=javascript log=plain md=markdown tsv=tab-separated-values ' +
    'txt=plain vcf=vcard',
  video: 'avi=x-msvideo mov=quicktime mp4 webm',
};

const byExtension: ReadonlyMap<string, string> = /* @__PURE__ */ typesByExtension();

function typesByExtension(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(extensions).flatMap(([main, list]) =>
      list.split(' ').map((entry) => {
        const [extension = '', subtype = extension] = entry.split('=');
        return [extension, `${main}/${subtype}`] as const;
      }),
    ),
  );
}

/** Media type for a file name by its extension; `application/octet-stream` when it says nothing. */
export const guessMediaType = (filename: string | undefined): string => {
  const extension = /\.([^./\\]+)$/.exec(filename ?? '')?.[1]?.toLowerCase() ?? '';
  return byExtension.get(extension) ?? 'application/octet-stream';
};
