/** The kiosk's page on its own computer, with the secret of this start: a browser goes nowhere that this does not fit. */
export const localPagePattern = /^http:\/\/127\.0\.0\.1:\d{2,5}\/kiosk\/#pair=[A-Za-z0-9_-]{20,64}$/;
