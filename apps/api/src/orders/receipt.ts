import { ApiProperty } from '@nestjs/swagger';

export class ReceiptEvent {
  @ApiProperty() id!: string;
  @ApiProperty({ example: 'case.ReviewHeld.v1' }) type!: string;
  @ApiProperty({ type: 'integer' }) revision!: number;
}

export class RehearsedEvent {
  @ApiProperty() type!: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) data!: object;
}

/** What became of an accepted order. */
export class OrderReceipt {
  @ApiProperty({ example: 'case-0b0f' }) stream!: string;
  @ApiProperty({ type: 'integer', description: 'Of the stream after the order; the ETag. -1 where it does not exist.' })
  revision!: number;
  @ApiProperty({ example: 'sqlite:123', description: 'Opaque; to be given to a query as `after`.' }) position!: string;
  @ApiProperty({ type: [ReceiptEvent] }) events!: ReceiptEvent[];
  @ApiProperty({ description: 'The same order had been done before: nothing was added.' }) repeated!: boolean;
  @ApiProperty({ type: [RehearsedEvent], required: false, description: 'On a dry run: what would have been recorded.' })
  wouldRecord?: RehearsedEvent[];
}
