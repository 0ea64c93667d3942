import '../theme/staff.css';
import { mount } from 'svelte';
import { staffApi } from '../counter/staff-api.ts';
import Admin from './Admin.svelte';
import { adminApi } from './admin-api.ts';
import { Office } from './office.svelte.ts';
import { trustApi } from './trust-api.ts';
import { TrustOffice } from './trust-office.svelte.ts';

const office = new Office(adminApi);
const trust = new TrustOffice(trustApi);
setInterval(() => {
  if (office.signedIn === 'yes') void office.refresh();
}, 5_000);
mount(Admin, { target: document.body, props: { office, trust, staff: staffApi } });
void office.refresh();
