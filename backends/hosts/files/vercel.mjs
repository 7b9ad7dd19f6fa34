// The module as a function of Vercel.
import app from './_ivr.mjs';

export default { fetch: request => app.fetch(request, {}) };
