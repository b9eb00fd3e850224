import {
  Body,
  Column,
  Container,
  Heading,
  Html,
  Link,
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
import { ProductPicture } from './_components/product-picture.tsx';
import { tailwind } from './_components/tailwind.config.ts';
import { end, inset } from './_components/theme.ts';

export interface OrderConfirmationProps {
  readonly name: string;
  readonly order: Order;
}

export interface Order {
  readonly number: string;
  /** ISO 8601. */
  readonly date: string;
  /** ISO 4217. */
  readonly currency?: string | undefined;
  readonly status?: 'received' | 'roasted' | 'shipped' | 'delivered' | undefined;
  readonly lines: readonly OrderLine[];
  readonly discount?: { readonly code: string; readonly amount: number } | undefined;
  readonly shipping?: number | undefined;
  /** The part of the total that is tax. */
  readonly tax: number;
  /** ISO 8601. */
  readonly arrives?: string | undefined;
  readonly trackingUrl?: string | undefined;
  readonly note?: string | undefined;
  readonly address: Address;
}

export interface OrderLine {
  readonly sku: string;
  readonly name: string;
  readonly grind?: 'whole' | 'filter' | 'espresso' | undefined;
  readonly quantity: number;
  readonly price: number;
}

export interface Address {
  readonly name: string;
  readonly company?: string | undefined;
  readonly street: string;
  readonly city: string;
  readonly country: string;
}

const steps = ['received', 'roasted', 'shipped', 'delivered'] as const;

const day = (iso: string) =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(iso));

interface AmountProps {
  readonly label: string;
  readonly value: string;
  readonly tone?: 'plain' | 'saving' | undefined;
}

const Amount = ({ label, value, tone = 'plain' }: AmountProps) => {
  const color = tone === 'saving' ? 'text-coral dark:text-night-link' : 'text-ink dark:text-night-text';
  return (
    <Row>
      <Column className="py-1 text-[15px]/[24px] text-muted dark:text-night-muted">{label}</Column>
      <Column align={end()} className={`whitespace-nowrap py-1 text-[15px]/[24px] ${color}`}>
        {value}
      </Column>
    </Row>
  );
};

export const subject = ({ order }: OrderConfirmationProps) => t('order.subject', { number: order.number });

