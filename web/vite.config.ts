import { defineConfig } from 'vite';
import { svelte } from '@sveltejs/vite-plugin-svelte';

// The server sends a policy without 'unsafe-inline' and without data: fonts, so nothing is inlined.
export default defineConfig({
  plugins: [svelte()],
  build: {
    target: 'es2022',
    outDir: 'dist',
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  css: {
    preprocessorOptions: {
      scss: { api: 'modern', quietDeps: true, loadPaths: ['node_modules', '.'] },
    },
  },
  server: {
    port: 5173,
    proxy: { '/api': process.env.SALLYPORT_URL ?? 'http://localhost:8080' },
  },
});
