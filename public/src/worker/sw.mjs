// The service worker of the site: what happens while no page is open.
import { onClick, onPush } from './push.mjs';

addEventListener('push', onPush);
addEventListener('notificationclick', onClick);
