/** Elements whose content MJML does not look into (`endingTag` in its components). */
const CONTENT_ELEMENTS: ReadonlySet<string> = new Set([
  'mj-accordion-text',
  'mj-accordion-title',
  'mj-breakpoint',
  'mj-button',
  'mj-carousel-image',
  'mj-navbar-link',
  'mj-preview',
  'mj-raw',
  'mj-social-element',
  'mj-style',
  'mj-table',
  'mj-text',
  'mj-title',
]);

/** Elements among whose children MJML keeps `<mj-raw>` in its place, and drops text. */
const CARRIERS: ReadonlySet<string> = new Set([
  'mj-accordion',
  'mj-accordion-element',
  'mj-body',
  'mj-column',
  'mj-group',
  'mj-head',
  'mj-hero',
  'mj-navbar',
  'mj-section',
  'mj-social',
  'mj-wrapper',
]);

/** A component of the project, as MJML wants it. */
export interface MjmlComponent {
  readonly endingTag?: boolean | undefined;
  /**
   * Attributes (and `content`) that it prints as they are and decides nothing by, in MJML neither. Letterlock's own
   * addition.
   */
  readonly copies?: readonly string[] | undefined;
}

/** What is known of the elements: MJML's own, and those of the project, which may hide them. */
export interface Elements {
  /** Its content is HTML. */
  isContent(name: string): boolean;
  /** Conditions and loops may stand among its children. */
  isCarrier(name: string): boolean;
  isOwn(name: string): boolean;
  /** Whether an element of the project may get a value of the context there. */
  copies(name: string, attribute: string): boolean;
  /** The same of whatever may get the attribute by `<mj-all>` or `<mj-class>`. */
  allCopy(attribute: string): boolean;
}

export function elementsOf(components: ReadonlyMap<string, MjmlComponent>): Elements {
  const copies = (component: MjmlComponent | undefined, attribute: string): boolean =>
    component?.copies?.includes(attribute) ?? false;
  return {
    isContent: (name) =>
      components.has(name) ? components.get(name)!.endingTag === true : CONTENT_ELEMENTS.has(name),
    isCarrier: (name) => CARRIERS.has(name) && !components.has(name),
    isOwn: (name) => components.has(name),
    copies: (name, attribute) => copies(components.get(name), attribute),
    allCopy: (attribute) => [...components.values()].every((component) => copies(component, attribute)),
  };
}

export const OFFICIAL: Elements = elementsOf(new Map());
