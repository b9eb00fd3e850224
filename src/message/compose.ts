import type { Rendered, RenderedPieces } from '../artifact.ts';
import { createMessage, type Message, type MessageInput, type MessageOptions } from './message.ts';

/** Everything about a message but what the template gives; `subject` here wins over the template's. */
export type ComposeInput = Omit<MessageInput, 'html' | 'text'>;

/**
 * Makes a message from a rendered template: subject, both bodies, its images as inline parts, and its
 * language.
 */
export const compose = (
  rendered: Rendered | RenderedPieces,
  input: ComposeInput,
  options: MessageOptions = {},
): Message => {
  const { html, text, locale, images } = rendered;
  // A list that was made by hand may name images that the HTML does not show: they would look like attachments.
  const shown =
    typeof html === 'string' ? images.filter((image) => html.includes(`cid:${image.cid}`)) : images;
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
