import { Head } from 'react-email';
import { colors, fonts, night } from './theme.ts';

// What an inline style cannot say: the phone and the dark. Everything else is inline.
const css = `
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  @media screen {
    [lang='ja'] .nb-title { word-break: auto-phrase; }
  }
  @media (max-width: 600px) {
    .nb-pad > tbody > tr > td, td.nb-pad { padding-left: 24px !important; padding-right: 24px !important; }
    .nb-stack { display: block !important; width: 100% !important; box-sizing: border-box !important; }
    .nb-pad-table { padding-left: 24px !important; padding-right: 24px !important; }
    .nb-flush { padding-left: 0 !important; padding-right: 0 !important; }
    .nb-logo-light, .nb-logo-dark { width: 148px !important; height: auto !important; }
    .nb-title { font-size: 27px !important; line-height: 34px !important; }
    .nb-wide { display: block !important; width: auto !important; }
  }
  @media (max-width: 350px) {
    .nb-label { white-space: normal !important; }
    .nb-step { font-size: 11px !important; }
  }
  @media (prefers-color-scheme: dark) {
    .nb-page, .nb-page > table > tbody > tr > td { background-color: ${night.page} !important; }
    .nb-card { background-color: ${night.card} !important; border-color: ${night.line} !important; }
    .nb-tile { background-color: ${night.tile} !important; border-color: ${night.line} !important; }
    .nb-rule { border-color: ${night.line} !important; }
    .nb-text { color: ${night.text} !important; }
    .nb-muted { color: ${night.muted} !important; }
    .nb-link { color: ${night.link} !important; }
    .nb-logo-light { display: none !important; }
    .nb-logo-dark { display: inline-block !important; }
  }
`;

export const MailHead = () => (
  <Head>
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="supported-color-schemes" content="light dark" />
    <meta name="format-detection" content="telephone=no, date=no, address=no, email=no" />
    <style>{css}</style>
  </Head>
);

/** For `style` of `Body`. */
export const page = {
  margin: 0,
  padding: '0 12px',
  backgroundColor: colors.sand,
  fontFamily: fonts.body,
  WebkitTextSizeAdjust: '100%',
} as const;
