import { x } from '../i18n/x.js';
export default function P() { return <p>{x}</p>; }
