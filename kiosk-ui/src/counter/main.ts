import '../theme/staff.css';
import { io } from 'socket.io-client';
import { mount } from 'svelte';
import { formsApi } from '../forms/forms-api.ts';
import Counter from './Counter.svelte';
import { Desk } from './desk.svelte.ts';
import { workApi } from './work-api.ts';
import { staffApi } from './staff-api.ts';

const socket = io('/counter', { autoConnect: false, transports: ['websocket'], reconnectionDelayMax: 3_000 });
const desk = new Desk(socket, staffApi, workApi, formsApi);
setInterval(() => (desk.now = Date.now()), 5_000);
mount(Counter, { target: document.body, props: { desk } });
void desk.start();
