import '../theme/staff.css';
import { mount } from 'svelte';
import Cards from './Cards.svelte';
import { createDevApi } from './dev-api.ts';
import { Table } from './table.svelte.ts';

const table = new Table(createDevApi());
table.start();
mount(Cards, { target: document.body, props: { table } });
