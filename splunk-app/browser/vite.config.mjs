import react from '@vitejs/plugin-react';

// Without "type": "module" in package.json, and with this file's name ending in .mjs: else the
// build passes and the page says "Layout grid is not defined".
export default {
  plugins: [react()],
  define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
  build: { outDir: 'dist', chunkSizeWarningLimit: 20000 },
  logLevel: 'warn',
};
