import { CostExplorerClient } from '@aws-sdk/client-cost-explorer';
import { clientModule } from '../client-module.ts';

export const ce = clientModule(CostExplorerClient, {});
