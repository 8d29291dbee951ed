import { isJsonObject, type Json } from '../../model/json.ts';

/** What stands there in JSON that others wrote; undefined where there is no such way. */
export function at(value: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  let here: Json | undefined = value;
  for (const step of path) {
    if (typeof step === 'number') here = Array.isArray(here) ? here[step] : undefined;
    else here = isJsonObject(here) && Object.hasOwn(here, step) ? here[step] : undefined;
  }
  return here;
}

export function textAt(value: Json | undefined, ...path: readonly (string | number)[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** A header or a parameter; undefined where it is missing or empty. Never what every object has, like `constructor`. */
export function fieldOf(fields: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(fields, name) && fields[name] !== '' ? fields[name] : undefined;
}
