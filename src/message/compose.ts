import type { Rendered } from '../artifact.ts';
import { createMessage, type Message, type MessageInput, type MessageOptions } from './message.ts';

/** Everything about a message but what the template gives; `subject` here wins over the template's. */
export type ComposeInput = Omit<MessageInput, 'html' | 'text'>;

/**
 * Makes a message from a rendered template: subject, both bodies, its images as inline parts, and its
 * language.
 */
export const compose = (rendered: Rendered, input: ComposeInput, options: MessageOptions = {}): Message => {
  const { html, text, locale } = rendered;
  // A template lists all its images; one in a branch that was not taken would show up as an attachment.
  const shown = rendered.images.filter((image) => html.includes(`cid:${image.cid}`));
  return createMessage(
    {
      language: locale,
      ...input,
      subject: input.subject ?? rendered.subject,
      html,
      text,
      images: [...shown, ...(input.images ?? [])],
    },
    options,
  );
};
