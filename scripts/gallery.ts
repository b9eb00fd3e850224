import type { Rendered } from 'letterlock';

export interface GalleryEntry {
  readonly id: string;
  readonly locale: string;
  readonly rendered: Rendered;
  readonly emlBytes: number;
  readonly verified: boolean;
}

export interface GalleryFile {
  readonly file: string;
  readonly about: string;
}

/** The HTML of a message for a browser: `cid:` images become files beside it. `save` gets each image once. */
export function viewable(rendered: Rendered, save: (name: string, bytes: Uint8Array) => void): string {
  let html = rendered.html;
  for (const { cid, filename, base64 } of rendered.images) {
    const name = `${cid.slice(0, cid.indexOf('@'))}-${filename}`;
    save(name, Buffer.from(base64, 'base64'));
    html = html.replaceAll(`cid:${cid}`, `images/${encodeURIComponent(name)}`);
  }
  return html;
}

const escape = (text: string): string =>
  text.replaceAll(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** One page that shows every template in every locale, as HTML and as text, side by side. */
export function gallery(entries: readonly GalleryEntry[], extras: readonly GalleryFile[]): string {
  const ids = [...new Set(entries.map(({ id }) => id))];
  const sections = ids.map((id) =>
    section(
      id,
      entries.filter((entry) => entry.id === id),
    ),
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>letterlock: the samples</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>letterlock</h1>
<p>${entries.length} messages from ${ids.length} templates, each signed with S/MIME and DKIM.</p>
<form aria-label="View">
<label>Width <select name="width"><option value="640">Desktop, 640 px</option><option value="375">Phone, 375 px</option></select></label>
<label>Scheme <select name="scheme"><option value="light">Light</option><option value="dark">Dark</option></select></label>
<label>Show <select name="part"><option value="html">HTML</option><option value="text">Text</option><option value="both">Both</option></select></label>
</form>
<nav>${ids.map((id) => `<a href="#${escape(id)}">${escape(id)}</a>`).join('')}</nav>
</header>
<main>
${sections.join('\n')}
<section id="extras"><h2>Also written</h2>
<ul>${extras.map(({ file, about }) => `<li><a href="${encodeURI(file)}">${escape(file)}</a>: ${escape(about)}</li>`).join('')}</ul>
</section>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

const section = (id: string, entries: readonly GalleryEntry[]): string =>
  `<section id="${escape(id)}"><h2>${escape(id)}</h2><div class="row">${entries.map(card).join('')}</div></section>`;

function card({ id, locale, rendered, emlBytes, verified }: GalleryEntry): string {
  const file = encodeURI(`${id}.${locale}`);
  const kilobytes = (Buffer.byteLength(rendered.html) / 1024).toFixed(1);
  return `<article>
<h3 lang="${locale}" dir="${rendered.dir}">${escape(rendered.subject)}</h3>
<p class="facts"><b>${locale}</b> ${kilobytes} KB html, ${rendered.images.length} images, ${(emlBytes / 1024).toFixed(0)} KB signed
<span class="${verified ? 'good' : 'bad'}">${verified ? 'verified' : 'not verified'}</span></p>
<p class="links"><a href="${file}.html">html</a> <a href="${file}.txt">text</a> <a href="${file}.eml">eml</a></p>
<iframe src="${file}.html" title="${escape(`${id}, ${locale}`)}" loading="lazy"></iframe>
<pre lang="${locale}" dir="${rendered.dir}">${escape(rendered.text)}</pre>
</article>`;
}

const STYLE = `
:root { --ink: #1c1d21; --soft: #63666f; --line: #e2e3e7; --paper: #f6f6f4; --accent: #2f5d50; }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
header { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: 4px 24px; align-items: baseline;
  padding: 14px 28px; background: #fffffff2; border-bottom: 1px solid var(--line); }
h1 { margin: 0; font-size: 19px; letter-spacing: -0.01em; }
header p { margin: 0; color: var(--soft); flex: 1; }
form { display: flex; gap: 14px; flex-wrap: wrap; }
label { color: var(--soft); font-size: 13px; }
select { font: inherit; padding: 3px 6px; border: 1px solid var(--line); border-radius: 6px; background: #fff; color: var(--ink); }
nav { flex-basis: 100%; display: flex; gap: 16px; flex-wrap: wrap; }
a { color: var(--accent); text-underline-offset: 3px; }
section { padding: 22px 28px 6px; scroll-margin-top: 90px; }
h2 { margin: 0 0 12px; font-size: 16px; }
.row { display: flex; gap: 20px; overflow-x: auto; padding-bottom: 18px; }
article { flex: none; width: calc(var(--width, 640) * 1px + 2px); background: #fff; border: 1px solid var(--line); border-radius: 10px; overflow: hidden; }
h3 { margin: 14px 16px 2px; font-size: 15px; }
.facts, .links { margin: 2px 16px; color: var(--soft); font-size: 13px; }
.links { margin-bottom: 12px; display: flex; gap: 12px; }
.good { color: #1d6b47; } .bad { color: #a3261b; font-weight: 600; }
iframe { display: block; width: 100%; height: 760px; border: 0; border-top: 1px solid var(--line); background: #fff; color-scheme: var(--scheme, light); }
pre { margin: 0; padding: 16px; border-top: 1px solid var(--line); white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.5 ui-monospace, monospace; }
body:not([data-part=text], [data-part=both]) pre, body[data-part=text] iframe { display: none; }
`;

const SCRIPT = `
const form = document.forms[0];
const apply = () => {
  document.body.style.setProperty('--width', form.width.value);
  document.body.style.setProperty('--scheme', form.scheme.value);
  document.body.dataset.part = form.part.value;
};
form.addEventListener('change', apply);
apply();
`;
