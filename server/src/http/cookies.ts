/** Names of the two sessions. */
export const screenCookie = 'ck_screen';
export const staffCookie = 'ck_staff';
