import { first } from '../roles.ts';
import { of, type Sequence } from '../sequence.ts';

const HostedZoneId = first('route53:ListHostedZones', 'HostedZones.Id', {
  like: /"shop\.example\.com\.".*"PrivateZone":false/,
});
const it = { HostedZoneId };
const record = {
  Name: 'sequence.shop.example.com',
  Type: 'A',
  TTL: 60,
  ResourceRecords: [{ Value: '192.0.2.1' }],
};
const blue = {
  Name: 'weighted.shop.example.com',
  Type: 'CNAME',
  TTL: 60,
  SetIdentifier: 'blue',
  Weight: 100,
  ResourceRecords: [{ Value: 'blue.example.com' }],
};
const green = { ...blue, SetIdentifier: 'green', Weight: 0, ResourceRecords: [{ Value: 'green.example.com' }] };

function change(Action: string, ...sets: object[]): object {
  return {
    ...it,
    ChangeBatch: { Comment: 'Sequence', Changes: sets.map((ResourceRecordSet) => ({ Action, ResourceRecordSet })) },
  };
}

export const route53Records: Sequence = {
  name: 'records',
  steps: [
    ['created', 'route53:ChangeResourceRecordSets', change('CREATE', record)],
    ['change', 'route53:GetChange', { Id: of('created', 'ChangeInfo.Id') }],
    ['created again', 'route53:ChangeResourceRecordSets', change('CREATE', record)],
    [
      'one there is and one there is not',
      'route53:ChangeResourceRecordSets',
      change('CREATE', { ...record, Name: 'other.shop.example.com' }, record),
    ],
    [
      'read',
      'route53:ListResourceRecordSets',
      { ...it, StartRecordName: record.Name, StartRecordType: 'A', MaxItems: 1 },
    ],
    ['put', 'route53:ChangeResourceRecordSets', change('UPSERT', { ...record, TTL: 300 })],
    [
      'read when put',
      'route53:ListResourceRecordSets',
      { ...it, StartRecordName: record.Name, StartRecordType: 'A', MaxItems: 1 },
    ],
    ['weighted', 'route53:ChangeResourceRecordSets', change('CREATE', blue, green)],
    [
      'shifted',
      'route53:ChangeResourceRecordSets',
      change('UPSERT', { ...blue, Weight: 0 }, { ...green, Weight: 100 }),
    ],
    [
      'weighted and simple',
      'route53:ChangeResourceRecordSets',
      change('CREATE', { ...blue, SetIdentifier: undefined, Weight: undefined }),
    ],
    ['weighted read', 'route53:ListResourceRecordSets', { ...it, StartRecordName: blue.Name, MaxItems: 2 }],
    [
      'shifted beyond 255',
      'route53:ChangeResourceRecordSets',
      change('UPSERT', { ...blue, SetIdentifier: 'red', Weight: 256 }),
    ],
    ['in another domain', 'route53:ChangeResourceRecordSets', change('CREATE', { ...record, Name: 'example.org' })],
    [
      'no address',
      'route53:ChangeResourceRecordSets',
      change('CREATE', { ...record, Name: 'x.shop.example.com', ResourceRecords: [{ Value: 'nobodys' }] }),
    ],
    ['of no type', 'route53:ChangeResourceRecordSets', change('CREATE', { ...record, Type: 'NOBODYS' })],
    [
      'without TTL',
      'route53:ChangeResourceRecordSets',
      change('CREATE', { ...record, Name: 'y.shop.example.com', TTL: undefined }),
    ],
    ['of no action', 'route53:ChangeResourceRecordSets', change('NOBODYS', record)],
    ['no changes', 'route53:ChangeResourceRecordSets', change('CREATE')],
    [
      'zone of nobody',
      'route53:ChangeResourceRecordSets',
      { ...change('CREATE', record), HostedZoneId: 'Z0123456789ABCDEFGHIJ' },
    ],
    ['deleted with another TTL', 'route53:ChangeResourceRecordSets', change('DELETE', record)],
    ['deleted', 'route53:ChangeResourceRecordSets', change('DELETE', { ...record, TTL: 300 })],
    ['deleted again', 'route53:ChangeResourceRecordSets', change('DELETE', { ...record, TTL: 300 })],
    [
      'weighted deleted',
      'route53:ChangeResourceRecordSets',
      change('DELETE', { ...blue, Weight: 0 }, { ...green, Weight: 100 }),
    ],
    ['change of nobody', 'route53:GetChange', { Id: 'C0123456789ABCDEFGHIJ' }],
  ],
};
