// Asks yaml-language-server about the files that ivrc init writes, and about the
// shipped flows: what an editor underlines, completes and shows on hovering.
//
// usage: editor.js PROJECT FLOW...
// PROJECT is a folder that init has written; its schemas are the ones asked for.
'use strict'
const assert = require('node:assert/strict')
const fs = require('node:fs')
const path = require('node:path')
const { pathToFileURL } = require('node:url')
const { Editor } = require('./lib/editor')

const [project, ...flows] = process.argv.slice(2)
const schema = JSON.parse(fs.readFileSync(path.join(project, 'schema/flow.schema.json'), 'utf8'))
const acts = ['menu', 'collect', 'record', 'transfer', 'call', 'conference', 'message', 'handoff', 'redirect', 'reject', 'hangup']
const modeline = '# yaml-language-server: $schema=../schema/flow.schema.json\n'
// A file of its own for every text: the server remembers them.
let files = 0
const open = (editor, text) => editor.file(path.join(project, `flows/text-${++files}.ivr.yaml`), modeline + text)
const flow = steps => `ivr: 1\nflow: f\nstart: a\nevents: {hangup: end, error: end}\nsteps:\n${steps}`
const messages = file => file.diagnostics.map(d => `${file.under(d.range)}: ${d.message}`)

async function main () {
  // No schema from a network: the modeline alone leads to it.
  const editor = await Editor.open({ validate: true, hover: true, completion: true, schemaStore: { enable: false } })
  let asked = 0
  const check = async (name, what) => {
    try {
      await what()
      asked++
    } catch (error) {
      throw new Error(`${name}: ${error.message}`)
    }
  }

  await check('what init writes is clean', async () => {
    for (const name of ['flows/main.ivr.yaml', 'ivrc.yaml']) {
      const file = await editor.file(path.join(project, name), fs.readFileSync(path.join(project, name), 'utf8'))
      assert.deepEqual(messages(file), [], name)
    }
  })
  await check('the modeline leads to the schema', async () => {
    assert.deepEqual(messages(await open(editor, 'ivr: 2\nflow: f\nstart: a\nsteps: {a: {say: x, goto: end}}\n')), ['2: expected 1, the version of the format'])
  })
  await check('the shipped flows are clean', async () => {
    await Promise.all(flows.map(async name => {
      const text = fs.readFileSync(name, 'utf8').replace(/^# yaml-language-server:.*\n/, '')
      assert.deepEqual(messages(await open(editor, text)), [], name)
    }))
  })

  const empty = await open(editor, flow('  a:\n    \n'))
  const offered = await empty.complete(7, 4)
  await check('a step completes its keys and all acts', async () => {
    const labels = offered.map(item => item.label)
    for (const key of ['say', 'goto', 'events', ...acts]) {
      assert(labels.includes(key), `${key} is not offered: ${labels}`)
      const item = offered.find(one => one.label === key)
      assert(text(item.documentation).length > 20, `${key} has no words beside it`)
    }
  })
  await check('every snippet is a step without a mistake', async () => {
    const snippets = offered.filter(item => item.label.startsWith('step: '))
    assert(snippets.length >= 8, 'there are few snippets')
    await Promise.all(snippets.map(async item => {
      const body = filled(item.textEdit?.newText ?? item.insertText)
      const file = await open(editor, flow('  a:\n' + body.replace(/^/gm, '    ') + '\n'))
      assert.deepEqual(messages(file), [], item.label)
    }))
  })
  await check('a menu completes what belongs in a menu', async () => {
    const menu = await open(editor, flow('  a:\n    menu:\n      \n'))
    const labels = (await menu.complete(8, 6)).map(item => item.label)
    for (const key of Object.keys(schema.definitions.menu.properties)) assert(labels.includes(key), `${key} is not offered: ${labels}`)
    for (const key of ['transfer', 'send', 'hangup']) assert(!labels.includes(key), `${key} is offered`)
  })

  await check('hovering explains every key of every act', async () => {
    for (const act of acts) {
      const properties = schema.definitions[act].properties
      if (!properties) continue
      const file = await open(editor, flow(`  a:\n    ${act}:\n` + Object.keys(properties).map(key => `      ${key}: x\n`).join('')))
      for (const [key, rule] of Object.entries(properties)) {
        const shown = await file.hover(`      ${key}: x`, 6)
        assert(explains(shown, rule), `${act}.${key}: ${JSON.stringify(shown)}`)
      }
    }
  })
  await check('hovering explains every key of a step', async () => {
    await Promise.all(Object.entries(schema.definitions.step.properties).map(async ([key, rule]) => {
      const file = await open(editor, flow(`  a:\n    ${key}: x\n`))
      const shown = await file.hover(`    ${key}: x`, 4)
      assert(explains(shown, rule), `${key}: ${JSON.stringify(shown)}`)
    }))
  })

  await check('a wrong key is underlined, and nothing else', async () => {
    const file = await open(editor, flow('  a:\n    menu:\n      say: "Hello."\n      keys: {1: a}\n      tiemout: 5s\n'))
    assert.equal(file.diagnostics.length, 1, messages(file).join('; '))
    assert.deepEqual(file.diagnostics[0].range, { start: { line: 10, character: 6 }, end: { line: 10, character: 13 } })
    assert.match(file.diagnostics[0].message, /tiemout/)
  })
  await check('wrong values are underlined with our words', async () => {
    const file = await open(editor, flow('  a:\n    menu: {say: "Hello.", keys: {1: a}, attempts: many, timeout: soon, bargein: maybe}\n  b:\n    record: {send: "https://example.com/", format: ogg}\n    goto: end\n'))
    const found = messages(file).join('\n')
    for (const words of ['many: expected a whole number from 1 to 10', 'soon: expected ', 'maybe: ', 'ogg: expected mp3 or wav']) assert(found.includes(words), `${words} is not in\n${found}`)
    assert.equal(file.diagnostics.length, 4, found)
  })
  await check('a word of another tool is told what it is called here', async () => {
    const file = await open(editor, flow('  a:\n    menu: {say: "Hello.", keys: {1: a}}\n    events: {no-input: end, incomplete: end}\n'))
    assert.deepEqual(messages(file), ['no-input: end: called timeout here'])
  })
  await check('two acts in one step are underlined', async () => {
    const file = await open(editor, flow('  a:\n    menu: {say: "Hello.", keys: {1: a}}\n    hangup: true\n'))
    assert(messages(file).some(one => one.startsWith('hangup')), messages(file).join('; '))
  })
  await check('the settings complete and explain their keys', async () => {
    const file = await editor.file(path.join(project, 'ivrc.yaml.txt'), '# yaml-language-server: $schema=schema/config.schema.json\nivrc: 1\nfail_on: maybe\n\n')
    assert.equal(file.diagnostics.length, 1, messages(file).join('; '))
    const labels = (await file.complete(3, 0)).map(item => item.label)
    for (const key of ['flows', 'base', 'out', 'targets', 'budgets']) assert(labels.includes(key), `${key} is not offered: ${labels}`)
    assert((await file.hover('fail_on', 0)).length > 20, 'fail_on is not explained')
  })

  await editor.close()

  // As docs/editors.md says it for flows without the first line.
  const other = await Editor.open({
    validate: true,
    schemaStore: { enable: false },
    schemas: { [pathToFileURL(path.join(project, 'schema/flow.schema.json')).href]: ['*.ivr.yaml', '*.ivr.yml'] }
  })
  await check('settings lead to the schema too', async () => {
    for (const name of ['one.ivr.yaml', 'flows/two.ivr.yml']) {
      const file = await other.file(path.join(project, name), flow('  a: {say: x, hangup: true, tiemout: 5s}\n'))
      assert.deepEqual(messages(file), ['tiemout: Property tiemout is not allowed.'], name)
    }
  })
  await other.close()
  console.log(`yaml-language-server: ${asked} questions answered as they should be`)
}

// explains says whether a hover shows the words of a key, or of what it refers to.
const explains = (shown, rule) => {
  const referred = (rule.allOf ?? []).map(one => schema.definitions[one.$ref.split('/').pop()])
  return [rule, ...referred].some(one => one.markdownDescription && shown.includes(one.markdownDescription.split('\n')[0]))
}

const text = documentation => typeof documentation === 'string' ? documentation : documentation?.value ?? ''

// filled is a snippet as it is when nobody types anything.
const filled = snippet => snippet.replace(/\$\{\d+:([^}]*)\}/g, '$1').replace(/\$\d+/g, '').replace(/\\([$}\\])/g, '$1')

main().catch(error => {
  console.error(error.message)
  process.exit(1)
})
