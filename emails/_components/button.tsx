import type { ReactNode } from 'react';
import { Button as EmailButton } from 'react-email';
import { colors, fonts } from './theme.ts';

interface ButtonProps {
  readonly href: string;
  readonly children: ReactNode;
}

export const Button = ({ href, children }: ButtonProps) => (
  <EmailButton
    className="nb-wide"
    href={href}
    style={{
      backgroundColor: colors.coral,
      borderRadius: 8,
      color: '#FFFFFF',
      fontFamily: fonts.body,
      fontSize: 16,
      fontWeight: 700,
      padding: '15px 28px',
      textAlign: 'center',
    }}
  >
    {children}
  </EmailButton>
);
