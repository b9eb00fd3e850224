import {
  Body,
  Column,
  Container,
  Heading,
  Html,
  Img,
  Preview,
  Row,
  Section,
  Tailwind,
  Text,
} from 'react-email';
import { dir, locale, t } from 'letterlock/template';
import { Button } from './_components/button.tsx';
import { Footer } from './_components/footer.tsx';
import { Header } from './_components/header.tsx';
import { MailHead, page } from './_components/mail-head.tsx';
import { tailwind } from './_components/tailwind.config.ts';
import { inset } from './_components/theme.ts';
import hero from './static/hero-welcome.png';

export interface WelcomeProps {
  readonly name: string;
  /** What the reader chose when signing up. */
  readonly roast?: 'light' | 'medium' | 'dark' | undefined;
  /** How many friends are customers already. */
  readonly friends?: number | undefined;
  readonly voucher?: Voucher | undefined;
  readonly shopUrl?: string | undefined;
  readonly unsubscribeUrl: string;
}

export interface Voucher {
  readonly code: string;
  /** 0.1 is ten per cent. */
  readonly rate: number;
  /** ISO 8601. */
  readonly expires: string;
}

const steps = ['choose', 'roast', 'brew'] as const;
const freeDeliveryFrom = 35;

export const subject = ({ name }: WelcomeProps) => t('welcome.subject', { name });

export default function Welcome({
  name,
  roast = 'medium',
  friends = 0,
  voucher,
  shopUrl = 'https://ninthbuoy.example/coffee',
  unsubscribeUrl,
}: WelcomeProps) {
  // Joined letters and spaced capitals do not go together.
  const caps = dir() === 'rtl' ? '' : 'uppercase tracking-[1.2px]';

  const number = new Intl.NumberFormat(locale());

  return (
    <Html lang={locale()} dir={dir()}>
      <Tailwind config={tailwind}>
        <MailHead />
        <Body lang={locale()} dir={dir()} className="nb-page" style={page}>
          <Preview>{t('welcome.preview')}</Preview>
          <Container className="max-w-[600px]">
            <Header />
            <Section className="nb-card rounded-[14px] border border-solid border-line bg-paper border-separate">
              <Img
                src={hero}
                width="598"
                alt={t('welcome.heroAlt')}
                className="w-full max-w-[598px] h-auto rounded-t-[13px]"
                data-skip-in-text="true"
              />
              <Section className="nb-pad px-12 pt-10 pb-2">
                <Text className={`m-0 mb-3 text-xs font-bold text-coral dark:text-night-link ${caps}`}>
                  {t('welcome.overline')}
                </Text>
                <Heading className="nb-title m-0 mb-4 font-heading text-[32px]/[40px] font-normal text-ink dark:text-night-text">
                  {t('welcome.title', { name })}
                </Heading>
                <Text className="m-0 mb-4 text-[16px]/[26px] text-ink dark:text-night-text">
                  {t('welcome.intro')}
                </Text>
                <Text className="m-0 mb-4 text-[16px]/[26px] text-ink dark:text-night-text">
                  {t('welcome.roast', { roast })}
                </Text>
                {friends > 0 && (
                  <Text className="m-0 mb-4 text-[16px]/[26px] text-ink dark:text-night-text">
                    {t('welcome.friends', { count: friends })}
                  </Text>
                )}
              </Section>

              {voucher ? (
                <Section className="nb-pad px-12 pb-8">
                  <Section className="nb-tile rounded-xl border border-dashed border-brass bg-tile text-center">
                    <Row>
                      <Column className="phone:px-3 px-6 py-6 text-center">
                        <Text className="m-0 text-[15px]/[24px] text-ink dark:text-night-text">
                          {t('welcome.voucher', { rate: voucher.rate })}
                        </Text>
                        <Text className="m-0 my-2 whitespace-nowrap font-code text-[26px]/[34px] font-bold tracking-[3px] text-sea dark:text-night-text">
                          <span dir="ltr">{voucher.code}</span>
                        </Text>
                        <Text className="m-0 text-[13px]/[20px] text-muted dark:text-night-muted">
                          {t('welcome.voucherExpires', { date: new Date(voucher.expires) })}
                        </Text>
                      </Column>
                    </Row>
                  </Section>
                </Section>
              ) : (
                <Section className="nb-pad px-12 pb-4">
                  <Text className="m-0 text-[16px]/[26px] text-ink dark:text-night-text">
                    {t('welcome.delivery', { amount: freeDeliveryFrom })}
                  </Text>
                </Section>
              )}

              <Section className="nb-pad px-12 pb-10">
                <Button href={voucher ? `${shopUrl}?voucher=${encodeURIComponent(voucher.code)}` : shopUrl}>
                  {t('welcome.action')}
                </Button>
              </Section>

              <Section className="nb-pad px-12 pb-10">
                <Section className="nb-rule border-0 border-t border-solid border-line pt-8">
                  <Row>
                    {steps.map((step, index) => (
                      <Column
                        key={step}
                        width="33%"
                        className="nb-stack nb-flush align-top phone:pb-6"
                        style={inset(index > 0 ? 20 : 0, 0)}
                      >
                        <Text
                          className="m-0 mb-1 font-heading text-[28px]/[34px] text-coral dark:text-night-link"
                          data-skip-in-text="true"
                        >
                          {number.format(index + 1)}
                        </Text>
                        <Text
                          className="m-0 mb-1 text-[15px]/[22px] font-bold text-ink dark:text-night-text"
                          data-text={`${number.format(index + 1)}. ${t(`welcome.steps.${step}.title`)}`}
                        >
                          {t(`welcome.steps.${step}.title`)}
                        </Text>
                        <Text className="m-0 mb-2 text-[14px]/[22px] text-muted dark:text-night-muted">
                          {t(`welcome.steps.${step}.text`)}
                        </Text>
                      </Column>
                    ))}
                  </Row>
                </Section>
                <Text className="m-0 mt-8 text-[16px]/[26px] text-ink dark:text-night-text">
                  {t('welcome.goodbye')}
                  <br />
                  {t('brand.crew')}
                </Text>
              </Section>
            </Section>
            <Footer reason={t('welcome.reason')} unsubscribeUrl={unsubscribeUrl} />
          </Container>
        </Body>
      </Tailwind>
    </Html>
  );
}

Welcome.PreviewProps = {
  name: 'Mara Lindqvist',
  roast: 'dark',
  friends: 3,
  voucher: { code: 'AHOY-0914', rate: 0.1, expires: '2026-10-31T12:00:00Z' },
  unsubscribeUrl: 'https://ninthbuoy.example/u/7f3a9c',
} satisfies WelcomeProps;

export const previews: Record<string, WelcomeProps> = {
  'without a voucher': {
    name: 'Mara Lindqvist',
    roast: 'light',
    friends: 1,
    shopUrl: 'https://ninthbuoy.example/coffee?grind=filter&from=welcome',
    unsubscribeUrl: 'https://ninthbuoy.example/u/7f3a9c',
  },
  'only what is needed': { name: 'O’Neill & <Sons>', unsubscribeUrl: 'https://ninthbuoy.example/u/1' },
};
