import { OPEN } from '../marks.ts';
import { attributeOf, isElement, type MjmlElement } from './tree.ts';

/** The web fonts that MJML knows unless it is told others. */
const KNOWN = ['Open Sans', 'Droid Sans', 'Lato', 'Roboto', 'Ubuntu'];

const BEGIN = '<!--letterlock fonts-->';
const END = '<!--/letterlock fonts-->';

const DYNAMIC = new RegExp(`font-family\\s*[=:][^;>]*${OPEN}`, 'i');

/**
 * MJML imports the web fonts that it finds named. Where the context names one, any may be meant, so all of them are
 * named in a place that is taken out again.
 */
export function withFontsNamed(
  mjml: string,
  head: MjmlElement,
  fonts: Readonly<Record<string, string>> | undefined,
): string {
  const end = mjml.lastIndexOf('</mj-body>');
  if (end < 0 || !DYNAMIC.test(mjml)) return mjml;
  const own = head.children
    .filter((node): node is MjmlElement => isElement(node, 'mj-font'))
    .flatMap((node) => attributeOf(node, 'name') ?? []);
  const names = [...(fonts ? Object.keys(fonts) : KNOWN), ...own].join(',').replaceAll('"', '');
  return `${mjml.slice(0, end)}<mj-raw>${BEGIN}<i style="font-family:${names}"></i>${END}</mj-raw>${mjml.slice(end)}`;
}

export const withoutFontsNamed = (html: string): string => {
  const begin = html.indexOf(BEGIN);
  return begin < 0 ? html : html.slice(0, begin) + html.slice(html.indexOf(END, begin) + END.length);
};
