import { hash } from '../../random.ts';
import { hexOf, type Place } from '../cast.ts';

export function ecsArn({ accountId, region }: Place, kind: string, ...names: readonly string[]): string {
  return `arn:aws:ecs:${region}:${accountId}:${kind}/${names.join('/')}`;
}

export function clusterArn(place: Place, cluster: string): string {
  return ecsArn(place, 'cluster', cluster);
}

export function serviceArn(place: Place, cluster: string, service: string): string {
  return ecsArn(place, 'service', cluster, service);
}

/** `…:task-definition/web-service:41` */
export function taskDefinitionArn(place: Place, family: string, revision: number): string {
  return ecsArn(place, 'task-definition', `${family}:${revision}`);
}

/** Nineteen digits, as ECS numbers deployments and revisions. */
export function ecsNumber({ accountId, region }: Place, ...words: readonly string[]): string {
  let digits = '';
  for (let part = 0; digits.length < 18; part += 1) {
    digits += hash(`${accountId}/${region}/${words.join('/')}/${part}`)
      .toString()
      .padStart(9, '0')
      .slice(-9);
  }
  return `${1 + (hash(words.join('/')) % 9)}${digits.slice(0, 18)}`;
}

/** `ecs-svc/` and a number: the deployment of one revision of a service. */
export function deploymentId(place: Place, cluster: string, service: string, revision: number): string {
  return `ecs-svc/${ecsNumber(place, 'deployment', cluster, service, String(revision))}`;
}

export function taskId(place: Place, service: string, index: number, revision: number): string {
  return hexOf(place, 32, 'task', service, String(revision), String(index));
}
