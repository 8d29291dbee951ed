import type { DashboardValidationMessage } from '@aws-sdk/client-cloudwatch';

export interface BodyProblems {
  /** Nothing is stored. */
  readonly errors: readonly DashboardValidationMessage[];
  /** It is stored, and shows less than was meant. */
  readonly warnings: readonly DashboardValidationMessage[];
}

const TYPES = ['metric', 'text', 'log', 'alarm', 'explorer', 'custom', 'chart', 'table'] as const;
const MOST_WIDGETS = 500;
const KNOWN_KEYS: readonly string[] = ['widgets', 'start', 'end', 'periodOverride', 'variables'];

/**
 * What is wrong with a dashboard's body, by where in it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function problemsOf(body: Readonly<Record<string, unknown>>): BodyProblems {
  const errors: DashboardValidationMessage[] = [];
  const warnings: DashboardValidationMessage[] = [];
  const error = (DataPath: string, Message: string): void => void errors.push({ DataPath, Message });
  const { widgets } = body;
  if (widgets === undefined) error('', "Should have required property 'widgets'");
  else if (!Array.isArray(widgets)) error('/widgets', 'Should be array');
  else if (widgets.length > MOST_WIDGETS) error('/widgets', `Should NOT have more than ${MOST_WIDGETS} items`);
  else widgets.forEach((widget, index) => checkWidget(widget, `/widgets/${index}`, error));
  for (const key of Object.keys(body)) {
    if (!KNOWN_KEYS.includes(key)) warnings.push({ DataPath: '', Message: `Unknown property '${key}'` });
  }
  return { errors, warnings };
}

type Report = (path: string, message: string) => void;

function checkWidget(widget: unknown, path: string, error: Report): void {
  if (!isObject(widget)) return error(path, 'Should be object');
  const { type, properties, width, height } = widget;
  if (type === undefined) error(path, "Should have required property 'type'");
  else if (!TYPES.some((known) => known === type))
    error(`${path}/type`, 'Should be equal to one of the allowed values');
  checkSize(width, 24, `${path}/width`, error);
  checkSize(height, 1000, `${path}/height`, error);
  if (!isObject(properties)) return error(path, "Should have required property 'properties'");
  if (type === 'text' && typeof properties['markdown'] !== 'string') {
    error(`${path}/properties`, "Should have required property 'markdown'");
  }
  if (type === 'alarm' && !Array.isArray(properties['alarms'])) {
    error(`${path}/properties`, "Should have required property 'alarms'");
  }
  if (type === 'metric') checkMetrics(properties, `${path}/properties`, error);
}

function checkSize(size: unknown, most: number, path: string, error: Report): void {
  if (size === undefined) return;
  if (typeof size !== 'number' || !Number.isInteger(size)) error(path, 'Should be integer');
  else if (size < 1) error(path, 'Should be >= 1');
  else if (size > most) error(path, `Should be <= ${most}`);
}

/** A graph shows metrics or the annotations of an alarm; a metric is namespace, name, dimensions in pairs, and options. */
function checkMetrics(properties: Readonly<Record<string, unknown>>, path: string, error: Report): void {
  const { metrics, annotations, region } = properties;
  if (typeof region !== 'string') error(path, "Should have required property 'region'");
  if (metrics === undefined && !isObject(annotations)) return error(path, "Should have required property 'metrics'");
  if (metrics === undefined) return;
  if (!Array.isArray(metrics)) return error(`${path}/metrics`, 'Should be array');
  metrics.forEach((metric: unknown, index) => {
    const where = `${path}/metrics/${index}`;
    if (!Array.isArray(metric) || metric.length === 0) return error(where, 'Should NOT have fewer than 1 items');
    const words: readonly unknown[] = isObject(metric.at(-1)) ? metric.slice(0, -1) : metric;
    if (words.some((word) => typeof word !== 'string')) {
      error(where, 'Invalid metric field type, only "String" type is allowed');
    } else if (words.length % 2 !== 0) {
      error(where, 'Dimensions should be given as pairs of a name and a value');
    }
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
