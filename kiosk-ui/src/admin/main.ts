import '../theme/staff.css';
import { mount } from 'svelte';
import { staffApi } from '../counter/staff-api.ts';
import Admin from './Admin.svelte';
import { adminApi } from './admin-api.ts';
import { Office } from './office.svelte.ts';

const office = new Office(adminApi);
setInterval(() => {
  if (office.signedIn === 'yes') void office.refresh();
}, 5_000);
mount(Admin, { target: document.body, props: { office, staff: staffApi } });
void office.refresh();
