export { createReactFrontEnd, type ReactFrontEndOptions } from './front-end.ts';
