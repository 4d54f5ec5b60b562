// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

// The texts of the extension and their translations.
//
// node scripts/catalogue.js    brings every catalogue up to date: texts that are new in the sources are added
//                              without a translation, those that are gone are removed, and what JupyterLab
//                              reads is made anew.

const fs = require('fs');
const path = require('path');
const ts = require('typescript');

const ROOT = path.join(__dirname, '..');
const LOCALES = path.join(ROOT, '../mlcourse/locale');
const DOMAIN = 'mlcourse';

/** How many texts each of the translator's methods takes, and whether a context comes before them. */
const METHODS = {
  __: { texts: 1, context: false },
  _n: { texts: 2, context: false },
  _p: { texts: 1, context: true },
  _np: { texts: 2, context: true }
};

/** The key of an entry, as JupyterLab builds it. */
function keyOf({ context, id }) {
  return context ? `${context}\u0004${id}` : id;
}

/** All files below a folder with that ending, in order. */
function filesIn(folder, ending) {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(entry => {
      const file = path.join(folder, entry.name);
      return entry.isDirectory()
        ? filesIn(file, ending)
        : file.endsWith(ending)
          ? [file]
          : [];
    });
}

/** The value of a literal, pieces joined with + included; null for anything else. */
function literal(node) {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
    return node.text;
  }
  if (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.PlusToken
  ) {
    const [left, right] = [literal(node.left), literal(node.right)];
    return left === null || right === null ? null : left + right;
  }
  return null;
}

