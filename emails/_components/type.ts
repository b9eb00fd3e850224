/** The type scale, as styles for text that has no Tailwind. */
import type { CSSProperties } from 'react';
import { colors, fonts, tracking } from './theme.ts';

export const title: CSSProperties = {
  margin: '0 0 16px',
  color: colors.ink,
  fontFamily: fonts.heading,
  fontSize: 32,
  fontWeight: 400,
  lineHeight: '40px',
};

export const paragraph: CSSProperties = {
  margin: '0 0 16px',
  color: colors.ink,
  fontSize: 16,
  lineHeight: '26px',
};

export const note: CSSProperties = { ...paragraph, color: colors.muted, fontSize: 14, lineHeight: '22px' };

// A function, because the spacing depends on the locale, and a module is loaded before there is one.
export const label = (): CSSProperties => ({
  margin: '0 0 4px',
  color: colors.muted,
  fontSize: 12,
  fontWeight: 700,
  letterSpacing: tracking(),
  lineHeight: '18px',
  textTransform: 'uppercase',
});

export const card: CSSProperties = {
  backgroundColor: colors.paper,
  border: `1px solid ${colors.line}`,
  borderCollapse: 'separate',
  borderRadius: 14,
};
