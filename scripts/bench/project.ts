import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes a folder of React templates that letterlock and react-email both compile, unmodified: with props and defaults, a
 * shared component, lists and conditions, some with Tailwind. They differ in their words.
 */
export function writeProject(folder: string, templates: number): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, '_components'), { recursive: true });
  writeFileSync(join(folder, '_components/footer.tsx'), FOOTER);
  for (let index = 0; index < templates; index++) {
    const design = DESIGNS[index % DESIGNS.length]!;
    writeFileSync(join(folder, templateName(index)), design(index));
  }
}

export const templateName = (index: number): string => `mail-${String(index).padStart(2, '0')}.tsx`;

const FOOTER = `import { Hr, Link, Section, Text } from 'react-email';

export function Footer({ reason }: { readonly reason: string }) {
  return (
    <Section style={{ padding: '0 32px 32px' }}>
      <Hr style={{ borderColor: '#e4e7eb', margin: '24px 0' }} />
      <Text style={{ color: '#52606d', fontSize: '12px', lineHeight: '18px' }}>
        {reason} Ninth Buoy, Am Kai 9, 20457 Hamburg. <Link href="https://shop.example/imprint">Imprint</Link>
      </Text>
    </Section>
  );
}
`;

const LIST = `lines.map((line) => (
            <Row key={line.title} style={{ borderBottom: '1px solid #e4e7eb' }}>
              <Column style={{ padding: '12px 0' }}>
                <Text style={{ margin: 0, fontWeight: 600 }}>{line.title}</Text>
                {line.note ? <Text style={{ margin: 0, color: '#52606d' }}>{line.note}</Text> : null}
              </Column>
              <Column align="right" style={{ width: '120px' }}>{line.price}</Column>
            </Row>
          ))`;

const receipt = (index: number): string => `import {
  Body, Button, Column, Container, Head, Heading, Html, Preview, Row, Section, Text,
} from 'react-email';
import { Footer } from './_components/footer';

interface Line {
  readonly title: string;
  readonly price: string;
  readonly note?: string;
}

interface Props {
  readonly name: string;
  readonly paid?: boolean;
  readonly lines: readonly Line[];
}

export default function Receipt({ name = 'Ada', paid = false, lines = [] }: Props) {
  return (
    <Html lang="en">
      <Head><title>Receipt ${index}</title></Head>
      <Preview>Thank you for order ${index}</Preview>
      <Body style={{ backgroundColor: '#f5f7fa', fontFamily: 'Helvetica, Arial, sans-serif' }}>
        <Container style={{ backgroundColor: '#ffffff', maxWidth: '600px', padding: '32px' }}>
          <Heading style={{ fontSize: '24px' }}>Thank you, {name}</Heading>
          <Text>We pack order ${index} today, and the parcel leaves the harbour on the next working day.</Text>
          <Section>{${LIST}}</Section>
          {paid ? <Text>Paid in full.</Text> : <Button href="https://shop.example/pay/${index}" style={{ backgroundColor: '#0b69a3', color: '#ffffff', padding: '12px 24px' }}>Pay now</Button>}
        </Container>
        <Footer reason="You ordered number ${index}." />
      </Body>
    </Html>
  );
}

Receipt.PreviewProps = {
  name: 'Ada',
  paid: true,
  lines: [{ title: 'Coffee', price: '12.40', note: 'Whole beans' }, { title: 'Filter', price: '3.10' }],
};
`;

const welcome = (index: number): string => `import {
  Body, Button, Container, Head, Heading, Html, Img, Link, Preview, Section, Tailwind, Text,
} from 'react-email';

interface Props {
  readonly name: string;
  readonly team?: string;
  readonly url?: string;
}

export default function Welcome({ name = 'Ada', team = 'Harbour', url = 'https://shop.example/join/${index}' }: Props) {
  return (
    <Html lang="en">
      <Tailwind config={{ theme: { extend: { colors: { brand: '#0b69a3' } } } }}>
        <Head />
        <Body className="mx-auto my-auto bg-white px-2 font-sans">
          <Preview>Join {team}</Preview>
          <Container className="mx-auto my-[40px] max-w-[465px] rounded border border-[#eaeaea] border-solid p-[20px] sm:p-[12px]">
            <Section className="mt-[32px]">
              <Img src="https://shop.example/logo.png" width="40" height="37" alt="Ninth Buoy" className="mx-auto my-0" />
            </Section>
            <Heading className="mx-0 my-[30px] p-0 text-center font-normal text-[24px] text-black">
              Join <strong>{team}</strong>, group ${index}
            </Heading>
            <Text className="text-[14px] text-black leading-[24px]">Hello {name},</Text>
            <Text className="text-[14px] text-black leading-[24px] md:text-[16px]">
              somebody has invited you to the group that roasts batch ${index} every Tuesday and Friday.
            </Text>
            <Section className="mt-[32px] mb-[32px] text-center">
              <Button className="rounded bg-brand px-5 py-3 text-center font-semibold text-[12px] text-white no-underline hover:bg-black" href={url}>
                Join the group
              </Button>
            </Section>
            <Text className="text-[#666666] text-[12px] leading-[24px]">
              or copy this address: <Link href={url} className="text-brand no-underline">{url}</Link>
            </Text>
          </Container>
        </Body>
      </Tailwind>
    </Html>
  );
}

Welcome.PreviewProps = { name: 'Ada', team: 'Harbour', url: 'https://shop.example/join/${index}' };
`;

const digest = (index: number): string => `import {
  Body, Column, Container, Head, Heading, Hr, Html, Link, Preview, Row, Section, Text,
} from 'react-email';
import { Footer } from './_components/footer';

interface Props {
  readonly name: string;
  readonly stories: readonly { readonly title: string; readonly url: string; readonly hot?: boolean }[];
}

const steps = ['Rinse', 'Grind', 'Pour', 'Wait'];

export default function Digest({ name = 'Ada', stories = [] }: Props) {
  return (
    <Html lang="en">
      <Head />
      <Preview>What happened in week ${index}</Preview>
      <Body style={{ backgroundColor: '#ffffff', fontFamily: 'Georgia, serif' }}>
        <Container style={{ maxWidth: '640px', padding: '24px' }}>
          <Heading as="h2">Week ${index}, for {name}</Heading>
          {stories.length > 0 ? (
            <Section>
              {stories.map((story) => (
                <Text key={story.url}>
                  <Link href={story.url} style={{ color: story.hot ? '#b44d12' : '#0b69a3' }}>{story.title}</Link>
                </Text>
              ))}
            </Section>
          ) : (
            <Text>Nothing happened in week ${index}.</Text>
          )}
          <Hr />
          <Section>
            <Row>
              {steps.map((step, place) => (
                <Column key={step} style={{ padding: '8px', verticalAlign: 'top' }}>
                  <Text style={{ fontWeight: 700, margin: 0 }}>{place + 1}. {step}</Text>
                  <Text style={{ color: '#52606d', margin: 0 }}>Then wait for three minutes, and stir once more.</Text>
                </Column>
              ))}
            </Row>
          </Section>
        </Container>
        <Footer reason="You read digest ${index}." />
      </Body>
    </Html>
  );
}

Digest.PreviewProps = {
  name: 'Ada',
  stories: [{ title: 'A new roaster', url: 'https://shop.example/a', hot: true }, { title: 'Tea', url: 'https://shop.example/b' }],
};
`;

const DESIGNS: readonly ((index: number) => string)[] = [receipt, welcome, digest];
