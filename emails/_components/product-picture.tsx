import { Img } from 'react-email';
import fairway from '../static/bag-fairway.png';
import highWater from '../static/bag-high-water.png';
import plain from '../static/bag-plain.png';
import slackWater from '../static/bag-slack-water.png';
import mug from '../static/mug.png';
import { colors } from './theme.ts';

interface ProductPictureProps {
  readonly sku: string;
}

const frame = { borderRadius: 8, backgroundColor: colors.tile } as const;

/** Beside the name of the product, which is why it has no text of its own. */
export const ProductPicture = ({ sku }: ProductPictureProps) => {
  switch (sku) {
    case 'fairway':
      return <Img src={fairway} width="72" height="72" alt="" style={frame} />;
    case 'high-water':
      return <Img src={highWater} width="72" height="72" alt="" style={frame} />;
    case 'slack-water':
      return <Img src={slackWater} width="72" height="72" alt="" style={frame} />;
    case 'mug':
      return <Img src={mug} width="72" height="72" alt="" style={frame} />;
    default:
      return <Img src={plain} width="72" height="72" alt="" style={frame} />;
  }
};
