import { type Html, html } from './html.ts';

/** How much of an hour. */
export interface ChartHour {
  /** ISO 8601: when it began. */
  hour: string;
  granted: number;
  refused: number;
  /** Whether there was more than is counted. */
  more: boolean;
}

const WIDTH = 720;
const HEIGHT = 96;
const GAP = 4;

/** Bars of hours, refusals above grants. The same stands in a table, for who can't see it or wants numbers. */
export function hourChart(title: string, hours: readonly ChartHour[]): Html {
  const top = Math.max(1, ...hours.map(({ granted, refused }) => granted + refused));
  const step = WIDTH / hours.length;
  return html`<figure class="chart">
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${title}: ${chartSummary(hours)}">${hours.map(
    (hour, index) => bar(hour, { x: index * step + GAP / 2, width: step - GAP, top }),
  )}<line class="axis" x1="0" x2="${WIDTH}" y1="${HEIGHT - 0.5}" y2="${HEIGHT - 0.5}"></line></svg>
<figcaption><span>24 hours ago</span><span class="legend"><span class="granted">Granted</span><span class="refused">Refused</span></span><span>now</span></figcaption>
<details class="numbers"><summary>Numbers</summary><div class="table" role="region" aria-label="${title}" tabindex="0"><table><caption class="hidden">${title}</caption><thead><tr><th scope="col">Hour (UTC)</th><th scope="col">Granted</th><th scope="col">Refused</th></tr></thead><tbody>${hours
    .toReversed()
    .map(
      (hour) =>
        html`<tr><td><time datetime="${hour.hour}">${hour.hour.slice(0, 10)} ${hour.hour.slice(11, 16)}</time></td><td>${amount(hour.granted, hour.more)}</td><td>${amount(hour.refused, hour.more)}</td></tr>`,
    )}</tbody></table></div></details>
</figure>`;
}

/** A quiet hour between busy ones is still seen to have had something. */
const LEAST = 3;

function bar(
  { hour, granted, refused, more }: ChartHour,
  { x, width, top }: { x: number; width: number; top: number },
): Html {
  const heightOf = (count: number) =>
    count === 0 ? 0 : Math.max(LEAST, Math.round((count / top) * (HEIGHT - 6)));
  const green = heightOf(granted);
  const red = Math.min(heightOf(refused), HEIGHT - 2 - green);
  const rect = (kind: string, y: number, height: number) =>
    height > 0 &&
    html`<rect class="${kind}" x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${height}"></rect>`;
  return html`<g><title>${hour.slice(11, 16)} UTC: ${amount(granted, more)} granted, ${amount(refused, more)} refused</title>${rect('granted', HEIGHT - 1 - green, green)}${rect('refused', HEIGHT - 1 - green - red, red)}</g>`;
}

/** `500+` where it was not counted any further. */
function amount(count: number, more: boolean): string {
  return `${count.toLocaleString('en')}${more ? '+' : ''}`;
}

/** In words; the same for who can't see the chart. */
export function chartSummary(hours: readonly ChartHour[]): string {
  const more = hours.some((hour) => hour.more);
  const sum = (kind: 'granted' | 'refused') =>
    amount(
      hours.reduce((total, hour) => total + hour[kind], 0),
      more,
    );
  return `${sum('granted')} granted, ${sum('refused')} refused`;
}
