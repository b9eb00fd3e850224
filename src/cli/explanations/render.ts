import type { ExplanationGroup } from '../../compile/explanations/explanation.ts';

export const RENDER: ExplanationGroup = {
  title: 'Rendering',
  entries: [
    {
      code: 'TEMPLATE_UNKNOWN',
      title: 'There is no template of this id',
      why: 'The artifacts hold no template of the id that `render` was given. An id is the path of the template in its folder, without extension.',
      remedy: 'Take one of the ids that the error lists, or build again if the template is new.',
    },
    {
      code: 'CONTEXT_MISSING',
      title: 'The context lacks a value that the template prints',
      why: 'The template prints a value, or a message takes it as an argument, and the context does not have it. In development this is an error, so that a mail with a gap is noticed; production prints nothing.',
      remedy: "Give the value in the context; null or '' where it is meant to be empty.",
    },
    {
      code: 'CONTEXT_INVALID',
      title: 'The context does not fit the template',
      why: 'The context is no object, or a value in it is of another kind than the template works with, such as a text where it loops over a list.',
      remedy: 'Compare the context with the type that the artifact declares; TypeScript does so for you.',
    },
    {
      code: 'CONTEXT_TYPE',
      title: 'An argument of a message has the wrong type',
      why: 'A message formats this value as a number or a date, or counts by it, and the value is something else. A text is not converted, since "12,5" and "12.5" mean different things in different places.',
      remedy: 'Pass a number, or for dates a Date, milliseconds or a text in ISO 8601.',
    },
    {
      code: 'CLASS_SPACED',
      title: 'A value that goes on a class name brings several classes',
      why: 'In `class="btn-{{kind}}"` the value ends a name. Styles are put in place at build for every name that begins so. A value such as "big wide" would make two classes of it, and the rules for the second one would be missing.',
      remedy:
        'Give one name without white space; or write `class="btn {{kind}}"`, where a value may bring several.',
    },
    {
      code: 'HELPER_THROWS',
      title: 'A helper of the project threw an error',
      why: 'A function of `_helpers.ts` did not return. What it threw is the `cause` of this error; it is not part of the message, because it may hold values of the context.',
      remedy: 'Look at `cause`, and mend the helper or the context.',
    },
    {
      code: 'HELPER_BLOCK_TEXT',
      title: 'A helper of the project reads the text of its block',
      why: 'A block is compiled with the template. When a helper calls `options.fn(…)` it gets something that stands for the text of the block, to return it, alone or with text around. Its letters are not known to the helper, so it cannot trim, replace, count or compare them.',
      remedy:
        'Return what `options.fn(…)` gives as it is, and hand the helper as an operand what it shall change.',
    },
    {
      code: 'LOCALE_INVALID',
      title: 'The locale is not a language tag',
      why: 'Locales are named by BCP 47 tags, such as de, de-AT or zh-Hant. Names with underscores or encodings, as operating systems have them, are something else.',
      remedy: 'Write the tag with hyphens: pt-BR, not pt_BR.UTF-8.',
    },
    {
      code: 'SUBJECT_INVALID',
      title: 'The subject holds a line end',
      why: 'A value of the context brought a line end or a NUL into the subject. In a header it would begin a new field, and whoever wrote the value could send mail in your name.',
      remedy: 'Remove line ends from the values that the subject is made of, or refuse such input.',
    },
    {
      code: 'URL_UNSAFE',
      title: 'An address of the context would run code',
      why: 'A link or image gets an address like javascript: from the context. In a mail that is shown in a browser it would run what somebody else wrote.',
      remedy: 'Pass http, https, mailto, tel or cid addresses, and check those that your users type.',
    },
    {
      code: 'IMAGE_INVALID',
      title: 'An image of the context cannot be used',
      why: 'A template embeds an image that is passed in with the context, and the value is not one: it is empty, no base64, or of a type that mail programs do not show.',
      remedy: 'Pass a Uint8Array, or a text of base64 or a data: URL, of a PNG, JPEG or GIF.',
    },
  ],
};
