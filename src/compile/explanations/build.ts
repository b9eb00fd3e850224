import { type ExplanationGroup, files } from './explanation.ts';

export const BUILD: ExplanationGroup = {
  title: 'The folder of templates and the build',
  entries: [
    {
      code: 'EMAILS_MISSING',
      title: 'There is no folder of templates',
      why: 'A build reads the folder emails, or the one that `--emails` names. It does not exist, or it cannot be read. Paths are relative to the folder in which the command runs.',
      wrong: files({ 'mails/x.html': '<p>Hello</p>' }),
      right: files({ 'emails/x.html': '<p>Hello</p>' }),
    },
    {
      code: 'TEMPLATES_MISSING',
      title: 'The folder holds no template',
      why: 'No file of the folder is a template: a .tsx or .jsx file that exports a component, or a .mjml, .md, .html or .hbs file. Files and folders whose names begin with `_` or `.` are left out, as are locales and static.',
      wrong: files({ 'emails/_welcome.html': '<p>Hello</p>' }),
      right: files({ 'emails/welcome.html': '<p>Hello</p>' }),
    },
    {
      code: 'TEMPLATE_DUPLICATE',
      title: 'Two templates have the same id',
      why: 'The id of a template is its path without extension, and `render` takes it. Two files of the same name in different languages have the same id, and so have, on some file systems, two names that differ in letter case only. Rename one.',
      wrong: files({ 'emails/welcome.html': '<p>Hello</p>', 'emails/welcome.md': 'Hello' }),
      right: files({ 'emails/welcome.html': '<p>Hello</p>', 'emails/welcome-short.md': 'Hello' }),
    },
    {
      code: 'TEMPLATE_SKIPPED',
      title: 'A file looks like a template but is not built',
      why: 'The file holds a whole page, but which of its exports is the template cannot be told: there is none, or there are several and none is the default one. It is left out, and since that may not be meant, this is a warning. Export the template as default, or put helpers into a folder whose name begins with `_`.',
      wrong: files({
        'emails/x.html': '<p>Hello</p>',
        'emails/bills.tsx': `
          export const Bill = () => <html><body>Please pay.</body></html>;
          export const Receipt = () => <html><body>Thank you!</body></html>;`,
      }),
      right: files({
        'emails/x.html': '<p>Hello</p>',
        'emails/bill.tsx': 'export default () => <html><body>Please pay.</body></html>;',
        'emails/receipt.tsx': 'export default () => <html><body>Thank you!</body></html>;',
      }),
    },
    {
      code: 'OUT_FOREIGN',
      title: 'The folder for the artifacts holds a file of somebody else',
      why: 'A build would write over a file that no build of letterlock has written. Artifacts need a folder of their own, because what a build does not make any more is removed there. A folder is known as ours by its manifest.json, or by the first line of its index.js.',
      remedy: 'Name another folder with --out DIR (in Vite: out), or remove the file yourself.',
    },
    {
      code: 'OUT_UNWRITABLE',
      title: 'The folder cannot be made or written to',
      why: 'It lies below a file, or you may not write there, or the disk is full. The name that the system has for it stands in the error.',
      remedy: 'Check the path and who may write there, or name another folder with --out DIR.',
    },
    {
      code: 'EMIT_INVALID',
      title: 'The code that letterlock wrote cannot be loaded',
      why: 'Every artifact is loaded once at build, before it is written. That this one does not load is a fault of letterlock and not of your template.',
      remedy:
        'Please report it, with the template. Until it is mended, look at what was changed last in the template and write it differently.',
    },
    {
      code: 'BUILD_FAILED',
      title: 'The build found several errors',
      why: 'A build goes through all templates and reports everything that it finds, so the error holds a list, `diagnostics`, with a code for each. Where there is only one error, its own code is that of the build. Nothing is written.',
      remedy: 'Mend the errors of the list; letterlock explain tells more about the code of each.',
    },
  ],
};