/** The texts that a source hands to the translator. */
function textsOfSource(name, text) {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const entries = [];
  const visit = node => {
    if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      Object.hasOwn(METHODS, node.expression.name.text)
    ) {
      const { texts, context } = METHODS[node.expression.name.text];
      const wanted = node.arguments.slice(0, texts + (context ? 1 : 0));
      const found = wanted.map(literal);
      if (found.includes(null)) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart());
        throw new Error(
          `${name}:${line + 1}: only a text that stands there can be translated`
        );
      }
      const [id, plural] = context ? found.slice(1) : found;
      entries.push({
        context: context ? found[0] : '',
        id,
        plural: plural ?? null,
        from: name
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return entries;
}

/** Which texts of a schema the Jupyter server translates, and in which context. */
const SCHEMA = [
  [/^\/properties\/.*\/(title|description)$/, 'settings'],
  [/^\/jupyter\.lab\.setting-icon-label$/, 'settings'],
  [/^\/jupyter\.lab\.menus\/.*\/label$/, 'menu'],
  [/^\/jupyter\.lab\.toolbars\/.*\/label$/, 'toolbar'],
  [/^\/(title|description)$/, 'schema']
];

function textsOfSchema(name, value, at = '') {
  if (typeof value === 'string') {
    const rule = SCHEMA.find(([pattern]) => pattern.test(at));
    return rule
      ? [{ context: rule[1], id: value, plural: null, from: name }]
      : [];
  }
  return Object.entries(value ?? {}).flatMap(([key, below]) =>
    typeof value === 'object' ? textsOfSchema(name, below, `${at}/${key}`) : []
  );
}

/** Every text of the extension once, by key, with the files that it is in. */
function extract() {
  const entries = new Map();
  const add = ({ from, ...entry }) => {
    const key = keyOf(entry);
    const known = entries.get(key);
    if (known && known.plural !== entry.plural) {
      throw new Error(`${from}: “${entry.id}” has a plural elsewhere`);
    }
    const files = known?.files ?? [];
    entries.set(key, {
      ...entry,
      files: files.includes(from) ? files : [...files, from]
    });
  };
  for (const file of filesIn(path.join(ROOT, 'src'), '.ts')) {
    const name = path.relative(ROOT, file);
    textsOfSource(name, fs.readFileSync(file, 'utf8')).forEach(add);
  }
  for (const file of filesIn(path.join(ROOT, 'schema'), '.json')) {
    const schema = JSON.parse(fs.readFileSync(file, 'utf8'));
    textsOfSchema(path.relative(ROOT, file), schema).forEach(add);
  }
  return entries;
}

/** Read a catalogue for people: gettext's PO, as far as it is used here. */
function parse(text) {
  const entries = new Map();
  for (const block of text.split(/\n{2,}/)) {
    const fields = {};
    let field = '';
    for (const line of block.split('\n')) {
      const match = /^(?:(msg\w+(?:\[\d\])?)\s+)?(".*")$/.exec(line);
      if (match) {
        field = match[1] ?? field;
        fields[field] = (fields[field] ?? '') + JSON.parse(match[2]);
      }
    }
    if (fields.msgid === undefined) {
      continue;
    }
    const entry = {
      context: fields.msgctxt ?? '',
      id: fields.msgid,
      plural: fields.msgid_plural ?? null,
      texts:
        fields.msgid_plural === undefined
          ? [fields.msgstr ?? '']
          : Object.keys(fields)
              .filter(name => name.startsWith('msgstr['))
              .sort()
              .map(name => fields[name])
    };
    entries.set(keyOf(entry), entry);
  }
  return entries;
}

/** The head of a catalogue: name to value. */
function headOf(entries) {
  const lines = (entries.get('')?.texts[0] ?? '').split('\n').filter(Boolean);
  return Object.fromEntries(lines.map(line => line.split(/:\s*(.*)/, 2)));
}

/** Write a catalogue for people, with the texts in the order of the sources. */
function format(entries, texts) {
  const quote = text => JSON.stringify(text);
  const head = entries
    .get('')
    .texts[0].split('\n')
    .filter(Boolean)
    .map(line => quote(`${line}\n`));
  const blocks = [['msgid ""', 'msgstr ""', ...head].join('\n')];
  for (const [key, { context, id, plural, files }] of texts) {
    const done = entries.get(key)?.texts ?? [];
    blocks.push(
      [
        ...files.map(file => `#: ${file}`),
        ...(context ? [`msgctxt ${quote(context)}`] : []),
        `msgid ${quote(id)}`,
        ...(plural === null
          ? [`msgstr ${quote(done[0] ?? '')}`]
          : [
              `msgid_plural ${quote(plural)}`,
              ...[0, 1].map(n => `msgstr[${n}] ${quote(done[n] ?? '')}`)
            ])
      ].join('\n')
    );
  }
  return `${blocks.join('\n\n')}\n`;
}

/** What JupyterLab reads. */
function compile(entries) {
  const head = headOf(entries);
  const result = {
    '': {
      domain: DOMAIN,
      // JupyterLab looks for it with a hyphen, whatever the folder is called.
      language: head.Language.replace('_', '-'),
      plural_forms: head['Plural-Forms']
    }
  };
  for (const [key, { texts }] of entries) {
    if (key !== '' && texts.every(text => text !== '')) {
      result[key] = texts;
    }
  }
  return `${JSON.stringify(result, null, 2)}\n`;
}

/** The catalogues there are: language to their two files. */
function catalogues() {
  return fs
    .readdirSync(LOCALES, { withFileTypes: true })
    .map(({ name }) => path.join(LOCALES, name, 'LC_MESSAGES', DOMAIN))
    .filter(file => fs.existsSync(`${file}.po`))
    .map(file => ({ po: `${file}.po`, json: `${file}.json` }));
}

function main() {
  const texts = extract();
  for (const { po, json } of catalogues()) {
    const written = format(parse(fs.readFileSync(po, 'utf8')), texts);
    const entries = parse(written);
    fs.writeFileSync(po, written);
    fs.writeFileSync(json, compile(entries));
    const open = [...entries.values()].filter(({ texts }) =>
      texts.includes('')
    );
    const place = path.relative(process.cwd(), po);
    console.log(`${place}: ${texts.size} texts, ${open.length} to translate`);
  }
}

if (require.main === module) {
  main();
}

module.exports = {
  catalogues,
  compile,
  extract,
  filesIn,
  format,
  headOf,
  literal,
  parse,
  textsOfSource,
  ROOT
};
