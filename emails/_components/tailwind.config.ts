import { pixelBasedPreset, type TailwindConfig } from 'react-email';
import { colors, fonts, night } from './theme.ts';

export const tailwind: TailwindConfig = {
  presets: [pixelBasedPreset],
  theme: {
    extend: {
      colors: { ...colors, night },
      fontFamily: { heading: fonts.heading, body: fonts.body, code: fonts.code },
      screens: { phone: { max: '600px' } },
    },
  },
};
