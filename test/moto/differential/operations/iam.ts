import type { Pages, Questions } from '../cases.ts';
import { first } from '../roles.ts';

const PAGES: Omit<Pages, 'list'> = { size: 'MaxItems', least: 1, most: 1000, tokenIn: 'Marker', tokenOut: 'Marker' };
const bob = {
  known: first('iam:ListUsers', 'Users.UserName', { like: /"bob"/ }),
  unknown: 'nobody-@@@@',
  malformed: ['', 'a'.repeat(129)],
};

export const iam: Record<string, Questions> = {
  GetUser: { names: { UserName: bob } },
  ListUsers: {
    pages: { ...PAGES, list: 'Users' },
    also: {
      'path of all': { PathPrefix: '/' },
      'path of none': { PathPrefix: '/nowhere/' },
      'path malformed': { PathPrefix: 'nowhere' },
    },
  },
  ListAccessKeys: {
    required: { UserName: bob.known },
    names: { UserName: bob },
    pages: {
      ...PAGES,
      list: 'AccessKeyMetadata',
      input: { UserName: first('iam:ListUsers', 'Users.UserName', { like: /"carol"/ }) },
    },
  },
  ListMFADevices: {
    names: { UserName: { ...bob, known: first('iam:ListUsers', 'Users.UserName', { like: /"alice"/ }) } },
    also: { 'user without one': { UserName: bob.known } },
  },
  GetAccessKeyLastUsed: {
    required: {
      AccessKeyId: first('iam:ListAccessKeys', 'AccessKeyMetadata.AccessKeyId', { input: { UserName: bob.known } }),
    },
    names: {
      AccessKeyId: {
        known: first('iam:ListAccessKeys', 'AccessKeyMetadata.AccessKeyId', { input: { UserName: bob.known } }),
        unknown: 'AKIA2E0A8F3B244C9986',
      },
    },
  },
  ListRoles: { pages: { ...PAGES, list: 'Roles' }, also: { 'path of none': { PathPrefix: '/nowhere/' } } },
  GetAccountSummary: {},
  GenerateCredentialReport: { also: { again: {} } },
  GetCredentialReport: {},
};
