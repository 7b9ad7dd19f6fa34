// The host rule of ivrc for nginx with njs. Constant: no flow, step or version is
// in it.
<<- if .Secret>>
import crypto from 'crypto';

// The name of the variable with the Auth Token of Plivo, and the address that callers
// of the host use, where nginx sees another.
const SECRET = '<<.Secret>>';
const PUBLIC = '<<.Public>>';
<<- end>>

const ROUTED = /^(.*)\/(<<.Targets>>)\/(<<.Step>>)\/(<<.Queried>>|<<.Posted>>)(?:\.(<<.Attempt>>))?$/;
const EVENTS = /^(.*)\/<<.EventsTarget>>\/<<.EventsStep>>\/<<.EventsParameter>>$/;
// The expressions of njs know no byte order mark, so it is taken off before.
const EVENT = new RegExp(<<.MarklessPattern>>);
const POSTED = /^(<<.Posted>>)$/;
const WORDS = [<<range $i, $w := .Words>><<if $i>>, <<end>>'<<$w>>'<<end>>];

// clean turns a value into an answer; nothing a caller sends becomes a path.
function clean(value) {
	if (value === '') return 'timeout';
	if (/[^A-Za-z0-9*#-]/.test(value)) return '_';
	const found = /^([*#]?)(<<.Keys>>)$/.exec(value);
	if (found) return (found[1] === '*' ? 'star' : found[1] === '#' ? 'pound' : '') + found[2];
	const lower = value.toLowerCase();
	if (WORDS.indexOf(lower) >= 0 || /^(star|pound)<<.Keys>>$/.test(lower)) return lower;
	return '_';
}

// first is the first value of a parameter in a query or a form, else undefined.
function first(text, name) {
	const pairs = text.split('&');
	for (let i = 0; i < pairs.length; i++) {
		const at = pairs[i].indexOf('=');
		const key = at < 0 ? pairs[i] : pairs[i].slice(0, at);
		if (decode(key) === name) return at < 0 ? '' : decode(pairs[i].slice(at + 1));
	}
	return undefined;
}

function decode(text) {
	try {
		return decodeURIComponent(text.replace(/\+/g, ' '));
	} catch (e) {
		return '\ufffd';
	}
}

// given is what stands in the address, else in a form.
function given(r, name) {
	const value = first(r.variables.args || '', name);
	if (value !== undefined) return value;
	if (!/^application\/x-www-form-urlencoded/i.test(r.headersIn['Content-Type'] || '')) return '';
	return first(r.requestText || '', name) || '';
}

// said is the answer in a result of Tropo: the value on SUCCESS, else the
// disposition as one of our words.
function said(body) {
	let actions;
	try {
		actions = JSON.parse(body).result.actions;
	} catch (e) {
		return 'timeout';
	}
	const one = Array.isArray(actions) ? actions[actions.length - 1] : actions;
	if (one === null || typeof one !== 'object') return 'timeout';
	switch (word(one.disposition).toLowerCase()) {
	case 'success':
		const values = [one.value, one.interpretation, one.concept];
		for (let i = 0; i < values.length; i++) {
			const value = word(values[i]).replace(/ /g, '');
			if (value !== '') return clean(value);
		}
		return '_';
	case 'timeout':
	case '':
		return 'timeout';
	case 'nomatch':
		return 'nomatch';
	case 'busy':
	case 'rejected':
		return 'busy';
	}
	return 'failed';
}

function word(value) {
	return typeof value === 'string' ? value : typeof value === 'number' ? JSON.stringify(value) : '';
}

// eventAnswer is the answer in an event of VoiceShot: answer, hangup, or the number of a
// prompt and what was keyed in. What is none of ours gets the empty reply, because the
// campaign goes on.
function eventAnswer(text) {
	const form = EVENT.exec(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
	if (!form || (form[3] && form[3] !== form[1])) return '_';
	const values = {};
	const attribute = new RegExp(<<.AttributePattern>>, 'g');
	let one;
	while ((one = attribute.exec(form[2])) !== null) {
		const name = '$' + one[1];
		if (values[name] !== undefined) return '_';
		values[name] = (one[2] || '') + (one[3] || '');
	}
	if (!values.$menuid || !values.$callid) return '_';
	if (form[1] === 'campaign') return values.$action === '4' ? 'answer' : values.$action === '5' ? 'hangup' : '_';
	const number = values.$promptid || '';
	let keys = values.$keypress;
	if (keys === undefined || !/^[1-9][0-9]{0,5}$/.test(number)) return '_';
	if (/^[0-9]+#$/.test(keys)) keys = keys.slice(0, -1);
	return number + '.' + (/^[0-9*#]*$/.test(keys) ? clean(keys) : '_');
}

// replies are the names to try for an event: the answer, the class of as many digits,
// anything at this prompt, the empty reply.
function replies(answer) {
	const names = [answer];
	const parts = answer.split('.');
	if (parts.length === 2 && parts[1] !== '_') {
		if (/^[0-9]+$/.test(parts[1])) names.push(parts[0] + '.len' + parts[1].length);
		names.push(parts[0] + '._');
	}
	if (answer !== '_') names.push('_');
	return names;
}

// choose answers a routed address with the first file that exists.
async function choose(r) {
	const events = EVENTS.exec(r.uri);
	if (events) {
		const folder = events[1] + '/<<.EventsTarget>>/<<.EventsStep>>/';
		return first200(r, replies(eventAnswer(r.requestText || '')).map(name => folder + name + '.xml'), 'text/xml');
	}
	const place = ROUTED.exec(r.uri); // of the configuration's location, so never null
	const posted = POSTED.test(place[4]);
<<- if .Secret>>
	if (!posted && refused(r)) return;
<<- end>>
	const answer = posted ? said(r.requestText || '') : clean(given(r, place[4]));
	const attempt = place[5];
	const names = attempt ? [answer, answer + '.' + attempt, '_.' + attempt, '_'] : [answer, '_'];
	const folder = place[1] + '/' + place[2] + '/' + place[3] + '/';
	return first200(r, names.map(name => folder + name + (posted ? '.json' : '.xml')), posted ? 'application/json' : 'text/xml');
}

// first200 answers with the first of the files that is there.
async function first200(r, files, kind) {
	for (let i = 0; i < files.length; i++) {
		const found = await r.subrequest('/.ivr-file' + encodeURI(files[i]), { method: 'GET' });
		if (found.status === 200) {
			r.headersOut['Content-Type'] = kind + '; charset=utf-8';
			return r.return(200, found.responseBuffer);
		}
	}
	r.return(404);
}

<<if .Secret>>// document answers with a file that Plivo asks for.
async function document(r) {
	if (refused(r)) return;
	const found = await r.subrequest('/.ivr-file' + encodeURI(r.uri), { method: 'GET' });
	if (found.status !== 200) return r.return(404);
	r.headersOut['Content-Type'] = 'text/xml; charset=utf-8';
	r.return(200, found.responseBuffer);
}

// refused answers a request that Plivo did not sign. Without a token nothing is
// served.
function refused(r) {
	const token = process.env[SECRET];
	if (!token) return r.return(503, 'the variable ' + SECRET + ' is not set\n') || true;
	const nonce = r.headersIn['X-Plivo-Signature-V3-Nonce'];
	const given = [r.headersIn['X-Plivo-Signature-V3'] || '', r.headersIn['X-Plivo-Signature-Ma-V3'] || ''].join(',').split(',');
	if (nonce) {
		// Of both sides the digest is compared, so that the time says nothing.
		const want = digest(token, digest(token, baseString(r) + '.' + nonce));
		for (let i = 0; i < given.length && i < 8; i++) {
			if (digest(token, given[i].trim()) === want) return false;
		}
	}
	r.return(403, 'Plivo did not sign this\n');
	return true;
}

function digest(token, text) {
	return crypto.createHmac('sha256', token).update(text).digest('base64');
}

// baseString is what Plivo signs, up to the nonce: the address, its parameters and
// those of a form in order.
function baseString(r) {
	const form = /^application\/x-www-form-urlencoded/i.test(r.headersIn['Content-Type'] || '');
	const query = pairs(r.variables.args || '', '=').join('&');
	const body = form && r.method === 'POST' ? pairs(r.requestText || '', '').join('') : '';
	const address = (PUBLIC || r.variables.scheme + '://' + r.headersIn.Host) + r.variables.request_uri.split('?')[0];
	return address + (query || body ? '?' : '') + query + (query && body ? '.' : '') + body;
}

function pairs(text, between) {
	return text.split('&').filter(pair => pair !== '').map(pair => {
		const at = pair.indexOf('=');
		return at < 0 ? [decode(pair), ''] : [decode(pair.slice(0, at)), decode(pair.slice(at + 1))];
	}).sort((a, b) => a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0).map(pair => pair[0] + between + pair[1]);
}

export default { choose, document };
<<- else>>export default { choose };
<<- end>>
