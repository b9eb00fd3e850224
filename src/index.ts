/**
 * `letterlock`: the run-time face. Safe at the edge: no Node module, no React, no MJML, no CSS library is behind it.
 */
export type { Direction, HtmlPieces, Image, Rendered, RenderedPieces } from './artifact.ts';
export {
  formatLocation,
  isLetterlockError,
  LetterlockError,
  type LetterlockErrorOptions,
  type Location,
  MessageError,
  RenderError,
} from './errors.ts';
export { type Address, type AddressInput, parseAddress, parseAddressList } from './message/address.ts';
export type { Attachment, AttachmentInput } from './message/attachment.ts';
export { compose, type ComposeInput } from './message/compose.ts';
export type { Environment } from './message/environment.ts';
export {
  changeMessage,
  createMessage,
  type Message,
  type MessageInput,
  type MessageOptions,
} from './message/message.ts';
export type { Entity, Field, Leaf, Multipart, Verbatim } from './mime/entity.ts';
export { type Envelope, finish, type RawMessage, toRaw } from './mime/raw.ts';
export { structure } from './mime/structure.ts';
export { negotiate } from './render/locale.ts';
export type { HtmlProgram, LocaleProgram, TemplateProgram } from './render/program.ts';
export { createRenderer, type Renderer, type RenderedBytes, type RenderOptions } from './render/render.ts';
// Flat, and not as one namespace: of that, no bundler could leave anything out once this package is built.
export * from './render/runtime.ts';
export { draft, type Draft, type DraftOptions, draftResponseHeaders } from './send/draft.ts';
