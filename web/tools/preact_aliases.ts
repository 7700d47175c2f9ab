/** virtua is written for React; Preact's own compatibility layer is what it gets. */
export default {
  'react/jsx-runtime': 'preact/jsx-runtime',
  'react-dom': 'preact/compat',
  react: 'preact/compat',
};
