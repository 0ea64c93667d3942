import type { SiteDepartment } from './site-department.ts';

/** An invented hospital's departments, until the site sets its own. */
export const defaultDepartments: SiteDepartment[] = [
  { id: 'cardiology', name: { vi: 'Tim mạch', en: 'Cardiology' }, icon: 'heart', room: '205', floor: '2', queue: 'B' },
  {
    id: 'internal-medicine',
    name: { vi: 'Nội tổng quát', en: 'General medicine' },
    icon: 'stethoscope',
    room: '101',
    floor: '1',
    queue: 'A',
  },
  { id: 'eye', name: { vi: 'Mắt', en: 'Eyes' }, icon: 'eye', room: '208', floor: '2', queue: 'C' },
  {
    id: 'ear-nose-throat',
    name: { vi: 'Tai Mũi Họng', en: 'Ear, nose and throat' },
    icon: 'ear',
    room: '210',
    floor: '2',
    queue: 'D',
  },
  {
    id: 'bones-joints',
    name: { vi: 'Cơ Xương Khớp', en: 'Bones and joints' },
    icon: 'bone',
    room: '301',
    floor: '3',
    queue: 'E',
  },
  {
    id: 'endocrinology',
    name: { vi: 'Nội tiết', en: 'Endocrinology' },
    icon: 'drop',
    room: '305',
    floor: '3',
    queue: 'G',
  },
  {
    id: 'reception',
    name: { vi: 'Chưa biết khám gì', en: 'Not sure yet' },
    icon: 'unknown',
    room: 'Tiếp nhận',
    floor: '1',
    queue: 'T',
  },
];
