import { addDays } from 'date-fns/addDays';
import { Body, Button, Container, Head, Html, Preview, Tailwind, Text } from 'react-email';

interface TicketProps {
  readonly name: string;
  readonly day: string;
  readonly guests: readonly string[];
}

export const subject = ({ name }: TicketProps) => `A ticket for ${name}`;

export default function Ticket({ name, day, guests }: TicketProps) {
  return (
    <Html>
      <Tailwind>
        <Head />
        <Body className="bg-white">
          <Preview>Your ticket</Preview>
          <Container className="p-4">
            <Text className="text-lg">Hello {name}</Text>
            {guests.length > 0 && guests.map((guest) => <Text key={guest}>With {guest}</Text>)}
            <Text>Valid until {addDays(day, 7).toISOString()}</Text>
            <Button href={`https://tickets.example/${name}`}>Open</Button>
          </Container>
        </Body>
      </Tailwind>
    </Html>
  );
}

Ticket.PreviewProps = { name: 'Ada', day: '2026-03-01T00:00:00Z', guests: ['Grace'] } satisfies TicketProps;
