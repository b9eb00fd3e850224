import { type Example, type ExplanationGroup, files } from './explanation.ts';

const inky = (text: string): Example => files({ 'emails/x.inky': text });

export const INKY: ExplanationGroup = {
  title: 'Inky',
  entries: [
    {
      code: 'INKY_SIZE',
      title: 'A size is missing or is no whole number',
      why: 'Sizes of columns, spacers and grids become names of classes, such as large-4, and heights in pixels. They are whole numbers without a unit; anything else would make a class that no style sheet has.',
      wrong: inky(`
        <container><spacer size="16px"></spacer></container>`),
      right: inky(`
        <container><spacer size="16"></spacer></container>`),
    },
    {
      code: 'INKY_ATTRIBUTE_DYNAMIC',
      title: 'The context decides a size',
      why: 'A size becomes the name of a class, and the styles of classes are put in place at build. A number that comes later has no styles. Choose between numbers that are written out.',
      wrong: inky(`
        <row><columns large="{{size}}">Hello</columns></row>`),
      right: inky(`
        <row><columns large="{{#if wide}}12{{else}}6{{/if}}">Hello</columns></row>`),
    },
    {
      code: 'INKY_COLUMNS_LOOPED',
      title: 'A loop makes columns that share the width of a row',
      why: 'Columns without a width share that of their row, and the first and the last have a margin of their own. How many a loop makes is known only when a message is made. Give the columns a width, or loop over rows.',
      wrong: inky(`
        <row>{{#each items}}<columns>{{this}}</columns>{{/each}}</row>`),
      right: inky(`
        <row>{{#each items}}<columns large="4">{{this}}</columns>{{/each}}</row>`),
    },
    {
      code: 'INKY_TOO_MANY_CHOICES',
      title: 'Too many conditions decide one component',
      why: 'A component with conditions in its attributes is written out once for every combination of them, so that styles meet real class names. Each condition doubles their number. Compute one value that says which version is meant.',
      wrong: inky(`
        <callout class="{{#if a}}a{{/if}} {{#if b}}b{{/if}} {{#if c}}c{{/if}} {{#if d}}d{{/if}} {{#if e}}e{{/if}} {{#if f}}f{{/if}}">
          Hello
        </callout>`),
      right: inky(`
        <callout class="{{#if late}}alert{{else}}primary{{/if}}">
          Hello
        </callout>`),
    },
    {
      code: 'INKY_CONTENT',
      title: 'Something stands in a component that has no room for it',
      why: 'A row holds columns, a menu holds items, a spacer holds nothing. Other content would be moved out of the table by browsers, or dropped, so its place in the mail is not the one in the template. This is a warning.',
      wrong: inky(`
        <menu><a href="https://example.com">Shop</a></menu>`),
      right: inky(`
        <menu><item href="https://example.com">Shop</item></menu>`),
    },
  ],
};
