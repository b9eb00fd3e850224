export { createReactFrontEnd, type ReactFrontEnd, type ReactFrontEndOptions } from './front-end.ts';
