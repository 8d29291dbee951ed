import { first } from '../roles.ts';
import { of, type Sequence } from '../sequence.ts';

const FunctionName = first('lambda:ListFunctions', 'Functions.FunctionName', { like: /invoice-renderer|my-function/ });
const it = { FunctionName };
const alias = { FunctionName, Name: 'sequence' };
const nobody = { FunctionName: 'nobodys' };
const version = of('published', 'Version');

export const lambdaAlias: Sequence = {
  name: 'alias',
  steps: [
    ['published', 'lambda:PublishVersion', { ...it, Description: 'Sequence' }],
    ['published again unchanged', 'lambda:PublishVersion', it],
    ['published of other code', 'lambda:PublishVersion', { ...it, CodeSha256: 'bm9ib2R5cw==' }],
    ['nobody published', 'lambda:PublishVersion', nobody],
    ['created', 'lambda:CreateAlias', { ...alias, FunctionVersion: version, Description: 'Sequence' }],
    ['created again', 'lambda:CreateAlias', { ...alias, FunctionVersion: version }],
    ['to no version', 'lambda:CreateAlias', { ...it, Name: 'r1', FunctionVersion: '9999' }],
    ['of nobody', 'lambda:CreateAlias', { ...nobody, Name: 'r2', FunctionVersion: '1' }],
    ['called like a version', 'lambda:CreateAlias', { ...it, Name: '7', FunctionVersion: version }],
    ['malformed name', 'lambda:CreateAlias', { ...it, Name: 'no such!', FunctionVersion: version }],
    ['read', 'lambda:GetAlias', alias],
    ['nobody read', 'lambda:GetAlias', { ...it, Name: 'nobodys' }],
    ['read of nobody', 'lambda:GetAlias', { ...nobody, Name: 'live' }],
    ['moved', 'lambda:UpdateAlias', { ...alias, FunctionVersion: '1', Description: 'Moved' }],
    ['moved in shares', 'lambda:UpdateAlias', { ...alias, RoutingConfig: { AdditionalVersionWeights: { 2: 0.1 } } }],
    ['read when moved', 'lambda:GetAlias', alias],
    ['moved to no version', 'lambda:UpdateAlias', { ...alias, FunctionVersion: '9999' }],
    ['moved from another revision', 'lambda:UpdateAlias', { ...alias, FunctionVersion: '1', RevisionId: 'nobodys' }],
    ['nobody moved', 'lambda:UpdateAlias', { ...it, Name: 'nobodys', FunctionVersion: '1' }],
    ['deleted', 'lambda:DeleteAlias', alias],
    ['read when deleted', 'lambda:GetAlias', alias],
    ['deleted again', 'lambda:DeleteAlias', alias],
    ['deleted of nobody', 'lambda:DeleteAlias', { ...nobody, Name: 'live' }],
  ],
};
