import { Body, Column, Container, Heading, Html, Img, Link, Preview, Row, Section, Text } from 'react-email';
import { dir, image, locale, t } from 'letterlock/template';
import { Button } from './_components/button.tsx';
import { Footer } from './_components/footer.tsx';
import { Header } from './_components/header.tsx';
import { MailHead, page } from './_components/mail-head.tsx';
import { colors, fonts, inset, tracking } from './_components/theme.ts';
import { card, label, note, paragraph } from './_components/type.ts';
import harbour from './static/bg-harbour.png';

export interface EventTicketProps {
  readonly name: string;
  readonly event: EventDetails;
  readonly ticket: Ticket;
  /** A PNG, as bytes or as base64. */
  readonly qrCode: string | Uint8Array;
}

export interface EventDetails {
  readonly title: string;
  /** ISO 8601. */
  readonly starts: string;
  /** IANA name of the place's time zone. */
  readonly timeZone?: string | undefined;
  readonly venue: string;
  readonly street: string;
  readonly mapUrl?: string | undefined;
}

export interface Ticket {
  readonly number: string;
  readonly guests?: number | undefined;
  readonly table?: string | undefined;
  readonly calendarUrl?: string | undefined;
}

interface FactProps {
  readonly name: string;
  readonly value: string;
  readonly detail?: string | undefined;
}

const Fact = ({ name, value, detail }: FactProps) => (
  <Section style={{ paddingBottom: 16 }}>
    <Text className="nb-muted" style={label()}>
      {name}
    </Text>
    <Text className="nb-text" style={{ ...paragraph, margin: 0, fontWeight: 700, lineHeight: '24px' }}>
      {value}
    </Text>
    {detail && (
      <Text className="nb-muted" style={{ ...note, margin: 0 }}>
        {detail}
      </Text>
    )}
  </Section>
);

export const subject = ({ event }: EventTicketProps) => t('ticket.subject', { event: event.title });

export default function EventTicket({ name, event, ticket, qrCode }: EventTicketProps) {
  const { timeZone = 'Europe/Berlin' } = event;
  const starts = new Date(event.starts);
  const day = new Intl.DateTimeFormat(locale(), { dateStyle: 'full', timeZone });
  const hour = new Intl.DateTimeFormat(locale(), { timeStyle: 'short', timeZone });
  const guests = ticket.guests ?? 0;

  return (
    <Html lang={locale()} dir={dir()}>
      <MailHead />
      <Body lang={locale()} dir={dir()} className="nb-page" style={page}>
        <Preview>{t('ticket.preview', { venue: event.venue, day: day.format(starts) })}</Preview>
        <Container style={{ maxWidth: 600 }}>
          <Header label={t('ticket.label', { number: ticket.number })} />
          <Section className="nb-card" style={card}>
            <Row>
              {/* Outlook draws no background image: the colour under it carries the text alone. */}
              <Column
                className="nb-pad"
                height="280"
                style={{
                  backgroundColor: '#0F343D',
                  backgroundImage: `url(${harbour})`,
                  backgroundPosition: 'center bottom',
                  backgroundRepeat: 'no-repeat',
                  backgroundSize: 'cover',
                  borderRadius: '13px 13px 0 0',
                  height: 280,
                  padding: '40px 48px',
                  verticalAlign: 'top',
                }}
              >
                <Text style={{ ...label(), color: '#F4C98A', letterSpacing: tracking(), margin: '0 0 10px' }}>
                  {t('ticket.overline')}
                </Text>
                <Heading
                  className="nb-title"
                  style={{
                    margin: '0 0 10px',
                    color: '#FFFDF9',
                    fontFamily: fonts.heading,
                    fontSize: 34,
                    fontWeight: 400,
                    lineHeight: '42px',
                  }}
                >
                  {event.title}
                </Heading>
                <Text style={{ margin: 0, color: '#D5E3E1', fontSize: 16, lineHeight: '24px' }}>
                  {day.format(starts)}
                </Text>
              </Column>
            </Row>

            <Section className="nb-pad" style={{ padding: '36px 48px 8px' }}>
              <Text className="nb-text" style={{ ...paragraph, margin: 0 }}>
                {t('ticket.intro', { name })}
                <br />
                {t('ticket.guests', { count: guests })}
              </Text>
            </Section>

            <Section className="nb-pad" style={{ padding: '28px 48px 20px' }}>
              <Row>
                <Column className="nb-stack" width="58%" style={{ verticalAlign: 'top' }}>
                  <Fact name={t('ticket.doors')} value={hour.format(starts)} detail={day.format(starts)} />
                  <Fact name={t('ticket.place')} value={event.venue} detail={event.street} />
                  {ticket.table && <Fact name={t('ticket.table')} value={ticket.table} />}
                  <Fact
                    name={t('ticket.admits')}
                    value={new Intl.NumberFormat(locale()).format(guests + 1)}
                  />
                </Column>
                <Column
                  className="nb-stack nb-flush"
                  width="42%"
                  style={{ verticalAlign: 'top', ...inset(16, 0) }}
                >
                  {/* White in the dark too, or no scanner reads it. */}
                  <Section
                    style={{
                      backgroundColor: '#FFFFFF',
                      borderCollapse: 'separate',
                      borderRadius: 10,
                      border: `1px solid ${colors.line}`,
                      padding: 14,
                    }}
                  >
                    <Img
                      src={image(qrCode, { type: 'image/png', filename: 'ticket.png' })}
                      width="168"
                      height="168"
                      alt={t('ticket.qrAlt', { number: ticket.number })}
                      style={{ margin: '0 auto' }}
                    />
                  </Section>
                  <Text className="nb-muted" style={{ ...note, margin: '8px 0 20px', textAlign: 'center' }}>
                    {t('ticket.scan')}
                  </Text>
                </Column>
              </Row>
            </Section>

            {(ticket.calendarUrl || event.mapUrl) && (
              <Section className="nb-pad nb-rule" style={{ padding: '0 48px 40px' }}>
                {ticket.calendarUrl && <Button href={ticket.calendarUrl}>{t('ticket.calendar')}</Button>}
                {event.mapUrl && (
                  <Text className="nb-text" style={{ ...note, margin: '16px 0 0' }}>
                    <Link
                      className="nb-link"
                      href={event.mapUrl}
                      style={{ color: colors.coral, textDecoration: 'underline' }}
                    >
                      {t('ticket.map', { venue: event.venue })}
                    </Link>
                  </Text>
                )}
              </Section>
            )}
          </Section>
          <Footer reason={t('ticket.reason')} />
        </Container>
      </Body>
    </Html>
  );
}

