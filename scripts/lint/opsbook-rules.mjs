// The rules that no linter ships: where time and chance come from, and no barrels. Loaded by .oxlintrc.json.

const ambientCalls = {
  Date: ['now'],
  Math: ['random'],
  performance: ['now', 'timeOrigin'],
  process: ['hrtime', 'uptime'],
  crypto: ['randomUUID', 'getRandomValues'],
};

/** Time and chance come in by argument: a unit that reads the clock cannot be run on the sandbox's, nor as of another day. */
const noAmbientTime = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    function report(node, what) {
      context.report({ node, message: `${what} reads the clock or chance of this machine: take it as an argument` });
    }
    return {
      MemberExpression(node) {
        const name = node.object.type === 'Identifier' ? node.object.name : null;
        const property = node.computed ? node.property.value : node.property.name;
        if (name && Object.hasOwn(ambientCalls, name) && ambientCalls[name].includes(property)) {
          report(node, `${name}.${property}`);
        }
        if (name === 'Temporal' && property === 'Now') report(node, 'Temporal.Now');
      },
      NewExpression(node) {
        if (isDate(node.callee) && node.arguments.length === 0) report(node, 'new Date()');
      },
      CallExpression(node) {
        if (isDate(node.callee)) report(node, 'Date()');
      },
    };
  },
};

function isDate(callee) {
  return callee.type === 'Identifier' && callee.name === 'Date';
}

/** Whoever reads an import should land where the thing is written. A package's type or a registry may be handed on. */
const noBarrel = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    function check(node) {
      const from = node.source?.value;
      if (from?.startsWith('.') && !from.endsWith('/registry.ts')) {
        context.report({ node, message: 'No barrels: import it from the file that defines it' });
      }
    }
    return { ExportAllDeclaration: check, ExportNamedDeclaration: check };
  },
};

/** process.env by any of its names; node/no-process-env sees only the first. */
const noEnvironment = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    function report(node) {
      context.report({ node, message: 'Only src/main reads the environment: take the value as an argument' });
    }
    return {
      MemberExpression(node) {
        const property = node.computed ? node.property.value : node.property.name;
        const ofProcess =
          (node.object.type === 'Identifier' && node.object.name === 'process') ||
          (node.object.type === 'MemberExpression' &&
            node.object.object.name === 'globalThis' &&
            node.object.property.name === 'process');
        if (ofProcess && property === 'env') report(node);
      },
      VariableDeclarator(node) {
        if (node.id.type !== 'ObjectPattern' || node.init?.name !== 'process') return;
        const env = node.id.properties.find((property) => property.key?.name === 'env');
        if (env) report(env);
      },
      ImportSpecifier(node) {
        const from = node.parent.source.value;
        if ((from === 'node:process' || from === 'process') && node.imported.name === 'env') report(node);
      },
    };
  },
};

export default {
  meta: { name: 'opsbook' },
  rules: { 'no-ambient-time': noAmbientTime, 'no-barrel': noBarrel, 'no-environment': noEnvironment },
};
