import { type Example, type ExplanationGroup, files, tsx } from './explanation.ts';

const hello = (call: string, english: string, others: Readonly<Record<string, string>> = {}): Example =>
  tsx(
    `
    import { t } from 'letterlock/template';

    export default function Email({ name }: { name: string }) {
      return <html><body>{name}: {${call}}</body></html>;
    }`,
    { 'emails/locales/en.json': english, ...others },
  );

const page = '<p>{{t "hello"}}</p>';

export const MESSAGES: ExplanationGroup = {
  title: 'Messages and locales',
  entries: [
    {
      code: 'MESSAGE_MISSING',
      title: 'A message that no locale file has',
      why: 'The template asks for a message by its key, and neither the file of the locale, nor those that it falls back to, nor that of the default locale has it. Keys of nested objects are joined by dots.',
      wrong: hello(`t('helo')`, '{ "hello": "Hello" }'),
      right: hello(`t('hello')`, '{ "hello": "Hello" }'),
    },
    {
      code: 'MESSAGE_ARGUMENT_MISSING',
      title: 'A message is not given an argument that it needs',
      why: 'A message names its arguments in braces, and each of them must be passed where the message is used. Otherwise the mail would show a gap.',
      wrong: hello(`t('hello')`, '{ "hello": "Hello {name}" }'),
      right: hello(`t('hello', { name })`, '{ "hello": "Hello {name}" }'),
    },
    {
      code: 'MESSAGE_ARGUMENT_UNKNOWN',
      title: 'A message is given an argument that it has in no locale',
      why: 'The argument would go unused, which is mostly a misspelling, here or in the message. A translation may leave out an argument that another locale has.',
      wrong: hello(`t('hello', { nmae: name })`, '{ "hello": "Hello" }'),
      right: hello(`t('hello', { name })`, '{ "hello": "Hello {name}" }'),
    },
    {
      code: 'MESSAGE_ARGUMENT_TYPE',
      title: 'An argument of a message has the wrong type',
      why: 'An argument that a message formats as a number, counts by or shows as a date must be one. This value is known at build, so the build can tell. Values of the context are checked when a message is made.',
      wrong: hello(`t('total', { sum: 'twelve' })`, '{ "total": "Total {sum, number}" }'),
      right: hello(`t('total', { sum: 12 })`, '{ "total": "Total {sum, number}" }'),
    },
    {
      code: 'MESSAGE_SYNTAX',
      title: 'A message is not valid ICU MessageFormat',
      why: 'Messages are written in ICU MessageFormat: arguments in braces, with `plural`, `select`, `number`, `date` and `time`. This one cannot be read: a brace is missing, a format is unknown, or a `plural` lacks its `other`. The place is inside the locale file.',
      wrong: hello(`t('items', { n: name.length })`, '{ "items": "{n, plural, one {One item}}" }'),
      right: hello(
        `t('items', { n: name.length })`,
        '{ "items": "{n, plural, one {One item} other {# items}}" }',
      ),
    },
    {
      code: 'MESSAGE_TAG',
      title: 'A message holds a tag',
      why: 'Messages are plain text: they are escaped in HTML, and stand in subjects and text parts as they are. A tag in them would be shown to the reader. Put the markup into the template, around the message or between two.',
      wrong: hello(`t('hello')`, '{ "hello": "<b>Hello</b>" }'),
      right: hello(`<b>{t('hello')}</b>`, '{ "hello": "Hello" }'),
    },
    {
      code: 'MESSAGE_FALLBACK',
      title: 'A locale lacks messages of the default one',
      why: 'Mails in this locale would show the text of the default locale in these places. That may be meant while a translation is on its way, so it is a warning.',
      wrong: files({
        'emails/x.html': page,
        'emails/locales/en.json': '{ "hello": "Hello" }',
        'emails/locales/de.json': '{}',
      }),
      right: files({
        'emails/x.html': page,
        'emails/locales/en.json': '{ "hello": "Hello" }',
        'emails/locales/de.json': '{ "hello": "Hallo" }',
      }),
    },
    {
      code: 'LOCALE_MISSING',
      title: 'A locale without a file',
      why: 'The build was asked for a locale, or for a default one, that has no file of messages. A locale is the name of a file in the folder locales beside the templates.',
      wrong: files({ 'emails/x.html': page, 'emails/locales/en.json': '{ "hello": "Hello" }' }, ['fr']),
      right: files({ 'emails/x.html': page, 'emails/locales/fr.json': '{ "hello": "Bonjour" }' }, ['fr']),
    },
    {
      code: 'LOCALE_FILE_INVALID',
      title: 'A locale file is not a JSON object of messages',
      why: 'A locale file holds one JSON object whose values are messages, or objects of messages. A comma too many, a comment, a key that stands twice or a value that is no text make it unreadable. The place is inside the file.',
      wrong: files({ 'emails/x.html': page, 'emails/locales/en.json': '{ "hello": "Hello", }' }),
      right: files({ 'emails/x.html': page, 'emails/locales/en.json': '{ "hello": "Hello" }' }),
    },
    {
      code: 'LOCALE_FILE_UNREADABLE',
      title: 'A locale file cannot be read',
      why: 'The file is there, but the system refuses to read it. Mostly this process has no permission, or a link leads nowhere.',
      remedy: 'Check that the file exists and that whoever runs the build may read it.',
    },
  ],
};
