// npm run mock: the pages on invented answers, for looking. Passphrase: practice words here
import { start } from './server.js';

const { url } = await start({ port: Number(process.env.PORT ?? 8090) });
console.log(url);
