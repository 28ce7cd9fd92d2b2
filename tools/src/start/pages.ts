/** What a browser sees while the portal is away. It reloads by itself. */
export const troublePage = `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="2"><meta name="color-scheme" content="light dark">
<title>Stellwerk</title><body style="font:16px/1.5 system-ui;display:grid;place-items:center;min-height:90vh"><main><h1>Stellwerk</h1>
<p>Das Portal antwortet gerade nicht. Laufende Tunnel sind davon nicht betroffen.<br>The portal is not answering at the moment. Running tunnels are not affected.</p></main></body></html>`;
