/// <reference lib="dom" />
// These run in the page, by themselves: each holds all that it needs.

/** Texts whose contrast to what is behind them is below what WCAG asks of ordinary text. */
export function faintTexts(): string[] {
  const LEAST = 4.5;

  function parts(color: string): [red: number, green: number, blue: number, alpha: number] {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (/\((.*)\)/.exec(color)?.[1] ?? '').split(/[ ,/]+/).map(Number);
    return [red, green, blue, alpha];
  }

  /** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
  function luminance(color: string): number {
    const [red, green, blue] = parts(color).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
  }

  function behind(element: Element | null): string {
    for (let here = element; here; here = here.parentElement) {
      const color = getComputedStyle(here).backgroundColor;
      if (parts(color)[3] === 1) return color;
    }
    return 'rgb(255, 255, 255)';
  }

  const faint: string[] = [];
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
    if (!own || element.getClientRects().length === 0) continue;
    const style = getComputedStyle(element);
    const color = element instanceof SVGElement ? style.fill : style.color;
    const [light = 0, dark = 0] = [luminance(color), luminance(behind(element))].toSorted((a, b) => b - a);
    const contrast = (light + 0.05) / (dark + 0.05);
    if (contrast < LEAST) faint.push(`${element.textContent?.trim().slice(0, 40)}: ${contrast.toFixed(1)}`);
  }
  return faint;
}

/** Labels of plots that lie on each other, or that the plot cuts off at its left or right edge. */
export function overlappingLabels(): string[] {
  const found: string[] = [];
  for (const plot of document.querySelectorAll('svg.plot')) {
    const edge = plot.getBoundingClientRect();
    const boxes = [...plot.querySelectorAll('text')].map((text) => ({
      text: text.textContent,
      box: text.getBoundingClientRect(),
    }));
    for (const [index, { text, box }] of boxes.entries()) {
      if (box.left < edge.left - 1 || box.right > edge.right + 1) found.push(`${text} is cut off`);
      for (const other of boxes.slice(index + 1)) {
        const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        if (across > 1 && down > 2) found.push(`${text} on ${other.text}`);
      }
    }
  }
  return found;
}
