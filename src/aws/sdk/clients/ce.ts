import {
  CostExplorerClient,
  GetCostAndUsageCommand,
  GetReservationPurchaseRecommendationCommand,
  GetSavingsPlansPurchaseRecommendationCommand,
} from '@aws-sdk/client-cost-explorer';
import { clientModule } from '../client-module.ts';

export const ce = clientModule(CostExplorerClient, {
  GetCostAndUsage: GetCostAndUsageCommand,
  GetReservationPurchaseRecommendation: GetReservationPurchaseRecommendationCommand,
  GetSavingsPlansPurchaseRecommendation: GetSavingsPlansPurchaseRecommendationCommand,
});
