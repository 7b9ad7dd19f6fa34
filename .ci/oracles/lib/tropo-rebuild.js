'use strict';

// Makes a Tropo document again by calling the vendor's library. The library takes
// every argument by position and leaks its classes as globals, which are the only
// public way to nested objects.

require('tropo-webapi');

/* global TropoWebAPI, TropoJSON, Say, Choices, On, Ask, MachineDetection, JoinPrompt, LeavePrompt */

const args = {
  say: 'value as event name required voice allowSignals promptLogSecurity media',
  ask: 'choices attempts bargein minConfidence name recognizer required say timeout voice interdigitTimeout sensitivity speechCompleteTimeout speechIncompleteTimeout allowSignals promptLogSecurity asrLogSecurity maskTemplate',
  call: 'to answerOnMedia channel from headers name network recording required timeout allowSignals machineDetection voice callbackUrl promptLogSecurity label',
  transfer: 'to answerOnMedia choices from headers name on required terminator timeout allowSignals interdigitTimeout ringRepeat machineDetection playTones voice callbackUrl promptLogSecurity label',
  on: 'event name next required say ask message wait post',
  record: 'attempts asyncUpload bargein beep choices format maxSilence maxTime method minConfidence name required say timeout transcription url password username voice allowSignals interdigitTimeout promptLogSecurity sensitivity',
  conference: 'id mute name playTones required terminator allowSignals interdigitTimeout joinPrompt leavePrompt promptLogSecurity',
  message: 'say to answerOnMedia channel from name network required timeout voice promptLogSecurity',
  startRecording: 'asyncUpload format method url username password transcriptionID transcriptionEmailFormat transcriptionOutURI transcriptionLanguage',
  redirect: 'to name required',
  wait: 'milliseconds allowSignals',
  choices: 'value mode terminator',
  machineDetection: 'introduction voice',
  joinPrompt: 'value voice',
  leavePrompt: 'value voice',
};

for (const name of Object.keys(args)) {
  args[name] = args[name].split(' ');
}

const bare = new Set(['hangup', 'reject', 'stopRecording']);

// nested says how a member is made when it is an object of its own.
const nested = {
  choices: (value) => make(Choices, 'choices', value),
  say: (value, verb) => says(value, verb),
  on: (value) => (Array.isArray(value) ? value : [value]).map((on) => make(On, 'on', on)),
  ask: (value) => make(Ask, 'ask', value),
  machineDetection: (value) => (typeof value === 'boolean' ? value : make(MachineDetection, 'machineDetection', value)),
  joinPrompt: (value) => (typeof value === 'boolean' ? value : make(JoinPrompt, 'joinPrompt', value)),
  leavePrompt: (value) => (typeof value === 'boolean' ? value : make(LeavePrompt, 'leavePrompt', value)),
};

// positional puts the members of an object where the library expects them.
function positional(name, value) {
  const names = args[name];
  for (const member of Object.keys(value)) {
    if (!names.includes(member)) {
      throw new Error(`the library knows no ${member} in ${name}`);
    }
  }
  return names.map((member) => {
    const given = value[member];
    if (given === undefined || given === null) return null;
    return nested[member] ? nested[member](given, name) : given;
  });
}

function make(Class, name, value) {
  return new Class(...positional(name, value));
}

// says makes the prompts of a verb. A message takes one, the others a list, whose
// entries may belong to an event: the library leaves that member to the caller.
function says(value, verb) {
  const list = (Array.isArray(value) ? value : [value]).map(({ event, ...say }) => {
    const made = make(Say, 'say', say);
    return event === undefined ? made : Object.assign({ event }, made);
  });
  return verb === 'message' && list.length === 1 ? list[0] : list;
}

function run(tropo, verb, value) {
  if (bare.has(verb)) {
    if (value !== null && !(typeof value === 'object' && Object.keys(value).length === 0)) {
      throw new Error(`${verb} takes nothing`);
    }
    return tropo[verb]();
  }
  if (verb === 'answer') return tropo.answer(value && value.headers);
  if (verb === 'generalLogSecurity') return tropo.generalLogSecurity(value);
  if (!args[verb] || typeof tropo[verb] !== 'function') {
    throw new Error(`the library knows no verb ${verb}`);
  }
  if (Array.isArray(value)) {
    if (verb !== 'say') throw new Error(`${verb} is never a list`);
    return sayList(tropo, value);
  }
  return tropo[verb](...positional(verb, value));
}

// sayList speaks a list in one verb. The library's own way to a list loses
// everything but the text of the last entry, so longer lists are put together
// from its Say objects.
function sayList(tropo, list) {
  if (list.length === 1) {
    return tropo.say(...positional('say', list[0]));
  }
  tropo.tropo.push({ say: says(list, 'say') });
}

// rebuild returns the text that the library renders for the same calls.
function rebuild(document) {
  const tropo = new TropoWebAPI();
  for (const element of document.tropo) {
    const [verb] = Object.keys(element);
    if (verb === 'on' && Array.isArray(element.on)) {
      for (const on of element.on) run(tropo, 'on', on);
    } else {
      run(tropo, verb, element[verb]);
    }
  }
  return TropoJSON(tropo);
}

module.exports = { rebuild };
