import { currentSession } from '../session.ts';
import { inspect } from './values.ts';

/**
 * A component of the template whose props no library may see (a class name that is a choice, say) is put into the React
 * tree behind a wrapper, which carries the real props under `$`.
 */
const wrapperOf = new WeakMap<object, object>();
const originalOf = new WeakMap<object, object>();

interface ForwardRef {
  readonly render?: (props: unknown, ref: unknown) => unknown;
  readonly type?: unknown;
}

/** What React sees of a wrapped element. */
interface WrapperProps {
  readonly $: unknown;
  /** Runs the component. */
  readonly within?: (<T>(render: () => T) => T) | undefined;
}

const run = <T>(render: () => T): T => render();

/** The wrapper of a component; the same one each time, for React compares types. */
export function wrap(component: object): object {
  const known = wrapperOf.get(component);
  if (known) return known;
  const wrapper = isClass(component)
    ? wrapClass(component)
    : ({ $, within = run }: WrapperProps): unknown => within(() => renderComponent(component, $));
  wrapperOf.set(component, wrapper);
  originalOf.set(wrapper, component);
  return wrapper;
}

/** Calls a component of any kind with props that React need not see. */
export function renderComponent(component: unknown, props: unknown): unknown {
  if (isClass(component)) return currentSession().jsx(wrap(component), { $: props });
  if (typeof component === 'function') return (component as (props: unknown) => unknown)(props);
  const exotic = component as ForwardRef;
  if (exotic.render) return exotic.render(props, null);
  return exotic.type ? renderComponent(exotic.type, props) : currentSession().jsx(component, props);
}

type ClassComponent = new (props: unknown) => { props: unknown; render(): unknown };

const isClass = (component: unknown): component is ClassComponent =>
  typeof component === 'function' &&
  Boolean((component.prototype as { isReactComponent?: unknown } | undefined)?.isReactComponent);

/** React sets the props of an instance after it was made; this one lets it see the wrapper's and keeps the real ones. */
function wrapClass(Component: ClassComponent): ClassComponent {
  class Wrapper extends Component {
    readonly #within: NonNullable<WrapperProps['within']>;
    constructor(props: unknown) {
      const { $, within = run } = props as WrapperProps;
      super($);
      this.#within = within;
    }
    override render(): unknown {
      return this.#within(() => super.render());
    }
  }
  const real = new WeakMap<object, unknown>();
  Object.defineProperty(Wrapper.prototype, 'props', {
    get(this: object) {
      return real.get(this);
    },
    set(this: object, props: unknown) {
      const isWrapped = typeof props === 'object' && props !== null && !inspect(props) && '$' in props;
      real.set(this, isWrapped ? props.$ : props);
    },
  });
  return Wrapper;
}

const wrapped = (element: unknown): { type: object; props: { $: unknown } } | undefined => {
  if (typeof element !== 'object' || element === null || !('type' in element)) return undefined;
  const { type } = element;
  const isWrapper =
    (typeof type === 'function' || (typeof type === 'object' && type !== null)) && originalOf.has(type);
  return isWrapper ? (element as unknown as { type: object; props: { $: unknown } }) : undefined;
};

/** The props that the template gave to a wrapped element; undefined for any other value. */
export const propsOfWrapped = (element: unknown): unknown => wrapped(element)?.props.$;

/** The component behind a wrapped element, or the HTML name behind a renamed one; undefined for any other value. */
export const typeOfWrapped = (element: unknown): unknown => {
  const found = wrapped(element);
  return found && originalOf.get(found.type);
};
