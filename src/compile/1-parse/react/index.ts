export { createReactFrontEnd } from './front-end.ts';
