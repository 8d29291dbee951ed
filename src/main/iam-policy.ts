/** An IAM policy document. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
export interface Policy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: '*';
}

/**
 * One statement a service, in the order of their names. The resource is `*`: half of these actions take no narrower one,
 * and for the others every resource of the account is what has to be read.
 */
export function policyFor(actions: readonly string[]): Policy {
  const sorted = [...new Set(actions)].toSorted();
  const services = [...new Set(sorted.map(serviceOf))];
  return {
    Version: '2012-10-17',
    Statement: services.map((service) => ({
      Sid: pascal(service),
      Effect: 'Allow',
      Action: sorted.filter((action) => serviceOf(action) === service),
      Resource: '*',
    })),
  };
}

function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(':'));
}

/** A Sid takes letters and digits only. */
function pascal(prefix: string): string {
  return prefix
    .split(/[^a-z0-9]/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}
