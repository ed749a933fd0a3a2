import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { html, prose } from '../../../src/action/failure/markup.ts';

test('no text opens a tag, an attribute or an entity', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const { source } = html`<code title="${text}">${text}</code>`;
      const inside = source.slice('<code title="'.length, -'</code>'.length).replaceAll('<br>', '');
      expect(inside.replace('">', '')).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
    }),
  );
});

test('no text ends the HTML block, inside which Markdown is not read', () => {
  expect(html`<p>${'a\n\n# heading\r\n\r\n[link](x)'}</p>`.source).toBe(
    '<p>a<br># heading<br>[link](x)</p>',
  );
});

test('markup within markup is not escaped again', () => {
  const items = ['<a>', 'b'].map((text) => html`<li>${text}</li>`);
  expect(html`<ul>${items}</ul>`.source).toBe('<ul><li>&lt;a&gt;</li><li>b</li></ul>');
});

test('prose shows code between backticks, and escapes it', () => {
  expect(prose('set `id-token: <write>` now').source).toBe(
    'set <code>id-token: &lt;write&gt;</code> now',
  );
});
