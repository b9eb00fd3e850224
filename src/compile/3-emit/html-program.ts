import type { Asset } from '../document.ts';
import type { FunctionScope, LoopScope } from './scope.ts';

/** The HTML of a Document as straight-line steps, static text merged. */
export type Step =
  | { readonly kind: 'static'; value: string }
  /** A method of the printer, and the source of its arguments. `mark`: the place that they come from. */
  | {
      readonly kind: 'dynamic';
      readonly mark: string;
      readonly method: string;
      readonly args: readonly string[];
    }
  | { readonly kind: 'image'; readonly asset: Asset }
  | { readonly kind: 'when'; readonly test: string; readonly then: Step[]; readonly otherwise: Step[] }
  | { readonly kind: 'each'; readonly list: string; readonly loop: LoopScope; readonly children: Step[] };

export function addStatic(steps: Step[], value: string): void {
  const last = steps.at(-1);
  if (last?.kind === 'static') last.value += value;
  else if (value !== '') steps.push({ kind: 'static', value });
}

/** The static parts of one program, each once. */
export class Statics {
  readonly #parts = new Map<string, number>();

  index(value: string): number {
    let index = this.#parts.get(value);
    if (index === undefined) {
      index = this.#parts.size;
      this.#parts.set(value, index);
    }
    return index;
  }

  get all(): readonly string[] {
    return [...this.#parts.keys()];
  }
}

export interface WriterOptions {
  readonly statics: Statics;
  /** The identifier under which the module has an asset. */
  readonly assetName: (asset: Asset) => string;
  /** Assets that are shown in every rendering, of which nobody needs to be told. */
  readonly always: ReadonlySet<Asset>;
}

/** Steps → statements. What the program is for decides how text is put out. */
abstract class Writer {
  protected readonly lines: string[] = [];
  protected readonly options: WriterOptions;

  constructor(options: WriterOptions) {
    this.options = options;
  }

  steps(all: readonly Step[], indent: string): void {
    const { images, steps } = partition(all);
    for (const { asset } of images) {
      if (!this.options.always.has(asset)) {
        this.lines.push(`${indent}images.use(${this.options.assetName(asset)});`);
      }
    }
    for (const step of steps) {
      if (step.kind === 'each') this.each(step, indent);
      else if (step.kind === 'when' && !this.isText(step)) this.when(step, indent);
      else this.text(step, indent);
    }
    this.flush(indent);
  }

  declare({ declared }: FunctionScope, indent: string): void {
    if (declared.length > 0) this.lines.push(`${indent}let ${declared.join(', ')};`);
  }

  protected abstract text(step: Step, indent: string): void;

  protected abstract isText(step: Step): boolean;

  /** Puts out what was held back. */
  protected abstract flush(indent: string): void;

  private each(
    { list: source, loop: { scope, list, item, index, mark }, children }: Extract<Step, { kind: 'each' }>,
    indent: string,
  ): void {
    this.flush(indent);
    this.lines.push(
      `${indent}const ${list} = ${source};`,
      `${indent}${mark}for (let ${index} = 0; ${index} < ${list}.length; ${index}++) {`,
      `${indent}  const ${item} = ${list}[${index}];`,
    );
    this.declare(scope, `${indent}  `);
    this.steps(children, `${indent}  `);
    this.lines.push(`${indent}}`);
  }

  private when(step: Extract<Step, { kind: 'when' }>, indent: string): void {
    this.flush(indent);
    this.lines.push(`${indent}if (${step.test}) {`);
    this.steps(step.then, `${indent}  `);
    if (step.otherwise.length > 0) {
      this.lines.push(`${indent}} else {`);
      this.steps(step.otherwise, `${indent}  `);
    }
    this.lines.push(`${indent}}`);
  }
}

/** One string. Text joins into one concatenation; only loops and images in branches break it. */
class JoiningWriter extends Writer {
  #parts: string[] = [];

  protected override text(step: Step): void {
    this.#parts.push(this.#term(step));
  }

  protected override isText(step: Step): boolean {
    return step.kind === 'when'
      ? [...step.then, ...step.otherwise].every((inner) => this.isText(inner))
      : step.kind === 'static' || step.kind === 'dynamic';
  }

  protected override flush(indent: string): void {
    if (this.#parts.length > 0) this.lines.push(`${indent}o += ${this.#parts.join(`\n${indent}  + `)};`);
    this.#parts = [];
  }

  #term(step: Step): string {
    switch (step.kind) {
      case 'static':
        return `s[${this.options.statics.index(step.value)}]`;
      case 'dynamic':
        return printCall(step);
      case 'when': {
        const join = (steps: readonly Step[]): string =>
          steps.length === 0 ? "''" : steps.map((inner) => this.#term(inner)).join(' + ');
        return `(${step.test} ? ${join(step.then)} : ${join(step.otherwise)})`;
      }
      default:
        throw new RangeError(`A step of kind ${step.kind} is no text.`);
    }
  }

  finish(): string {
    return ["  let o = '';", ...this.lines, '  return o;'].join('\n');
  }
}

const printCall = ({ mark, method, args }: Extract<Step, { kind: 'dynamic' }>): string =>
  `${mark}x.${method}(${args.join(', ')})`;

/** What a sink prints by itself, without a string in between. */
const SINK_METHODS = new Set(['react', 'handlebars', 'raw']);

/** Calls of a sink, part by part. */
class SinkWriter extends Writer {
  protected override text(step: Step, indent: string): void {
    if (step.kind === 'static') {
      this.lines.push(`${indent}w.part(${this.options.statics.index(step.value)});`);
    } else if (step.kind === 'dynamic') {
      const code = SINK_METHODS.has(step.method)
        ? `${step.mark}w.${step.method}(${step.args.join(', ')})`
        : `w.text(${printCall(step)})`;
      this.lines.push(`${indent}${code};`);
    }
  }

  protected override isText(step: Step): boolean {
    return step.kind === 'static' || step.kind === 'dynamic';
  }

  protected override flush(): void {}

  finish(): string {
    return this.lines.join('\n');
  }
}

/** That an image is shown may be said before the text around it, which then is one piece again. */
function partition(all: readonly Step[]): { images: Extract<Step, { kind: 'image' }>[]; steps: Step[] } {
  const steps: Step[] = [];
  const images: Extract<Step, { kind: 'image' }>[] = [];
  for (const step of all) {
    if (step.kind === 'image') images.push(step);
    else if (step.kind === 'static') addStatic(steps, step.value);
    else steps.push(step);
  }
  return { images, steps };
}

/** The statements that make one string of the steps. */
export function printJoining(steps: readonly Step[], scope: FunctionScope, options: WriterOptions): string {
  const writer = new JoiningWriter(options);
  writer.declare(scope, '  ');
  writer.steps(steps, '  ');
  return writer.finish();
}

/** The statements that write the steps to a sink `w`. */
export function printWriting(steps: readonly Step[], scope: FunctionScope, options: WriterOptions): string {
  const writer = new SinkWriter(options);
  writer.declare(scope, '  ');
  writer.steps(steps, '  ');
  return writer.finish();
}
