import type { TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2';
import { invalid, requireRange } from './lookup.ts';

/**
 * The settings of health checks that AWS takes.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
 */
export function requireHealthCheck(group: TargetGroup): void {
  const { HealthCheckIntervalSeconds: interval = 0, HealthCheckTimeoutSeconds: timeout = 0, Protocol = '' } = group;
  requireRange(interval, 'healthCheckIntervalSeconds', [5, 300]);
  requireRange(timeout, 'healthCheckTimeoutSeconds', [2, 120]);
  requireRange(group.HealthyThresholdCount, 'healthyThresholdCount', [2, 10]);
  requireRange(group.UnhealthyThresholdCount, 'unhealthyThresholdCount', [2, 10]);
  const http = Protocol.startsWith('HTTP');
  if (http && timeout >= interval) {
    throw invalid(`Health check timeout '${timeout}' must be smaller than the interval '${interval}'`);
  }
  if (timeout > interval) {
    throw invalid(`Health check timeout '${timeout}' must be smaller than or equal to the interval '${interval}'`);
  }
  if (http && !group.HealthCheckProtocol?.startsWith('HTTP')) {
    throw invalid(
      `Health check protocol '${group.HealthCheckProtocol}' is not supported for target groups with the ${Protocol} protocol`,
    );
  }
  const { HealthCheckPath: path, HealthCheckPort: port = '', Matcher: matcher } = group;
  if (path !== undefined && !path.startsWith('/')) throw invalid(`Health check path '${path}' must begin with '/'`);
  if (port !== 'traffic-port' && !(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535)) {
    throw invalid(`Health check port '${port}' must be '1-65535' or 'traffic-port'`);
  }
  if (matcher?.HttpCode !== undefined && !/^\d{3}([-,]\d{3})*$/.test(matcher.HttpCode)) {
    throw invalid('HttpCode must be like 200 | 200-399 | 200,201 ...');
  }
}
