import { Refusal } from '../refusal.ts';
import { quote } from './quote.ts';

/**
 * One answer to everything that was meant for another exchange, or for this one under another of its names.
 * `presented` begins the sentence; `installation` is DOCKPASS_URL.
 */
export function wrongAudience(
  presented: string,
  installation: string,
  details: ConstructorParameters<typeof Refusal>[2] = {},
): Refusal {
  return new Refusal(
    'wrong_audience',
    `${presented}, and this exchange goes by ${quote(installation)}: set exchange-url, audiences and resources to exactly that.`,
    details,
  );
}
