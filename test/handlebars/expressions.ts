export { literal, template as concatenation } from '../../src/compile/expression.ts';
