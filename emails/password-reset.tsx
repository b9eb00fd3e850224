import {
  Body,
  Column,
  Container,
  Heading,
  Html,
  Img,
  Link,
  Preview,
  Row,
  Section,
  Text,
} from '@react-email/components';
import { dir, locale, t } from 'letterlock/template';
import { Button } from './_components/button.tsx';
import { Footer } from './_components/footer.tsx';
import { Header } from './_components/header.tsx';
import { MailHead, page } from './_components/mail-head.tsx';
import { colors } from './_components/theme.ts';
import { card, note, paragraph, title } from './_components/type.ts';
import key from './static/key.png';

export interface PasswordResetProps {
  /** An account may have none. */
  readonly name?: string | undefined;
  readonly resetUrl: string;
  readonly minutes?: number | undefined;
  readonly request?: ResetRequest | undefined;
}

export interface ResetRequest {
  /** ISO 8601. */
  readonly time: string;
  readonly device: string;
  readonly place?: string | undefined;
}

interface FactProps {
  readonly name: string;
  readonly value: string;
}

const Fact = ({ name, value }: FactProps) => (
  <Row>
    <Column width="34%" className="nb-muted" style={{ ...note, padding: '3px 0', verticalAlign: 'top' }}>
      {name}
    </Column>
    <Column className="nb-text" style={{ ...note, color: colors.ink, padding: '3px 0' }}>
      {value}
    </Column>
  </Row>
);

export const subject = () => t('password.subject');

export default function PasswordReset({ name, resetUrl, minutes = 30, request }: PasswordResetProps) {
  const time = new Intl.DateTimeFormat(locale(), {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'UTC',
  });

  return (
    <Html lang={locale()} dir={dir()}>
      <MailHead />
      <Body lang={locale()} dir={dir()} className="nb-page" style={page}>
        <Preview>{t('password.preview', { minutes })}</Preview>
        <Container style={{ maxWidth: 600 }}>
          <Header />
          <Section className="nb-card" style={card}>
            <Section className="nb-pad-table" style={{ padding: '44px 48px 40px' }}>
              <Img src={key} width="72" height="72" alt="" style={{ marginBottom: 24 }} />
              <Heading className="nb-title nb-text" style={title}>
                {t('password.title')}
              </Heading>
              <Text className="nb-text" style={paragraph}>
                {name ? t('password.greeting', { name }) : t('password.hello')}
              </Text>
              <Text className="nb-text" style={{ ...paragraph, marginBottom: 28 }}>
                {t('password.intro', { minutes })}
              </Text>
              <Button href={resetUrl}>{t('password.action')}</Button>

              {/* The text part has the address in place of the button. */}
              <Text className="nb-muted" style={{ ...note, margin: '28px 0 4px' }} data-skip-in-text="true">
                {t('password.fallback')}
              </Text>
              <Text style={{ ...note, margin: 0, wordBreak: 'break-all' }} data-skip-in-text="true">
                <Link
                  className="nb-link"
                  href={resetUrl}
                  style={{ color: colors.coral, textDecoration: 'underline' }}
                >
                  <span dir="ltr">{resetUrl}</span>
                </Link>
              </Text>

              {request && (
                <Section
                  className="nb-tile"
                  style={{
                    backgroundColor: colors.tile,
                    border: `1px solid ${colors.tile}`,
                    borderCollapse: 'separate',
                    borderRadius: 10,
                    marginTop: 32,
                    padding: '14px 20px',
                  }}
                >
                  <Fact name={t('password.time')} value={`${time.format(new Date(request.time))} UTC`} />
                  <Fact name={t('password.device')} value={request.device} />
                  {request.place && <Fact name={t('password.place')} value={request.place} />}
                </Section>
              )}
              <Text className="nb-muted" style={{ ...note, margin: '24px 0 0' }}>
                {t('password.ignore')}
              </Text>
            </Section>
          </Section>
          <Footer reason={t('password.reason')} />
        </Container>
      </Body>
    </Html>
  );
}

PasswordReset.PreviewProps = {
  name: 'Mara',
  resetUrl: 'https://ninthbuoy.example/account/reset?token=3vq8Zr0kT1&lang=en',
  minutes: 30,
  request: { time: '2026-09-14T19:42:00Z', device: 'Firefox 142, macOS', place: 'Hamburg, Germany' },
} satisfies PasswordResetProps;

export const previews: Record<string, PasswordResetProps> = {
  'without a name': { resetUrl: 'https://ninthbuoy.example/account/reset?token=x', minutes: 1 },
  'place unknown': {
    name: 'Åsa "Bo" <Ek>',
    resetUrl: 'https://ninthbuoy.example/account/reset?token=a+b%2F',
    request: { time: '2026-01-02T00:05:00Z', device: 'Curl & Co.' },
  },
};
