import { parseHtml } from '../../src/compile/1-parse/html.ts';
import { Marks } from '../../src/compile/1-parse/marks.ts';
import { transform } from '../../src/compile/2-transform/index.ts';
import { emitTemplateModule } from '../../src/compile/3-emit/module.ts';
import { emitText } from '../../src/compile/3-emit/text.ts';
import { AssetStore } from '../../src/compile/assets.ts';
import type { Diagnostic } from '../../src/compile/diagnostics.ts';
import type { Document } from '../../src/compile/document.ts';
import { type Expression, literal } from '../../src/compile/expression.ts';
import { createRenderer, type Renderer } from '../../src/render/render.ts';
import * as runtime from '../../src/render/runtime.ts';

export interface HarnessOptions {
  readonly marks?: Marks;
  /** Absolute path of the template, whose neighbours are its images. */
  readonly file?: string;
  readonly root?: string;
  readonly subject?: Expression;
  readonly warnings?: Diagnostic[];
}

/** Marked HTML through all passes. */
export function toDocument(html: string, options: HarnessOptions = {}): Promise<Document> {
  const {
    marks = new Marks(),
    file = import.meta.filename,
    root = import.meta.dirname,
    warnings = [],
  } = options;
  const location = { file, line: 1, column: 1 };
  return transform(parseHtml(html, marks, location), {
    source: { id: 'test', file, root },
    marks,
    location,
    assets: new AssetStore(),
    warn: (diagnostic) => void warnings.push(diagnostic),
  });
}

/** Marked HTML → the code that the compiler emits for it. */
export async function emit(html: string, options: HarnessOptions = {}): Promise<string> {
  return (await moduleOf(html, options)).code;
}

/** Marked HTML → a renderer of the one template `test` in `en`, through the emitted code. */
export async function rendererOf(html: string, options: HarnessOptions = {}): Promise<Renderer> {
  const { body, assets } = await moduleOf(html, options);
  const images = assets.map(({ asset: { cid, filename, type, bytes } }) => {
    const base64 = Buffer.from(bytes).toString('base64');
    return { cid, filename, type, base64, size: bytes.length };
  });
  const names = assets.map(({ as }) => as);
  const template: unknown = new Function('$', ...names, `${body}\nreturn template;`)(runtime, ...images);
  return createRenderer([template as never], 'en');
}

async function moduleOf(
  html: string,
  options: HarnessOptions,
): Promise<ReturnType<typeof emitTemplateModule>> {
  const document = await toDocument(html, options);
  return emitTemplateModule({
    id: 'test',
    runtime: 'letterlock',
    assetSpecifier: () => './asset.js',
    units: [
      {
        locale: 'en',
        dir: 'ltr',
        document,
        text: emitText(document),
        subject: options.subject ?? literal('Subject'),
      },
    ],
  });
}
