import type { Location } from '../../../errors.ts';

/** Places are handed to operations as one number: `line * SITE_LINE + column`, both from 1. */
export const SITE_LINE = 65_536;

export const locationOfSite = (file: string, site: number): Location => ({
  file,
  line: Math.floor(site / SITE_LINE),
  column: site % SITE_LINE,
});

export const isInPackage = ({ file }: Location): boolean => /[\\/]node_modules[\\/]/.test(file);

/*
 * Where the attributes of an element stand: `name=site` each, with spaces between them; `...` for what is spread, and
 * children by their index. Kept beside the place of the element, for it is asked only where something is refused.
 */
const attributes = new WeakMap<Location, string>();

export function withAttributes(location: Location, sites: string | undefined): Location {
  if (sites !== undefined) attributes.set(location, sites);
  return location;
}

/** The place of an attribute of the element at `location`; that of the element where it has no such attribute. */
export function attributeSite(location: Location, name: string): Location {
  const found = attributes
    .get(location)
    ?.split(' ')
    .findLast((entry) => entry.startsWith(`${name}=`));
  return found === undefined ? location : locationOfSite(location.file, Number(found.slice(name.length + 1)));
}
