import type { Check } from './define.ts';
import { addressAssociated } from './ec2/address-associated.ts';
import { vpcAvailable } from './ec2/vpc-available.ts';

/** Every check, by folder and file name: a test compares this list with the folders. */
export const CHECKS: readonly Check[] = [addressAssociated, vpcAvailable];
