import { describe, expect, it } from 'vitest';
import { guessMediaType } from '../../src/message/media-type.ts';

describe('the media type of a file name', () => {
  it.each([
    ['report.pdf', 'application/pdf'],
    ['Report.DOCX', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['archive.tar.7z', 'application/x-7z-compressed'],
    ['party.ics', 'text/calendar'],
    ['logo.svg', 'image/svg+xml'],
    ['photo.jpg', 'image/jpeg'],
    ['mail.eml', 'message/rfc822'],
    ['font.woff2', 'font/woff2'],
  ])('%s', (filename, type) => {
    expect(guessMediaType(filename)).toBe(type);
  });

  it.each(['README', 'a.unknown', 'pdf', 'a.constructor', 'folder.pdf/file', undefined])(
    'says nothing of %s',
    (filename) => {
      expect(guessMediaType(filename)).toBe('application/octet-stream');
    },
  );
});
