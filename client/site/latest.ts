// On the page of a `latest` address: on to the newest version, with the anchor, which the page itself could not take along.

const to = document.querySelector<HTMLLinkElement>('link[rel="canonical"]')?.getAttribute('href');
if (to != null) location.replace(to + location.hash);
