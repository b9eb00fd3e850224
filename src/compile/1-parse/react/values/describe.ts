import type { Expression } from '../../../expression.ts';

/** An expression as the template's author would write it; for messages only. */
export function describeExpression(expression: Expression): string {
  const text = write(expression);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function write(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return typeof expression.value === 'string'
        ? JSON.stringify(expression.value)
        : String(expression.value);
    case 'context':
      return 'props';
    case 'local':
      return expression.name.replace(/[_$]\w*$/, '');
    case 'global':
      return expression.name;
    case 'import':
      return expression.name === 'default' || expression.name === '*'
        ? expression.specifier
        : expression.name;
    case 'member': {
      const { object, property } = expression;
      const named = property.kind === 'literal' && typeof property.value === 'string';
      if (!named) return `${write(object)}[${write(property)}]`;
      return object.kind === 'context' ? String(property.value) : `${write(object)}.${property.value}`;
    }
    case 'code':
      return '(…)';
    case 'call':
      return `${write(expression.callee)}(${expression.args.map(write).join(', ')})`;
    case 'new':
      return `new ${write(expression.callee)}(${expression.args.map(write).join(', ')})`;
    case 'unary':
      return `${expression.operator}${/\w$/.test(expression.operator) ? ' ' : ''}${write(expression.operand)}`;
    case 'binary':
    case 'logical':
      return `${write(expression.left)} ${expression.operator} ${write(expression.right)}`;
    case 'conditional':
      return `${write(expression.test)} ? ${write(expression.then)} : ${write(expression.otherwise)}`;
    case 'template':
      return `\`${expression.parts
        .map((part) => (part.kind === 'literal' ? String(part.value) : `\${${write(part)}}`))
        .join('')}\``;
    case 'array':
      return `[${expression.items.map(write).join(', ')}]`;
    case 'object':
      return '{…}';
    case 'spread':
      return `...${write(expression.of)}`;
    case 'lambda':
      return `(${expression.params.length ? '…' : ''}) => ${write(expression.body)}`;
    case 'helper':
      if (expression.name === 'styleValue') return write(expression.args[1] ?? expression);
      return `${expression.name}(${expression.args.map(write).join(', ')})`;
  }
}
