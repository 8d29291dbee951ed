import type * as Ce from '@aws-sdk/client-cost-explorer';
import type { Handlers } from '../handlers.ts';
import { getCostAndUsage } from './ce/cost-and-usage.ts';
import { getReservationPurchaseRecommendation, getSavingsPlansPurchaseRecommendation } from './ce/recommendations.ts';

export const ce: Handlers<typeof Ce> = {
  GetCostAndUsage: getCostAndUsage,
  GetReservationPurchaseRecommendation: getReservationPurchaseRecommendation,
  GetSavingsPlansPurchaseRecommendation: getSavingsPlansPurchaseRecommendation,
};