export default function OrderConfirmation({ name, order }: OrderConfirmationProps) {
  const { currency = 'EUR', status = 'received', shipping = 0 } = order;
  const money = new Intl.NumberFormat(locale(), { style: 'currency', currency });
  const subtotal = order.lines.reduce((sum, line) => sum + line.quantity * line.price, 0);
  const total = subtotal - (order.discount?.amount ?? 0) + shipping;
  const pieces = order.lines.reduce((sum, line) => sum + line.quantity, 0);
  const reached = steps.indexOf(status);

  return (
    <Html lang={locale()} dir={dir()}>
      <Tailwind config={tailwind}>
        <MailHead />
        <Body lang={locale()} dir={dir()} className="nb-page" style={page}>
          <Preview>{t('order.preview', { count: pieces, total: money.format(total) })}</Preview>
          <Container className="max-w-[600px]">
            <Header label={t('order.label', { number: order.number })} />

            <Section className="nb-card rounded-[14px] border border-solid border-line bg-paper border-separate">
              <Section className="nb-pad px-12 pt-11 pb-8">
                <Heading className="nb-title m-0 mb-4 font-heading text-[32px]/[40px] font-normal text-ink dark:text-night-text">
                  {status === 'delivered' ? t('order.titleDelivered', { name }) : t('order.title', { name })}
                </Heading>
                <Text className="m-0 text-[16px]/[26px] text-ink dark:text-night-text">
                  {t('order.intro', { number: order.number, date: day(order.date) })}
                  {order.arrives && status !== 'delivered' && (
                    <>
                      <br />
                      {t('order.arrives', { date: day(order.arrives) })}
                    </>
                  )}
                </Text>
              </Section>

              <Section className="nb-pad px-12 pb-8">
                <Row>
                  {steps.map((step, index) => (
                    <Column
                      key={step}
                      width="25%"
                      className="align-top"
                      style={index > 0 ? inset(6, 0) : inset(0, 0)}
                    >
                      <Section
                        className={
                          index <= reached
                            ? 'rounded-full bg-coral text-[0px]/[5px]'
                            : 'nb-tile rounded-full bg-line text-[0px]/[5px]'
                        }
                      >
                        &nbsp;
                      </Section>
                      <Text
                        data-skip-in-text={index > reached ? 'true' : undefined}
                        className={
                          index === reached
                            ? 'nb-step m-0 mt-1.5 text-[13px]/[18px] font-bold text-ink dark:text-night-text'
                            : 'nb-step m-0 mt-1.5 text-[13px]/[18px] text-muted dark:text-night-muted'
                        }
                      >
                        {t(`order.steps.${step}`)}
                      </Text>
                    </Column>
                  ))}
                </Row>
              </Section>

              {order.trackingUrl && (
                <Section className="nb-pad px-12 pb-10">
                  <Button href={order.trackingUrl}>{t('order.track')}</Button>
                </Section>
              )}

              <Section className="nb-pad px-12 pb-2">
                {order.lines.map((line, index) => (
                  <Row
                    key={line.sku}
                    className={index > 0 ? 'nb-rule border-0 border-t border-solid border-line' : ''}
                  >
                    <Column width="72" className="py-4 align-top">
                      <ProductPicture sku={line.sku} />
                    </Column>
                    <Column className="py-4 align-top" style={inset(16, 12)}>
                      <Text className="m-0 text-[16px]/[24px] font-bold text-ink dark:text-night-text">
                        {line.name}
                      </Text>
                      <Text className="m-0 text-[14px]/[22px] text-muted dark:text-night-muted">
                        {line.grind && t('order.grind', { grind: line.grind })}
                        {line.grind && <br />}
                        {line.quantity > 1
                          ? `${t('order.quantity', { count: line.quantity })} × ${money.format(line.price)}`
                          : t('order.quantity', { count: line.quantity })}
                      </Text>
                    </Column>
                    <Column
                      align={end()}
                      className="whitespace-nowrap py-4 align-top text-[16px]/[24px] text-ink dark:text-night-text"
                    >
                      {money.format(line.quantity * line.price)}
                    </Column>
                  </Row>
                ))}
              </Section>

              <Section className="nb-pad px-12 pb-10">
                <Section className="nb-rule border-0 border-t border-solid border-line pt-4">
                  <Amount label={t('order.subtotal')} value={money.format(subtotal)} />
                  {order.discount && (
                    <Amount
                      label={t('order.discount', { code: order.discount.code })}
                      value={money.format(-order.discount.amount)}
                      tone="saving"
                    />
                  )}
                  <Amount
                    label={t('order.shipping')}
                    value={shipping === 0 ? t('order.free') : money.format(shipping)}
                  />
                </Section>
                <Section className="nb-rule mt-3 border-0 border-t border-solid border-line pt-3">
                  <Row>
                    <Column className="text-[16px]/[30px] font-bold text-ink dark:text-night-text">
                      {t('order.total')}
                    </Column>
                    <Column
                      align={end()}
                      className="whitespace-nowrap font-heading text-[24px]/[30px] text-ink dark:text-night-text"
                    >
                      {money.format(total)}
                    </Column>
                  </Row>
                  <Text className="m-0 text-[13px]/[20px] text-muted dark:text-night-muted">
                    {t('order.tax', { amount: money.format(order.tax) })}
                  </Text>
                </Section>
              </Section>
            </Section>

            <Section className="nb-pad px-2 pt-8">
              <Row>
                <Column width="50%" className="nb-stack align-top phone:pb-6">
                  <Text className="m-0 mb-1 text-[13px]/[22px] font-bold text-ink dark:text-night-text">
                    {t('order.address')}
                  </Text>
                  <Text className="m-0 mb-2 text-[14px]/[22px] text-muted dark:text-night-muted">
                    <bdi>{order.address.name}</bdi>
                    <br />
                    {order.address.company && (
                      <>
                        <bdi>{order.address.company}</bdi>
                        <br />
                      </>
                    )}
                    <bdi>{order.address.street}</bdi>
                    <br />
                    <bdi>{order.address.city}</bdi>
                    <br />
                    <bdi>{order.address.country}</bdi>
                  </Text>
                </Column>
                <Column width="50%" className="nb-stack align-top">
                  <Text className="m-0 mb-1 text-[13px]/[22px] font-bold text-ink dark:text-night-text">
                    {order.note ? t('order.note') : t('order.questions')}
                  </Text>
                  <Text className="m-0 text-[14px]/[22px] text-muted dark:text-night-muted">
                    {order.note ?? t('order.questionsText')}
                    {!order.note && (
                      <>
                        {' '}
                        <Link
                          href={`mailto:crew@ninthbuoy.example?subject=${encodeURIComponent(order.number)}`}
                          className="text-muted underline dark:text-night-muted"
                        >
                          crew@ninthbuoy.example
                        </Link>
                      </>
                    )}
                  </Text>
                </Column>
              </Row>
            </Section>
            <Footer reason={t('order.reason', { number: order.number })} />
          </Container>
        </Body>
      </Tailwind>
    </Html>
  );
}