const qrCode = [
  'iVBORw0KGgoAAAANSUhEUgAAAVwAAAFcAQAAAACsbTuBAAABLklEQVR42u3bURKDIAxFUXbA/nfpDuxYI4SHY+0v7zodx5bD',
  'X4bEQMv+/toKGAwGn7i0q6bft+PrMAQ2xJeJ0e99HgJ74jB1z0CHwOZ4KxFFd0NgZ9xWmOMOBucs861VomKpP7IVeH2cqlP9',
  'PFa54OXxfEUmqq/ejsEL4xw5OiUtL2BHPLdBSl98WmME7IhrsDarV7ApzMCGOIrV8fmULbrA1ngfGmW5m3oTSGAbLBsuss7k',
  '4gRshSNIrvapBFjrlYENcZQlpfued6bCFWyFh8I1ZyJpkYH9sDRAdIqkIbAT1i76VoatuodTQ+Dl8bgxJ7tyUrGA3bCETV5t',
  '+oID9sY50fQH2ZgDW2JJTLfdeLAVng8C9Q396zAh2BHng0DjC29uroINMf/kAoPB/+APNz96NdC/wigAAAAASUVORK5CYII=',
].join('');

EventTicket.PreviewProps = {
  name: 'Mara',
  event: {
    title: 'Night Cupping at Shed 9',
    starts: '2026-10-16T17:30:00Z',
    timeZone: 'Europe/Berlin',
    venue: 'Ninth Buoy Roastery, Shed 9',
    street: 'Kaffeekai 9, 20457 Hamburg',
    mapUrl: 'https://maps.ninthbuoy.example/?q=Kaffeekai+9&z=16',
  },
  ticket: {
    number: 'T-0914-27',
    guests: 2,
    table: 'Starboard 4',
    calendarUrl: 'https://ninthbuoy.example/events/night-cupping.ics',
  },
  qrCode,
} satisfies EventTicketProps;

export const previews: Record<string, EventTicketProps> = {
  'alone, in Tokyo': {
    name: '美咲',
    event: {
      title: 'Slack Water Session',
      starts: '2026-11-03T09:00:00Z',
      timeZone: 'Asia/Tokyo',
      venue: 'Buoy Stand Shimokitazawa',
      street: '代田 2-9-12, 世田谷区',
    },
    ticket: { number: 'T-1103-01' },
    qrCode,
  },
};
