const REACT = /["'&<>]/;
const HANDLEBARS = /["'&<>`=]/;

/** Escapes text for HTML content and double-quoted attributes, with the references that React's server renderer writes. */
export function escapeReact(value: string): string {
  return REACT.test(value) ? replace(value, false) : value;
}

/** The same with the references that Handlebars writes: two more characters, and upper-case `&#x27;` stays as is. */
export function escapeHandlebars(value: string): string {
  return HANDLEBARS.test(value) ? replace(value, true) : value;
}

function replace(value: string, handlebars: boolean): string {
  let out = '';
  let start = 0;
  for (let index = 0; index < value.length; index++) {
    const reference = referenceFor(value.charCodeAt(index), handlebars);
    if (reference === '') continue;
    out += value.slice(start, index) + reference;
    start = index + 1;
  }
  return out + value.slice(start);
}

/** What stands for a UTF-16 code unit in HTML; '' where it stands for itself. */
export function referenceFor(code: number, handlebars: boolean): string {
  switch (code) {
    case 34:
      return '&quot;';
    case 38:
      return '&amp;';
    case 39:
      return '&#x27;';
    case 60:
      return '&lt;';
    case 62:
      return '&gt;';
    case 61:
      return handlebars ? '&#x3D;' : '';
    case 96:
      return handlebars ? '&#x60;' : '';
    default:
      return '';
  }
}
