import js from '@eslint/js';
import ts from 'typescript-eslint';
import svelte from 'eslint-plugin-svelte';

/** Nobody branches on the words of an error: codes are for that. */
const noMessageBranching = [
  {
    selector:
      ':matches(IfStatement, ConditionalExpression, SwitchStatement, LogicalExpression) > :matches(BinaryExpression, CallExpression).test MemberExpression[property.name="message"]',
    message: 'Branch on an error code, never on its message.',
  },
  {
    selector:
      'CallExpression[callee.property.name=/^(includes|match|startsWith|test)$/] > MemberExpression.callee > MemberExpression[property.name="message"]',
    message: 'Branch on an error code, never on its message.',
  },
];

export default ts.config(
  { ignores: ['**/node_modules', '**/dist', 'var', '**/*.svelte.d.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
      },
    },
    rules: {
      'no-control-regex': 'off',
      'no-undef': 'off',
      'no-restricted-syntax': ['error', ...noMessageBranching],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } },
  {
    files: ['**/cli/**', 'fixtures/setup/**', 'fixtures/start.ts', 'test/bench/**', 'test/soak/**'],
    rules: { 'no-console': 'off' },
  },
);
