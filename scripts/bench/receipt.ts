/**
 * A receipt as HTML whose styles are inline already, with Handlebars expressions: what letterlock compiles, Handlebars
 * precompiles, and a person would write as a concatenation. It is written as letterlock prints HTML, so that all three
 * give the same bytes.
 */
export interface Receipt {
  readonly name: string;
  readonly number: string;
  readonly date: string;
  readonly url: string;
  readonly discount?: string | undefined;
  readonly total: string;
  readonly items: readonly {
    readonly title: string;
    readonly count: number;
    readonly price: string;
    readonly gift?: boolean;
  }[];
}

export const receiptContext: Receipt = {
  name: 'Zoë Müller & Söhne',
  number: '2026-004711',
  date: 'March 1, 2026',
  url: 'https://shop.example/orders/2026-004711?lang=de&from=mail',
  discount: '€12.00',
  total: '€348.60',
  items: Array.from({ length: 12 }, (_, index) => ({
    title: index % 4 === 3 ? `Tea “Nº ${index}” <loose>` : `Coffee beans, roast ${index}, 1000 g`,
    count: (index % 3) + 1,
    price: `€${(12.4 + index * 3.1).toFixed(2)}`,
    gift: index % 5 === 0,
  })),
};

const FONT = 'font-family:Helvetica,Arial,sans-serif;font-size:15px;line-height:24px;color:#1f2933';
const TABLE = 'border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"';

const row = (content: string, style: string): string =>
  `<table ${TABLE} style="border-collapse:collapse;${style}"><tbody><tr><td align="left" style="padding:12px 32px;${FONT}">${content}</td></tr></tbody></table>`;

const cell = (content: string, align: string): string =>
  `<td align="${align}" valign="top" style="padding:10px 8px;border-bottom:1px solid #e4e7eb;${FONT}">${content}</td>`;

const column = (index: number): string =>
  `<td width="33%" valign="top" style="padding:0 8px 24px;${FONT}"><p style="margin:0 0 4px;font-weight:700">Step ${index}</p><p style="margin:0;color:#52606d">Rinse, grind and pour; then wait for three minutes and stir once more before you drink it.</p></td>`;

const paragraphs = Array.from({ length: 24 }, (_, index) =>
  row(
    `<p style="margin:0 0 16px">Paragraph ${index + 1}: thank you for your order. We pack it today, and the parcel leaves the harbour on the next working day – “fresh” means fresh.</p>`,
    'background-color:#ffffff',
  ),
).join('');

const steps = Array.from({ length: 10 }, (_, index) =>
  row(
    `<table ${TABLE}><tbody><tr>${[1, 2, 3].map((step) => column(index * 3 + step)).join('')}</tr></tbody></table>`,
    '',
  ),
).join('');

export const receiptSource: string = `<!DOCTYPE html><html lang="en" dir="ltr"><head><meta charset="utf-8"/><title>Receipt</title></head><body style="margin:0;background-color:#f5f7fa">${row(
  '<h1 style="margin:0;font-size:28px;line-height:36px">Thank you, {{name}}!</h1><p style="margin:8px 0 0">Order {{number}} of {{date}}</p>',
  'background-color:#ffffff',
)}${paragraphs}<table ${TABLE}><tbody>{{#each items}}<tr>${cell('{{title}}{{#if gift}} <b>(gift)</b>{{/if}}', 'left')}${cell('{{count}}', 'right')}${cell('{{price}}', 'right')}</tr>{{/each}}</tbody></table>{{#if discount}}${row(
  'Discount: {{discount}}',
  'background-color:#fffbea',
)}{{/if}}${row('<strong style="font-size:20px">Total {{total}}</strong>', '')}${row(
  '<a href="{{url}}" style="display:inline-block;padding:12px 24px;background-color:#0b69a3;color:#ffffff">See your order</a>',
  '',
)}${steps}</body></html>`;

/** The concatenation that a person would write: the source cut at its expressions. */
export function handWritten(): (receipt: Receipt) => string {
  const parts = receiptSource.split(/\{\{[^}]*\}\}/);
  const [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o] = parts as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  return (receipt) => {
    let html = a + escape(receipt.name) + b + escape(receipt.number) + c + escape(receipt.date) + d;
    for (const item of receipt.items) {
      html += e + escape(item.title) + f;
      if (item.gift) html += g;
      html += h + String(item.count) + i + escape(item.price) + j;
    }
    html += k;
    if (receipt.discount) html += l + escape(receipt.discount) + m;
    return html + n + escape(receipt.total) + o + escape(receipt.url) + parts[15]!;
  };
}

const SPECIAL = /[&<>"'`=]/;
const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
  '`': '&#x60;',
  '=': '&#x3D;',
};

const escape = (text: string): string =>
  SPECIAL.test(text) ? text.replace(/[&<>"'`=]/g, (character) => REFERENCES[character] as string) : text;
