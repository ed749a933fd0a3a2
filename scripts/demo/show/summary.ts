import type { Style } from '../page.ts';
import { columns } from './columns.ts';

/**
 * A job summary as lines for a terminal: the few elements that the action writes (headings, tables,
 * paragraphs, lists, links, fenced code), simply laid out.
 */
export function renderSummary(markup: string, style: Style, width: number): string[] {
  return blocks(markup).flatMap((block) => renderBlock(block, style, width));
}

const BLOCK = /```\w*\n([\s\S]*?)\n```|<(h3|table|p|ul)>([\s\S]*?)<\/\2>/g;

interface Block {
  kind: string;
  content: string;
}

function blocks(markup: string): Block[] {
  return Array.from(markup.matchAll(BLOCK), ([, code, kind = 'code', content = '']) => ({
    kind,
    content: code ?? content,
  }));
}

function renderBlock({ kind, content }: Block, style: Style, width: number): string[] {
  switch (kind) {
    case 'h3':
      return [style('bold', inline(content, style))];
    case 'table':
      return columns(rows(content, style), width);
    case 'ul':
      return cells(content, 'li').map((item) => `• ${inline(item, style)}`);
    case 'code':
      return content.split('\n').map((line) => `  ${line}`);
    default:
      return [inline(content, style)];
  }
}

function rows(table: string, style: Style): string[][] {
  return cells(table, 'tr').map((row) =>
    Array.from(row.matchAll(/<(t[hd])[^>]*>([\s\S]*?)<\/\1>/g), ([, tag, text = '']) =>
      tag === 'th' ? style('bold', inline(text, style)) : inline(text, style),
    ),
  );
}

function cells(content: string, tag: string): string[] {
  return Array.from(
    content.matchAll(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, 'g')),
    ([, inner = '']) => inner,
  );
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

function inline(content: string, style: Style): string {
  return content
    .replace(/<code>(.*?)<\/code>/g, (_, code: string) => style('cyan', code))
    .replace(/<a href="([^"]*)">(.*?)<\/a>/g, '$2: $1')
    .replace(/<br>/g, ' ')
    .replaceAll('❌', style('red', '✗'))
    .replace(/&(#?\w+);/g, (entity, name: string) => ENTITIES[name] ?? entity);
}
