import { MessageError } from '../errors.ts';

// CR and LF would start a new header field; NUL ends the text in half of the world's mail software.
const injection = /[\r\n\0]/;

/**
 * Refuses text that would break out of its header field. `what` names the field in the error; the text itself
 * is not repeated, because it may be hostile and errors end in logs.
 */
export const refuseLineBreaks = (text: string, what: string): string => {
  if (!injection.test(text)) return text;
  throw new MessageError({
    code: 'HEADER_INJECTION',
    message: `${what} holds a line break or a NUL character.`,
    hint: 'Refuse such input where it enters your program: it may be an attempt to add header fields.',
  });
};

const nonAscii = /\P{ASCII}/u;

export const isAscii = (text: string): boolean => !nonAscii.test(text);
