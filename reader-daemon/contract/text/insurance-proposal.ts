import type { ProposalReason } from '../insurance-proposal.ts';
import type { Words } from './language.ts';

/** Why the server proposes a kind of visit. Staff screens. */
export const proposalTexts = {
  'not-insured': { vi: 'Chưa có thẻ BHYT dùng được hôm nay', en: 'No insurance card that covers today' },
  'registered-here': { vi: 'Thẻ đăng ký khám ban đầu tại đây', en: 'The card is registered here' },
  'initial-level': { vi: 'Cơ sở này là cấp ban đầu', en: 'This house is of the initial level' },
  'basic-below-50': {
    vi: 'Thẻ đăng ký nơi khác; cơ sở cấp cơ bản dưới 50 điểm',
    en: 'Registered elsewhere; basic level below 50 points',
  },
  'basic-50-to-70': {
    vi: 'Thẻ đăng ký nơi khác; cơ sở cấp cơ bản từ 50 đến dưới 70 điểm',
    en: 'Registered elsewhere; basic level of 50 to 70 points',
  },
  'basic-was-province': {
    vi: 'Thẻ đăng ký nơi khác; cơ sở cấp cơ bản trước đây là tuyến tỉnh hoặc trung ương',
    en: 'Registered elsewhere; basic level, formerly provincial or central',
  },
  'was-district': {
    vi: 'Thẻ đăng ký nơi khác; cơ sở trước đây là tuyến huyện',
    en: 'Registered elsewhere; formerly of district level',
  },
  'specialised-was-central': {
    vi: 'Thẻ đăng ký nơi khác; cơ sở cấp chuyên sâu trước đây là tuyến trung ương',
    en: 'Registered elsewhere; specialised level, formerly central',
  },
  'specialised-was-province': {
    vi: 'Thẻ đăng ký nơi khác; cơ sở cấp chuyên sâu trước đây là tuyến tỉnh',
    en: 'Registered elsewhere; specialised level, formerly provincial',
  },
} as const satisfies Record<ProposalReason, Words>;
