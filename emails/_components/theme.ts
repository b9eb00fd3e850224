import { dir } from 'letterlock/template';

/** The palette of the brand. All text on its own ground has a contrast of 4.5 : 1 or more. */
export const colors = {
  ink: '#10292F',
  muted: '#56676A',
  sea: '#17454E',
  teal: '#2B6B73',
  mist: '#E3EDEA',
  sand: '#F5EFE4',
  tile: '#F1E7D7',
  paper: '#FFFDF9',
  line: '#E6DCCB',
  coral: '#C0402A',
  brass: '#D6A85A',
} as const;

/** The same places in the dark. */
export const night = {
  page: '#0B1D22',
  card: '#122E35',
  tile: '#1A3B43',
  line: '#2A4A51',
  text: '#F3EDE1',
  muted: '#A9BCBB',
  link: '#F4A58D',
} as const;

// Georgia and Helvetica have no kana and no Arabic letters: the fonts behind them are for ja and ar.
export const fonts = {
  heading: [
    'Georgia',
    "'Times New Roman'",
    "'Hiragino Mincho ProN'",
    "'Yu Mincho'",
    "'Noto Serif CJK JP'",
    "'Geeza Pro'",
    "'Noto Naskh Arabic'",
    'serif',
  ].join(', '),
  body: [
    "'Helvetica Neue'",
    'Helvetica',
    'Arial',
    "'Hiragino Sans'",
    "'Yu Gothic'",
    'Meiryo',
    "'Noto Sans CJK JP'",
    "'Geeza Pro'",
    "'Noto Sans Arabic'",
    'sans-serif',
  ].join(', '),
  code: "Menlo, Consolas, 'Courier New', monospace",
} as const;

export const start = (): 'left' | 'right' => (dir() === 'rtl' ? 'right' : 'left');
export const end = (): 'left' | 'right' => (dir() === 'rtl' ? 'left' : 'right');

/** Padding in the direction of reading. Written out, since Outlook knows no `padding-inline-start`. */
export const inset = (atStart: number, atEnd: number): { paddingLeft: number; paddingRight: number } =>
  dir() === 'rtl'
    ? { paddingLeft: atEnd, paddingRight: atStart }
    : { paddingLeft: atStart, paddingRight: atEnd };

/** Spaced capitals for small labels; Arabic letters are joined and must not be spaced. */
export const tracking = (): string => (dir() === 'rtl' ? 'normal' : '1.2px');
