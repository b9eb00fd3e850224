import type { ExplanationGroup } from '../../compile/explanations/explanation.ts';

export const COMMAND_LINE: ExplanationGroup = {
  title: 'The command line',
  entries: [
    {
      code: 'USAGE',
      title: 'The command was called wrongly',
      why: 'An option is unknown or lacks its value, or an argument is missing or one too many. Nothing was done; the exit code is 2.',
      remedy: 'letterlock COMMAND --help shows options and examples.',
    },
    {
      code: 'ARTIFACTS_MISSING',
      title: 'There are no artifacts',
      why: 'The command renders what a build has made, and there is none in the folder.',
      remedy: 'Run letterlock build first, or name the folder with --artifacts DIR.',
    },
    {
      code: 'ARTIFACTS_INVALID',
      title: 'The artifacts cannot be loaded',
      why: 'They are incomplete or of another version, or a template calls a package that is not installed where they lie.',
      remedy: 'Run letterlock build again; install the package that the error names.',
    },
    {
      code: 'PREVIEW_UNKNOWN',
      title: 'The template has no preview of this name',
      why: 'Previews are examples of the context that a template exports, as PreviewProps or previews.',
      remedy: 'Take one that the error lists, or give a context with --context FILE.',
    },
    {
      code: 'CONTEXT_FILE_MISSING',
      title: 'The file of the context cannot be read',
      why: 'It is not there, or you may not read it.',
      remedy: 'Check the path; - reads standard input.',
    },
    {
      code: 'CONTEXT_FILE_INVALID',
      title: 'The context is not JSON',
      why: 'The file or standard input holds something else than one JSON object.',
      remedy: 'Give an object whose fields are the values that the template uses.',
    },
    {
      code: 'FILE_UNREADABLE',
      title: 'A file cannot be read',
      why: 'It is not there, or you may not read it.',
      remedy: 'Check the path and who may read the file.',
    },
    {
      code: 'FILE_UNWRITABLE',
      title: 'A file cannot be written',
      why: 'Its folder is not there, or you may not write to it.',
      remedy: 'Check the path and who may write there.',
    },
    {
      code: 'UNEXPECTED',
      title: 'An error that letterlock does not know',
      why: 'Something failed that was not foreseen, in letterlock or in a package. Without --json the whole error is shown.',
      remedy: 'Please report it, with what led to it.',
    },
  ],
};
