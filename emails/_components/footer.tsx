import { Link, Section, Text } from 'react-email';
import { t } from 'letterlock/template';
import { colors } from './theme.ts';

const small = {
  margin: '0 0 10px',
  color: colors.muted,
  fontSize: 13,
  lineHeight: '21px',
} as const;
const link = { color: colors.muted, textDecoration: 'underline' } as const;

interface FooterProps {
  /** Why the reader has this message. */
  readonly reason: string;
  /** Only mail that can be unsubscribed from has one. */
  readonly unsubscribeUrl?: string | undefined;
}

export const Footer = ({ reason, unsubscribeUrl }: FooterProps) => (
  <Section className="nb-pad" style={{ padding: '28px 8px 48px' }}>
    <Text className="nb-muted" style={small}>
      {reason}
    </Text>
    <Text className="nb-muted" style={small}>
      {unsubscribeUrl && (
        <>
          <Link className="nb-muted" href={unsubscribeUrl} style={link}>
            {t('footer.unsubscribe')}
          </Link>
          {' · '}
        </>
      )}
      <Link className="nb-muted" href="https://ninthbuoy.example/help" style={link}>
        {t('footer.help')}
      </Link>
      {' · '}
      <Link className="nb-muted" href="https://ninthbuoy.example/imprint" style={link}>
        {t('footer.imprint')}
      </Link>
    </Text>
    <Text className="nb-muted" style={{ ...small, margin: 0 }}>
      <span dir="ltr">Ninth Buoy Coffee Roasters GmbH · Kaffeekai 9 · 20457 Hamburg</span>
    </Text>
  </Section>
);