OrderConfirmation.PreviewProps = {
  name: 'Mara',
  order: {
    number: 'NB-20914',
    date: '2026-09-14T09:26:00Z',
    currency: 'EUR',
    status: 'roasted',
    lines: [
      { sku: 'fairway', name: 'Fairway Espresso', grind: 'espresso', quantity: 2, price: 13.5 },
      { sku: 'high-water', name: 'High Water, Guji', grind: 'whole', quantity: 1, price: 16.9 },
      { sku: 'mug', name: 'Enamel Mug No. 9', quantity: 1, price: 18 },
    ],
    discount: { code: 'AHOY-0914', amount: 6.19 },
    tax: 6.32,
    arrives: '2026-09-17T12:00:00Z',
    trackingUrl: 'https://track.ninthbuoy.example/?parcel=00340434161094042557&from=mail',
    address: {
      name: 'Mara Lindqvist',
      company: 'Atelier Lindqvist',
      street: 'Bernstorffstraße 118',
      city: '22767 Hamburg',
      country: 'Germany',
    },
  },
} satisfies OrderConfirmationProps;

export const previews: Record<string, OrderConfirmationProps> = {
  'delivered, in yen': {
    name: '佐藤 美咲',
    order: {
      number: 'NB-20831',
      date: '2026-08-30T23:10:00Z',
      currency: 'JPY',
      status: 'delivered',
      lines: [{ sku: 'slack-water', name: 'Slack Water Decaf', grind: 'filter', quantity: 1, price: 2400 }],
      shipping: 850,
      tax: 241,
      arrives: '2026-09-08T12:00:00Z',
      note: 'お誕生日おめでとう! よい一日を。',
      address: {
        name: '佐藤 美咲',
        street: '代田 2-9-12',
        city: '155-0033 東京都世田谷区',
        country: 'Japan',
      },
    },
  },
  'just received': {
    name: 'Tom & Anna',
    order: {
      number: 'NB-20990',
      date: '2026-09-21T16:00:00Z',
      lines: [{ sku: 'sampler', name: 'Sampler <three bags>', quantity: 12, price: 24.5 }],
      shipping: 4.9,
      tax: 47.72,
      address: {
        name: 'Tom Baker',
        street: '9 Quay Street',
        city: 'Bristol BS1 4QS',
        country: 'United Kingdom',
      },
    },
  },
};
