const PRIMITIVE = /^(?:string|number|boolean|bigint|Date|null|undefined|"[^"]*"|'[^']*'|[\d.]+)$/;

/** What is known of a value of the context: its fields, its items, its kinds. Grows while a template is read. */
export class Shape {
  readonly fields: Map<string, Shape> = new Map();
  /** Asked whether it is there, and */
  tested = false;
  /** used without having been asked. */
  needed = false;
  #item: Shape | undefined;
  #isSection = false;
  #isKeyed = false;
  #kinds: readonly string[] | undefined;
  #declared: string | undefined;

  field(name: string): Shape {
    let shape = this.fields.get(name);
    if (!shape) {
      shape = new Shape();
      this.fields.set(name, shape);
    }
    return shape;
  }

  element(): Shape {
    this.#item ??= new Shape();
    return this.#item;
  }

  /** A Mustache section goes over a list, or once into a value that is there. */
  markSection(): void {
    this.#isSection = true;
    this.tested = true;
  }

  /** A loop over it asks for the names of its fields. */
  markKeyed(): void {
    this.#isKeyed = true;
  }

  /** Where it is used in several ways, it must suit them all. */
  accept(kinds: readonly string[]): void {
    const common = this.#kinds?.filter((kind) => kinds.includes(kind)) ?? kinds;
    if (common.length > 0) this.#kinds = common;
  }

  /** A function of the project takes it, and says what it is. */
  declare(kinds: readonly string[]): void {
    this.accept(kinds);
    if (kinds.some((kind) => !PRIMITIVE.test(kind))) this.#declared = kinds.join(' | ');
  }

  /** The type as TypeScript source; `samples` are the values that previews have in this place. */
  print(samples: readonly unknown[], indent: string): string {
    if (this.#declared !== undefined) return this.#declared;
    // The letters of a text have numbers too.
    const isText = samples.length > 0 && samples.every((sample) => typeof sample === 'string');
    if (this.#item && !isText) return this.#printList(this.#item, samples, indent);
    // `length` alone is a question to a string or list, not a field of an object.
    const fields = [...this.fields].filter(([name]) => name !== 'length');
    if (fields.length === 0) return this.#printLeaf(samples);
    const inner = `${indent}  `;
    const lines = fields.map(([name, shape]) => {
      const values = samples.map((sample) => (isRecord(sample) ? sample[name] : undefined));
      const known = values.filter((value) => value !== undefined);
      // Previews that differ in it say that it may be absent; that none has it says nothing.
      const isSometimes = known.length > 0 && known.length < values.length;
      const optional = (shape.tested && !shape.needed) || isSometimes ? '?' : '';
      const type = shape.print(known, inner);
      return `${inner}readonly ${JSON.stringify(name)}${optional}: ${type}${optional ? ' | undefined' : ''};`;
    });
    return `{\n${lines.join('\n')}\n${indent}}`;
  }

  #printList(item: Shape, samples: readonly unknown[], indent: string): string {
    const items = samples.flatMap((sample) => (Array.isArray(sample) ? (sample as unknown[]) : []));
    const records = samples.filter((sample) => isRecord(sample) && !Array.isArray(sample));
    if (this.#isSection && samples.length === 0) {
      return `${item.#printOperand([], indent)} | readonly ${item.#printOperand([], indent)}[] | boolean`;
    }
    if (this.#isSection && items.length === 0) return this.#printOnce(item, samples, indent);
    if (items.length === 0 && records.length > 0) {
      const values = records.flatMap((record) => Object.values(record as object));
      return `Readonly<Record<string, ${item.print(values, indent)}>>`;
    }
    const list = `readonly ${item.#printOperand(items, indent)}[]`;
    return this.#isKeyed && items.length === 0
      ? `Readonly<Record<string, ${item.print([], indent)}>> | ${list}`
      : list;
  }

  /** A section that the previews enter with one value: that value, or a truth. */
  #printOnce(item: Shape, samples: readonly unknown[], indent: string): string {
    return samples.every((sample) => typeof sample === 'boolean') ? 'boolean' : item.print(samples, indent);
  }

  #printOperand(samples: readonly unknown[], indent: string): string {
    const type = this.print(samples, indent);
    return type.includes('|') && !type.startsWith('{') ? `(${type})` : type;
  }

  #printLeaf(samples: readonly unknown[]): string {
    if (this.#kinds) {
      const kinds = samples.includes(null) ? [...this.#kinds, 'null'] : this.#kinds;
      return kinds.join(' | ');
    }
    // A preview in which it is null says nothing of what else it may be.
    const telling = samples.filter((sample) => sample !== null);
    if (telling.length > 0) return [...new Set(samples.map(typeOfSample))].sort().join(' | ');
    return this.fields.size > 0 ? 'string | readonly unknown[]' : 'string | number | boolean | null';
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function typeOfSample(sample: unknown): string {
  if (sample === null) return 'null';
  if (Array.isArray(sample)) return 'readonly unknown[]';
  if (sample instanceof Date) return 'Date';
  if (sample instanceof Uint8Array) return 'Uint8Array';
  return typeof sample === 'object' ? 'Readonly<Record<string, unknown>>' : typeof sample;
}
