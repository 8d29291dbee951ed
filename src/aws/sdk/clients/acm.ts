import { ACMClient, ListCertificatesCommand } from '@aws-sdk/client-acm';
import { clientModule } from '../client-module.ts';

export const acm = clientModule(ACMClient, { ListCertificates: ListCertificatesCommand });
