/**
 * A receipt as HTML whose styles are inline already, with Handlebars expressions: 20 values, 10 rows, 3 conditionals,
 * 40 KB. letterlock compiles it, Handlebars precompiles it, and `by-hand.ts` is what a person would write. It is written
 * as letterlock prints HTML, so that all of them give the same bytes.
 */
type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
type Values = Readonly<Record<`v${Digit}` | `v1${0 | 1 | 2 | 3 | 4 | 5 | 6}`, string>>;

export interface Receipt extends Values {
  readonly url: string;
  readonly discount?: string | undefined;
  readonly note?: string | undefined;
  readonly items: readonly {
    readonly title: string;
    readonly count: number;
    readonly price: string;
    readonly gift?: boolean;
  }[];
}

/** With wide characters, in the template as in the values, or in ASCII alone. */
export interface ReceiptOptions {
  readonly wide: boolean;
}

export const receiptContext = ({ wide }: ReceiptOptions): Receipt => ({
  ...(Object.fromEntries(
    Array.from({ length: 17 }, (_, index) => [
      `v${index}`,
      index % 6 === 5 ? (wide ? 'Zoë Müller & Söhne 李' : 'Smith & Sons') : `Value of ${index * 7919}`,
    ]),
  ) as Values),
  url: 'https://shop.example/orders/2026-004711?lang=de&from=mail',
  discount: wide ? '€12.00' : 'EUR 12.00',
  note: 'Leave it at the door.',
  items: Array.from({ length: 10 }, (_, index) => ({
    title:
      index % 4 === 3
        ? `Tea ${wide ? `“Nº ${index}”` : `no. ${index}`} <loose>`
        : `Coffee beans, roast ${index}, 1000 g`,
    count: (index % 3) + 1,
    price: `${wide ? '€' : '$'}${(12.4 + index * 3.1).toFixed(2)}`,
    gift: index % 5 === 0,
  })),
});

const FONT = 'font-family:Helvetica,Arial,sans-serif;font-size:15px;line-height:24px;color:#1f2933';
const TABLE = 'border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"';

const row = (content: string, style: string): string =>
  `<table ${TABLE} style="border-collapse:collapse;${style}"><tbody><tr><td align="left" style="padding:12px 32px;${FONT}">${content}</td></tr></tbody></table>`;

const cell = (content: string, align: string): string =>
  `<td align="${align}" valign="top" style="padding:10px 8px;border-bottom:1px solid #e4e7eb;${FONT}">${content}</td>`;

const column = (index: number): string =>
  `<td width="33%" valign="top" style="padding:0 8px 24px;${FONT}"><p style="margin:0 0 4px;font-weight:700">Step ${index}</p><p style="margin:0;color:#52606d">Rinse, grind and pour; then wait for three minutes and stir once more before you drink it.</p></td>`;

const STEPS = Array.from({ length: 16 }, (_, index) =>
  row(
    `<table ${TABLE}><tbody><tr>${[1, 2, 3].map((step) => column(index * 3 + step)).join('')}</tr></tbody></table>`,
    '',
  ),
).join('');

export function receiptSource({ wide }: ReceiptOptions): string {
  const [dash, open, close] = wide ? ['–', '“', '”'] : ['-', '*', '*'];
  const paragraphs = Array.from({ length: 34 }, (_, index) =>
    row(
      `<p style="margin:0 0 16px">Paragraph ${index + 1}: thank you for your order${index % 2 === 0 ? `, {{v${index / 2}}}` : ''}. We pack it today, and the parcel leaves the harbour on the next working day ${dash} ${open}fresh${close} means fresh.</p>`,
      'background-color:#ffffff',
    ),
  ).join('');
  return `<!DOCTYPE html><html lang="en" dir="ltr"><head><meta charset="utf-8"/><title>Receipt</title></head><body style="margin:0;background-color:#f5f7fa">${paragraphs}<table ${TABLE}><tbody>{{#each items}}<tr>${cell('{{title}}{{#if gift}} <b>(gift)</b>{{/if}}', 'left')}${cell('{{count}}', 'right')}${cell('{{price}}', 'right')}</tr>{{/each}}</tbody></table>{{#if discount}}${row(
    'Discount: {{discount}}',
    'background-color:#fffbea',
  )}{{/if}}{{#if note}}${row('{{note}}', 'background-color:#fffbea')}{{/if}}${row(
    '<a href="{{url}}" style="display:inline-block;padding:12px 24px;background-color:#0b69a3;color:#ffffff">See your order</a>',
    '',
  )}${STEPS}</body></html>`;
}
