import { SandboxError } from '../error.ts';
import type { WireProtocol } from './identify.ts';

/** Why a request is turned away before any service sees it. */
export type Refusal =
  | 'incomplete-signature'
  | 'malformed-form'
  | 'missing-action'
  | 'too-large'
  | 'undecodable'
  | 'unknown-operation'
  | 'unsigned';

type Answer = readonly [code: string, status: number];
interface Answers {
  readonly others: Answer;
  readonly protocols?: Readonly<Partial<Record<WireProtocol, Answer>>>;
}

/**
 * What AWS answers, where its protocols differ.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/CommonErrors.html
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
const ANSWERS: Readonly<Record<Refusal, Answers>> = {
  'incomplete-signature': {
    others: ['IncompleteSignature', 400],
    protocols: {
      json: ['IncompleteSignatureException', 400],
      cbor: ['IncompleteSignatureException', 400],
      'rest-json': ['IncompleteSignatureException', 403],
      'rest-xml': ['AuthorizationHeaderMalformed', 400],
    },
  },
  'malformed-form': { others: ['MalformedQueryString', 404] },
  'missing-action': { others: ['MissingAction', 400] },
  'too-large': {
    others: ['RequestEntityTooLargeException', 413],
    protocols: { 'rest-xml': ['EntityTooLarge', 400] },
  },
  undecodable: {
    others: ['SerializationException', 400],
    protocols: {
      ec2: ['InvalidParameterValue', 400],
      query: ['MalformedInput', 400],
      'rest-xml': ['MalformedXML', 400],
    },
  },
  'unknown-operation': {
    others: ['UnknownOperationException', 400],
    protocols: {
      ec2: ['InvalidAction', 400],
      query: ['InvalidAction', 400],
      'rest-json': ['UnknownOperationException', 404],
      'rest-xml': ['MethodNotAllowed', 405],
    },
  },
  unsigned: {
    others: ['MissingAuthenticationToken', 403],
    protocols: {
      json: ['MissingAuthenticationTokenException', 400],
      cbor: ['MissingAuthenticationTokenException', 403],
      'rest-json': ['MissingAuthenticationTokenException', 403],
      // Without a signature one is "anonymous" to S3, and no bucket here admits those.
      'rest-xml': ['AccessDenied', 403],
    },
  },
};

export function refusal(why: Refusal, protocol: WireProtocol, message: string): SandboxError {
  const { others, protocols } = ANSWERS[why];
  const [code, status] = protocols?.[protocol] ?? others;
  return new SandboxError(code, message, status);
}
