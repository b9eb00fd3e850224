import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { htmlOf } from '../handlebars/project.ts';
import { theirs } from '../handlebars/support.ts';
import { inky, normal, parseInky } from './tree.ts';

const CONTEXT = {
  yes: true,
  no: false,
  name: '<Ada>',
  url: 'https://e.com/a?b=1',
  items: [{ t: 'One' }, { t: 'Two' }, { t: 'Three' }],
  none: [],
};

/** Inky of the template with its values in place is what the compiled template prints with the values. */
async function agrees(source: string, context: object = CONTEXT): Promise<void> {
  expect(normal(await inky(source, context))).toBe(normal(await inky(theirs(source, context))));
}

const COLUMN = '<columns large="4">{{name}}{{t}}</columns>';

describe('T11 Handlebars around the elements of Inky', () => {
  test.each([
    ['rows', '<container>{{#each items}}<row><columns>{{t}}</columns></row>{{/each}}</container>'],
    ['columns in a loop', `<row>{{#each items}}${COLUMN}{{/each}}</row>`],
    ['columns in a loop over nothing', `<row>{{#each none}}${COLUMN}{{else}}${COLUMN}{{/each}}</row>`],
    ['a loop between columns', `<row>${COLUMN}{{#each items}}${COLUMN}{{/each}}${COLUMN}</row>`],
    ['a loop after a condition', `<row>{{#if no}}${COLUMN}{{/if}}{{#each items}}${COLUMN}{{/each}}</row>`],
    ['several columns in each round', `<row>{{#each items}}${COLUMN}${COLUMN}{{/each}}</row>`],
    [
      'one of two columns in each round',
      `<row>{{#each items}}{{#if @first}}${COLUMN}{{else}}<columns large="2">x</columns>{{/if}}{{/each}}</row>`,
    ],
    [
      'columns that share the width with those that are there',
      '<row>{{#if yes}}<columns>a</columns>{{/if}}<columns>b</columns>{{#unless yes}}<columns>c</columns><columns>d</columns>{{/unless}}</row>',
    ],
    [
      'one column or another',
      '<row>{{#if yes}}<columns>a</columns>{{else}}<columns class="b">b</columns>{{/if}}</row>',
    ],
    ['a row of its own in a condition', '{{#if yes}}<row><columns>a</columns></row>{{/if}}'],
    ['items of a menu', '<menu>{{#each items}}<item href="{{@root.url}}">{{t}}</item>{{/each}}</menu>'],
    [
      'children of center',
      '<center>{{#if yes}}<p>{{name}}</p>{{else}}<button href="u">x</button>{{/if}}</center>',
    ],
    ['a class', '<callout class="box {{#if yes}}alert{{else}}success{{/if}}">{{name}}</callout>'],
    ['a button that is expanded', '<button class="{{#if yes}}expanded{{/if}}" href="{{url}}">x</button>'],
    ['a button with a link or without', '<button {{#if yes}}href="{{url}}"{{/if}}>x</button>'],
    ['sizes', '<row><columns large="{{#if yes}}8{{else}}4{{/if}}">a</columns><columns>b</columns></row>'],
    ['an expander', '<row><columns {{#if yes}}no-expander{{/if}}>a</columns></row>'],
    ['spacers', '<spacer size="{{#if yes}}10{{else}}20{{/if}}"></spacer>'],
    ['rows inside a column', '<columns>{{#each none}}<row><columns>a</columns></row>{{/each}}</columns>'],
    ['a row inside a column', '<columns>{{#if yes}}<row><columns>a</columns></row>{{/if}}</columns>'],
  ])('%s', async (_, source) => {
    await agrees(source);
    await agrees(source, { ...CONTEXT, yes: false, no: true, items: [{ t: 'Only' }], none: [{ t: 'Some' }] });
  });

  test('any arrangement of columns', async () => {
    const inner = (depth: number): fc.Arbitrary<string> => {
      const column = fc.constantFrom(
        '<columns large="4">{{@root.name}}</columns>',
        '<columns large="2" class="{{#if @root.yes}}y{{else}}n{{/if}}">x</columns>',
        '<columns small="6" large="12"><row><columns>{{t}}</columns></row></columns>',
      );
      if (depth === 0) return column;
      return fc.oneof(
        { weight: 2, arbitrary: column },
        fc
          .tuple(fc.constantFrom('yes', 'no'), inner(depth - 1), inner(depth - 1))
          .map(([flag, one, other]) => `{{#if @root.${flag}}}${one}{{else}}${other}{{/if}}`),
        fc
          .tuple(fc.constantFrom('items', 'none'), inner(depth - 1))
          .map(([list, one]) => `{{#each @root.${list}}}${one}{{/each}}`),
      );
    };
    // Inside of a loop every round needs a column; outside, conditions may leave nothing.
    const outer = fc.oneof(
      inner(1),
      fc.tuple(fc.constantFrom('yes', 'no'), inner(1)).map(([flag, one]) => `{{#if ${flag}}}${one}{{/if}}`),
    );
    const loopInLoop = /\{\{#each [^}]*\}\}(?:(?!\{\{\/each)[^])*\{\{#each/;
    const row = fc
      .array(outer, { minLength: 1, maxLength: 4 })
      .map((parts) => `<row>${parts.join('')}</row>`)
      .filter((source) => !loopInLoop.test(source));
    const context = fc.record({
      yes: fc.boolean(),
      no: fc.boolean(),
      name: fc.constant('A'),
      items: fc.array(fc.record({ t: fc.constantFrom('p', 'q') }), { maxLength: 3 }),
      none: fc.constant([]),
    });
    await fc.assert(fc.asyncProperty(row, context, agrees), { numRuns: 150 });
  });

  test('a size may be a value where no class is made of it', async () => {
    await agrees('<spacer size="{{n}}"></spacer>', { n: 12 });
  });
});

describe('refused, with the place', () => {
  const looped = '{{#each items}}<columns>x</columns>{{/each}}';
  const choices = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `{{#if ${name}}}${name}{{/if}}`);
  test.each([
    ['INKY_COLUMNS_LOOPED', `---\nsubject: S\n---\n<row>\n  ${looped}</row>`, 5, 18],
    [
      'INKY_COLUMNS_LOOPED',
      '<row>\n{{#each items}}\n {{#if this}}<columns large="4">x</columns>{{/if}}\n{{/each}}</row>',
      3,
      14,
    ],
    ['INKY_COLUMNS_LOOPED', '<row>{{#each items}}<th>x</th>{{/each}}\n<columns>x</columns></row>', 2, 1],
    ['INKY_ATTRIBUTE_DYNAMIC', '<row>\n<columns large="{{n}}">x</columns></row>', 2, 1],
    ['INKY_ATTRIBUTE_DYNAMIC', '<p>\n\n <block-grid up="{{n}}"><td>x</td></block-grid></p>', 3, 2],
    ['INKY_SIZE', '<block-grid><td>x</td></block-grid>', 1, 1],
    ['INKY_SIZE', '<container>\n<spacer size="10px"></spacer></container>', 2, 1],
    ['INKY_SIZE', '<columns large="half">x</columns>', 1, 1],
    ['INKY_TOO_MANY_CHOICES', `\n<callout class="${choices.join('')}">x</callout>`, 2, 1],
    [
      'INKY_TOO_MANY_CHOICES',
      `<row>${choices.map((one) => one.replace(/\}(\w)\{/, '}<columns>$1</columns>{')).join('')}</row>`,
      1,
      15,
    ],
    ['BLOCK_MISNESTED', '<b></b>\n<row>{{#if a}}<columns>x{{/if}}</columns></row>', 2, 15],
  ])('%s: %j', async (code, source, line, column) => {
    await expect(parseInky(source)).rejects.toMatchObject({ code, location: { line, column } });
  });

  test('in a partial: the place is in its file', async () => {
    const partials = { '_partials/gap.inky': '<b>x</b>\n<spacer size="1em"></spacer>' };
    await expect(parseInky('<p>a</p>\n{{> gap}}', partials)).rejects.toMatchObject({
      code: 'INKY_SIZE',
      location: { file: expect.stringMatching(/gap\.inky$/), line: 2, column: 1 },
    });
  });
});

describe('warned of, with the place', () => {
  test.each([
    ['<row>\n{{name}}</row>', 'A value directly in <row>'],
    ['<row>{{#if a}}text{{/if}}</row>', 'Text directly in <row>'],
    ['<row><p>x</p></row>', '<p> directly in <row>'],
    ['<menu><a href="x">x</a></menu>', '<a> directly in <menu>'],
    ['<spacer size="1"><p>lost</p></spacer>', '<p> directly in <spacer>'],
  ])('%s', async (source, message) => {
    const { warnings } = await parseInky(`\n${source}`);
    expect(warnings).toEqual([
      expect.objectContaining({
        code: 'INKY_CONTENT',
        severity: 'warning',
        message: expect.stringContaining(message),
        location: expect.objectContaining({ line: 2, column: 1 }),
      }),
    ]);
  });

  test('not of what is in its place', async () => {
    const { warnings, ...parsed } = await parseInky(
      '<row>\n <!-- x --> {{#each items}} <columns large="2"> text </columns> {{/each}}\n</row>',
    );
    expect(warnings).toEqual([]);
    expect(htmlOf({ ...parsed, warnings }, CONTEXT)).toContain('<!-- x -->');
  });
});
