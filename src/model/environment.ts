/** A set of resources that belong together (production, staging), as the configuration names it. */
export interface Environment {
  readonly name: string;
  readonly production: boolean;
  readonly cluster?: string;
  readonly services: readonly string[];
  readonly databases: readonly string[];
  readonly loadBalancers: readonly string[];
}

export interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

export function tagValue(tags: readonly Tag[] | undefined, key: string): string | undefined {
  return tags?.find((tag) => tag.Key?.toLowerCase() === key.toLowerCase())?.Value;
}

/** Whether tags call a resource production: `Environment`, `Env` or `Stage` that says `prod`, `production` or `live`. */
export function taggedProduction(tags: readonly Tag[] | undefined): boolean {
  const value = tagValue(tags, 'Environment') ?? tagValue(tags, 'Env') ?? tagValue(tags, 'Stage');
  return value !== undefined && /^(prod|production|live)$/i.test(value.trim());
}
