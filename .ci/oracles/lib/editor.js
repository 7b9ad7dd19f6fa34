// An editor, as far as yaml-language-server sees one: it opens files and asks over
// stdio, in the Language Server Protocol.
'use strict'
const { spawn } = require('node:child_process')
const path = require('node:path')
const { pathToFileURL } = require('node:url')

class Editor {
  #server
  #rest = Buffer.alloc(0)
  #asked = new Map() // by number: who waits for the answer
  #found = new Map() // by address: who waits for diagnostics
  #number = 0
  #settings

  // settings are those of the server, as an editor has them under "yaml".
  static async open (settings = {}) {
    const editor = new Editor()
    editor.#settings = settings
    editor.#server = spawn(process.execPath, [path.join(__dirname, '../node_modules/yaml-language-server/bin/yaml-language-server'), '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] })
    editor.#server.stdout.on('data', part => editor.#read(part))
    editor.#server.on('exit', code => { if (code) throw new Error(`the server ended with ${code}`) })
    await editor.ask('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        workspace: { configuration: true },
        textDocument: {
          completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
          hover: { contentFormat: ['markdown'] }
        }
      }
    })
    editor.#say('initialized', {})
    return editor
  }

  #send (message) {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }))
    this.#server.stdin.write(`Content-Length: ${body.length}\r\n\r\n`)
    this.#server.stdin.write(body)
  }

  #say (method, params) { this.#send({ method, params }) }

  ask (method, params) {
    const id = ++this.#number
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject })
      this.#send({ id, method, params })
    })
  }

  #read (part) {
    this.#rest = Buffer.concat([this.#rest, part])
    for (;;) {
      const head = this.#rest.indexOf('\r\n\r\n')
      if (head < 0) return
      const length = Number(/content-length: (\d+)/i.exec(this.#rest.toString('utf8', 0, head))[1])
      if (this.#rest.length < head + 4 + length) return
      const body = this.#rest.toString('utf8', head + 4, head + 4 + length)
      this.#rest = this.#rest.subarray(head + 4 + length)
      this.#take(JSON.parse(body))
    }
  }

  #take (message) {
    if (message.method === 'workspace/configuration') {
      this.#send({ id: message.id, result: message.params.items.map(item => item.section === 'yaml' ? this.#settings : null) })
    } else if (message.method && message.id !== undefined) {
      this.#send({ id: message.id, result: null })
    } else if (message.method === 'textDocument/publishDiagnostics') {
      this.#found.get(message.params.uri)?.(message.params.diagnostics)
    } else if (message.id !== undefined) {
      const asked = this.#asked.get(message.id)
      this.#asked.delete(message.id)
      if (message.error) asked.reject(new Error(message.error.message))
      else asked.resolve(message.result)
    }
  }

  // file opens a text under a path and gives what can be asked about it.
  async file (name, text) {
    const uri = pathToFileURL(name).href
    const diagnostics = new Promise(resolve => this.#found.set(uri, resolve))
    this.#say('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } })
    const lines = text.split('\n')
    // at is the place of a mark in the text, and that many signs on.
    const at = (mark, on = 0) => {
      const line = lines.findIndex(one => one.includes(mark))
      if (line < 0) throw new Error(`there is no ${mark} in ${name}`)
      return { line, character: lines[line].indexOf(mark) + on }
    }
    const about = position => ({ textDocument: { uri }, position })
    return {
      diagnostics: await diagnostics,
      under: range => lines[range.start.line].slice(range.start.character, range.end.character),
      hover: async (mark, on) => (await this.ask('textDocument/hover', about(at(mark, on))))?.contents.value ?? '',
      // complete asks at a line and column, both from 0.
      complete: async (line, character) => {
        const answer = await this.ask('textDocument/completion', about({ line, character }))
        return Array.isArray(answer) ? answer : answer.items
      }
    }
  }

  async close () {
    await this.ask('shutdown', null)
    this.#say('exit')
    this.#server.stdin.end()
  }
}

module.exports = { Editor }
