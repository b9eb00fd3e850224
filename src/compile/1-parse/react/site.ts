/** Places are handed to operations as one number: `line * SITE_LINE + column`, both from 1. */
export const SITE_LINE = 65_536;
