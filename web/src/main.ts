import './lib/styles/fonts.css';
import './lib/styles/govuk.scss';
import './lib/styles/moj.scss';
import './lib/tokens.css';
import './lib/styles/workbench.css';
import './lib/styles/parts.css';
import './lib/styles/forms.css';
import './lib/styles/chart.css';
import './lib/styles/print.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { router } from './lib/router.svelte';
import { keys } from './lib/state/keys.svelte';
import { connect_session } from './lib/state/session.svelte';

connect_session();
router.listen();
keys.listen();
mount(App, { target: document.getElementById('app') as HTMLElement });
