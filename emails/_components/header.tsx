import type { CSSProperties } from 'react';
import { Column, Img, Link, Row, Section } from 'react-email';
import { t } from 'letterlock/template';
import logo from '../static/logo.png';
import logoDark from '../static/logo-dark.png';
import { colors, end, start } from './theme.ts';

const picture: CSSProperties = { display: 'inline-block', verticalAlign: 'middle' };
// Outlook ignores `display: none` on a picture, but obeys its own property, which React's types do not know.
const hidden = { display: 'none', msoHide: 'all', verticalAlign: 'middle' } as CSSProperties;

interface HeaderProps {
  /** A few words at the far end, for example the number of the order. */
  readonly label?: string | undefined;
}

export const Header = ({ label }: HeaderProps) => (
  <Section className="nb-pad" style={{ padding: '28px 8px 20px' }}>
    <Row>
      <Column align={start()} style={{ textAlign: start() }}>
        <Link href="https://ninthbuoy.example">
          <Img
            className="nb-logo-light"
            src={logo}
            width="196"
            height="44"
            alt={t('brand.logo')}
            style={picture}
          />
          <Img
            className="nb-logo-dark"
            src={logoDark}
            width="196"
            height="44"
            alt={t('brand.logo')}
            style={hidden}
            data-skip-in-text="true"
          />
        </Link>
      </Column>
      {label && (
        <Column
          align={end()}
          className="nb-muted nb-label"
          style={{
            color: colors.muted,
            fontSize: 13,
            lineHeight: '20px',
            textAlign: end(),
            whiteSpace: 'nowrap',
          }}
        >
          {label}
        </Column>
      )}
    </Row>
  </Section>
);
