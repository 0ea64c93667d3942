import type { LocalSite } from '@cccd-kiosk/contract/local-mode';
import { departmentOf, type Site } from '../site/site-config.ts';

/** What a kiosk has to know of the house to go on without this server. */
export function localSiteOf(site: Site, stationName: string, prefix: string): LocalSite {
  const reception = departmentOf(site, site.receptionDepartment);
  if (reception === undefined) throw new RangeError('a site without a reception');
  const { id, name, room, floor } = reception;
  const { timeZone, maskNames, elderAge, consent } = site;
  return {
    ...{ prefix, stationName, siteName: site.name, timeZone, maskNames, elderAge, consent },
    reception: { id, name, room, floor },
    desk: site.desk.name,
  };
}
