import { type ExplanationGroup, tsx } from './explanation.ts';

const ENGLISH = { 'emails/locales/en.json': '{ "hello": "Hello {name}", "paid": "Paid", "open": "To pay" }' };

export const REACT_VALUES: ExplanationGroup = {
  title: 'React: values and messages',
  entries: [
    {
      code: 'REGEXP_STATE',
      title: 'A regular expression that remembers its last match',
      why: 'With the flags `g` and `y`, `test` and `exec` go on where the last match ended, also if that was in another message. What they find depends on what they met before, which is known at run time only. A test needs no flag, and `matchAll` and `replace` begin anew each time.',
      wrong: tsx(`
        const CAPITAL = /[A-Z]/g;

        export default function Email({ name }: { name: string }) {
          return <html><body>{CAPITAL.test(name) ? name : name.toUpperCase()}</body></html>;
        }`),
      right: tsx(`
        const CAPITAL = /[A-Z]/;

        export default function Email({ name }: { name: string }) {
          return <html><body>{CAPITAL.test(name) ? name : name.toUpperCase()}</body></html>;
        }`),
    },
    {
      code: 'CHANGES_OUTSIDE',
      title: 'A variable is changed for each item of a list, or in one branch only',
      why: 'A template is evaluated once, when it is built: a callback for the items of a list runs once for all of them, and of a condition both branches run. A counter, a running total, or the group of the item before would have the value of the build in every message. Say what the value is instead of changing it step by step.',
      wrong: tsx(`
        export default function Email({ prices }: { prices: number[] }) {
          let total = 0;
          return (
            <html>
              <body>
                {prices.map((price, index) => {
                  total += price;
                  return <p key={index}>{price}, in all {total}</p>;
                })}
              </body>
            </html>
          );
        }`),
      right: tsx(`
        export default function Email({ prices }: { prices: number[] }) {
          return (
            <html>
              <body>
                {prices.map((price, index) => (
                  <p key={index}>
                    {price}, in all {prices.slice(0, index + 1).reduce((sum, one) => sum + one, 0)}
                  </p>
                ))}
              </body>
            </html>
          );
        }`),
    },
    {
      code: 'LOOKUP',
      title: 'Something that is no plain table is read by a key of the context',
      why: 'A table that is read by a value of the context becomes part of the artifact, entry by entry. That works for object literals and arrays. An object of a class keeps things that cannot be written down.',
      wrong: tsx(`
        class Labels {
          open = 'To pay';
          paid = 'Paid';
        }

        export default function Email({ state }: { state: 'open' | 'paid' }) {
          return <html><body>{new Labels()[state]}</body></html>;
        }`),
      right: tsx(`
        const LABELS = { open: 'To pay', paid: 'Paid' };

        export default function Email({ state }: { state: 'open' | 'paid' }) {
          return <html><body>{LABELS[state]}</body></html>;
        }`),
    },
    {
      code: 'SYMBOLIC_KEY',
      title: 'The context names a property of an object',
      why: 'An object that the template builds has properties with known names, so that the rest of the template can be worked out at build. A method whose name comes from the context could replace any of them. Write the names out.',
      wrong: tsx(`
        export default function Email({ name }: { name: string }) {
          const labels = { [name]() { return 'Hello'; } };
          return <html><body>{JSON.stringify(labels)}</body></html>;
        }`),
      right: tsx(`
        export default function Email({ name }: { name: string }) {
          const labels = { [name]: 'Hello' };
          return <html><body>{JSON.stringify(labels)}</body></html>;
        }`),
    },
    {
      code: 'NOT_DATA',
      title: 'Something that is no data would be needed when a message is made',
      why: 'An artifact runs without React and without your components, so only data can be handed on to it: texts, numbers, dates, and lists and objects of them. An element, a component or a function of the template stays behind at build. Hand over its data, and build the element around what you get.',
      wrong: tsx(
        `
        import { t } from 'letterlock/template';

        export default function Email({ name }: { name: string }) {
          return <html><body>{t('hello', { name: <b>{name}</b> })}</body></html>;
        }`,
        ENGLISH,
      ),
      right: tsx(
        `
        import { t } from 'letterlock/template';

        export default function Email({ name }: { name: string }) {
          return <html><body><b>{t('hello', { name })}</b></body></html>;
        }`,
        ENGLISH,
      ),
    },
    {
      code: 'MESSAGE_KEY_SYMBOLIC',
      title: 'The context says which message is meant',
      why: 'Messages are looked up at build, in every locale, so that a missing one is found before a mail goes out. A key that comes from the context cannot be looked up then. Choose between keys that are written out, or write one message with `select`.',
      wrong: tsx(
        `
        import { t } from 'letterlock/template';

        export default function Email({ state }: { state: string }) {
          return <html><body>{t(state)}</body></html>;
        }`,
        ENGLISH,
      ),
      right: tsx(
        `
        import { t } from 'letterlock/template';

        export default function Email({ state }: { state: string }) {
          return <html><body>{state === 'paid' ? t('paid') : t('open')}</body></html>;
        }`,
        ENGLISH,
      ),
    },
    {
      code: 'MESSAGE_ARGUMENTS_SYMBOLIC',
      title: 'The arguments of a message are an object of the context',
      why: 'The build checks that a message gets the arguments that it asks for, and only those. An object of the context has names that nobody knows yet. Write the arguments out; their values may come from the context.',
      wrong: tsx(
        `
        import { t } from 'letterlock/template';

        export default function Email({ user }: { user: { name: string } }) {
          return <html><body>{t('hello', user)}</body></html>;
        }`,
        ENGLISH,
      ),
      right: tsx(
        `
        import { t } from 'letterlock/template';

        export default function Email({ user }: { user: { name: string } }) {
          return <html><body>{t('hello', { name: user.name })}</body></html>;
        }`,
        ENGLISH,
      ),
    },
    {
      code: 'CLOCK_AT_BUILD',
      title: 'The clock or chance is asked while the mail is built',
      why: 'What a package reads of the clock, or draws at random, would be fixed at build and be the same in every mail. letterlock calls such functions when a message is made instead; but where they make elements, or are components, that cannot be done. Pass the moment in with the context.',
      wrong: tsx(
        `
        import { Ago } from 'moments';

        export default function Email() {
          return <html><body>Ordered <Ago since={1700000000000} /></body></html>;
        }`,
        {
          'node_modules/moments/package.json': '{ "name": "moments", "type": "module", "main": "index.js" }',
          'node_modules/moments/index.js': `
            export const Ago = ({ since }) => Date.now() - since + ' ms ago';`,
        },
      ),
      right: tsx(`
        const DAY = 86_400_000;

        export default function Email({ now, since }: { now: number; since: number }) {
          return <html><body>Ordered {Math.round((now - since) / DAY)} days ago</body></html>;
        }`),
    },
    {
      code: 'TEMPLATE_THROWS',
      title: 'The template threw an error while it was built',
      why: 'The template runs at build, with a context whose values are not known yet, and then with each of its previews. Here its own code failed, as it would in every mail. The message is that of the error; the place is where it came from.',
      wrong: tsx(`
        const RATES: Record<string, number> = { de: 0.19, at: 0.2 };

        export default function Email({ net }: { net: number }) {
          const rate = RATES.ch!;
          return <html><body>{rate.toFixed(2)} of {net}</body></html>;
        }`),
      right: tsx(`
        const RATES: Record<string, number> = { de: 0.19, at: 0.2 };

        export default function Email({ net }: { net: number }) {
          const rate = RATES.at!;
          return <html><body>{rate.toFixed(2)} of {net}</body></html>;
        }`),
    },
    {
      code: 'TRANSLATION_DIFFERS',
      title: 'The compiled template prints something else than React does',
      why: 'For every preview, the build renders the template with React and compares. A difference means that the template prints something that is not a matter of its context, such as a counter outside of the component, or that letterlock has a fault. Nothing is written, so a wrong mail cannot go out.',
      wrong: tsx(`
        const counter = globalThis as { mails?: number };

        export default function Email({ name }: { name: string }) {
          counter.mails = (counter.mails ?? 0) + 1;
          return <html><body>{name} is number {counter.mails}</body></html>;
        }
        Email.PreviewProps = { name: 'Ada' };`),
      right: tsx(`
        export default function Email({ name, count }: { name: string; count: number }) {
          return <html><body>{name} is number {count}</body></html>;
        }
        Email.PreviewProps = { name: 'Ada', count: 1 };`),
    },
  ],
};
