// Holds an action and workflows to the schemas of GitHub's files (npm
// @action-validator/core). A file that is wrong on purpose shows that it can tell.
//
// usage: ci-files.js ACTION WORKFLOW...
'use strict'
const fs = require('node:fs')
const { validateAction, validateWorkflow } = require('@action-validator/core')

const [action, ...workflows] = process.argv.slice(2)
let wrong = 0
const look = (name, { errors }) => {
  for (const error of errors) console.error(`${name}: ${JSON.stringify(error)}`)
  wrong += errors.length
}
look(action, validateAction(fs.readFileSync(action, 'utf8')))
for (const name of workflows) look(name, validateWorkflow(fs.readFileSync(name, 'utf8')))

const noRuns = fs.readFileSync(action, 'utf8').replace(/^runs:/m, 'run:')
const noJobs = fs.readFileSync(workflows[0], 'utf8').replace(/^jobs:/m, 'job:')
if (validateAction(noRuns).errors.length === 0 || validateWorkflow(noJobs).errors.length === 0) {
  console.error('a file that is wrong on purpose was accepted')
  wrong++
}
console.log(`action-validator: ${1 + workflows.length} files`)
process.exit(wrong ? 1 : 0)
